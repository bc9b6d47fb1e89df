"""What figures count: units by their words in English, and by their counters in Japanese and Korean.

A unit has one English name in all languages, so that `約600人`, `약 600명` and "about 600 people" compare.
"""

from __future__ import annotations

import re
from typing import Final

from lfnkr_nb.analysis.patterns import words

__all__ = [
    "CURRENCY_SIGNS",
    "EN_NOT_COUNTED",
    "EN_THINGS",
    "MEASURES",
    "JA_COUNTERS",
    "JA_KINDS",
    "KO_COUNTERS",
    "KO_KINDS",
    "en_unit",
    "is_known_en",
]

_PEOPLE: Final = words("""
people persons person man men woman women boy boys girl girls child children kid kids baby babies newborn
newborns infant infants toddler toddlers teenager teenagers adult adults adolescent adolescents youth youths
human humans individual individuals soul souls member members citizen citizens national nationals resident
residents inhabitant inhabitants villager villagers refugee refugees defector defectors escapee escapees asylum-
seeker asylum-seekers seeker seekers migrant migrants immigrant immigrants returnee returnees deportee deportees
detainee detainees prisoner prisoners inmate inmates captive captives abductee abductees hostage hostages victim
victims survivor survivors casualty casualties dead deaths death fatalities injured wounded missing homeless
orphan orphans widow widows wife wives husband husbands spouse spouses mother mothers father fathers parent
parents son sons daughter daughters brother brothers sister sisters sibling siblings grandchild grandchildren
grandmother grandmothers grandfather grandfathers relative relatives friend friends guest guests visitor
visitors tourist tourists traveller travellers traveler travelers passenger passengers crew crewmen crewman
sailor sailors fisherman fishermen seaman seamen soldier soldiers officer officers official officials guard
guards policeman policemen agent agents spy spies worker workers labourer labourers laborer laborers employee
employees waitress waitresses waiter waiters driver drivers broker brokers trafficker traffickers smuggler
smugglers trader traders merchant merchants farmer farmers miner miners student students pupil pupils learner
learners graduate graduates teacher teachers professor professors doctor doctors nurse nurses patient patients
lawyer lawyers judge judges expert experts scholar scholars researcher researchers journalist journalists
reporter reporters writer writers activist activists volunteer volunteers supporter supporters donor donors
participant participants applicant applicants attendee attendees demonstrator demonstrators protester protesters
protestor protestors witness witnesses speaker speakers signatory signatories representative representatives
delegate delegates diplomat diplomats minister ministers senator senators lawmaker lawmakers leader leaders
missionary missionaries pastor pastors priest priests nun nuns monk monks believer believers christian
christians interpreter interpreters translator translators settler settlers newcomer newcomers arrival arrivals
colleague colleagues comrade comrades neighbour neighbours neighbor neighbors elderly descendant descendants
servant servants occupant occupants defendant defendants suspect suspects convict convicts athlete athletes
player players singer singers dancer dancers interviewee interviewees respondent respondents beneficiary
beneficiaries recipient recipients escapers runaways fugitive fugitives stranger strangers client clients
customer customers prostitute prostitutes cadre cadres athlete spectator spectators koreans japanese chinese americans russians vietnamese lao thais
mongolians germans europeans africans staff personnel troops caregiver caregivers rescuer rescuers guide guides
""")

_NAMED: Final = {
    "families": "family families",
    "households": "household households",
    "couples": "couple couples",
    "yen": "yen",
    "won": "won",
    "dollars": "dollar dollars",
    "euros": "euro euros",
    "yuan": "yuan renminbi rmb",
    "pounds": "pound pounds",
    "rubles": "ruble rubles rouble roubles",
    "baht": "baht",
    "kip": "kip",
    "km": "km kilometre kilometres kilometer kilometers kms",
    "m": "metre metres meter meters",
    "cm": "cm centimetre centimetres centimeter centimeters",
    "mm": "mm millimetre millimetres millimeter millimeters",
    "miles": "mile miles",
    "feet": "foot feet",
    "kg": "kg kgs kilogram kilograms kilogramme kilogrammes kilo kilos",
    "grams": "gram grams gramme grammes",
    "tons": "ton tons tonne tonnes",
    "litres": "litre litres liter liters",
    "hectares": "hectare hectares ha",
    "percent": "percent",
    "acres": "acre acres",
    "countries": "country countries",
    "states": "state states",
    "provinces": "province provinces",
    "prefectures": "prefecture prefectures",
    "counties": "county counties",
    "cities": "city cities",
    "towns": "town towns",
    "villages": "village villages",
    "camps": "camp camps",
    "schools": "school schools",
    "organisations": "organisation organisations organization organizations group groups ngos",
    "companies": "company companies firm firms",
    "ships": "ship ships boat boats vessel vessels",
    "planes": "plane planes aircraft airplane airplanes aeroplane aeroplanes airliner airliners jet jets",
    "vehicles": (
        "vehicle vehicles truck trucks lorry lorries bus buses car cars van vans train trains ambulance ambulances"
    ),
    "bodies": "body bodies corpse corpses",
    "houses": "house houses home homes",
    "bags": "bag bags sack sacks",
    "boxes": "box boxes carton cartons parcel parcels",
    "blankets": "blanket blankets",
    "coats": "coat coats",
    "letters": "letter letters",
    "books": "book books textbook textbooks",
    "signatures": "signature signatures",
    "cases": "case cases",
    "meals": "meal meals",
    "testimonies": "testimony testimonies",
    "animals": "animal animals",
    "pigs": "pig pigs",
    "goats": "goat goats",
    "cows": "cow cows",
    "land mines": "mine mines landmine landmines",
    "missiles": "missile missiles",
}

#: Words after which a number counts nothing that belongs here: time, age, frequency, order, shares.
EN_NOT_COUNTED: Final = frozenset(
    words("""second seconds minute minutes hour hours day days night nights week weeks weekend weekends fortnight month
    months year years decade decades century centuries o'clock times time fold quarters halves thirds fifths tenths
    degrees degree points point percentage pm am votes nil sides side ways way things thing ones others weeks'
    years' days' months' hours' minutes' year-old years-old generations rules reasons""")
)

#: Things that small numbers in words count, too: "two shelters", but neither "two sides" nor "three reasons".
EN_THINGS: Final = frozenset(
    words("""
    shelters orphanages hospitals clinics churches temples hotels hostels rooms flats apartments offices buildings
    factories farms shops restaurants markets stations ports harbours harbors airports bridges tunnels islands
    checkpoints watchtowers embassies consulates universities colleges courts prisons cells graves tents huts beds
    helicopters tanks bicycles motorcycles cameras computers phones telephones mobiles radios televisions leaflets
    flyers pamphlets booklets newspapers magazines photographs photos films videos documents petitions passports
    visas tickets maps bottles cans packets packages crates barrels tins jars bricks bullets grenades rifles guns
    pistols bombs rockets torpedoes reactors warheads satellites balloons trees chickens dogs horses rabbits ducks
    eggs loaves potatoes shoes boots socks gloves shirts uniforms sweaters mattresses stoves pumps wells suitcases
    backpacks rings governments ministries parliaments parties committees teams districts regions laboratories
    warehouses submarines ferries trawlers pairs dictionaries bibles knives axes
    """)
)

#: Units of money, length, weight, area and share: who "the others" are is never told by them.
MEASURES: Final = frozenset(
    words("""
    yen won dollars euros yuan pounds rubles baht kip km m cm mm miles feet kg grams tons litres hectares acres
    percent
    """)
)

_UNIT: Final = dict.fromkeys(_PEOPLE, "people") | {
    word: unit for unit, words in _NAMED.items() for word in words.split()
}
#: Plural words with these ends name people …
_PERSON_END: Final = re.compile(r"(?:[a-z]{2}(?:ers|ors|ees|ists|ians|men|women)|wives)$")
#: … but not these.
_THINGS: Final = frozenset(
    words("""
    letters papers newspapers numbers orders centers computers containers trailers towers rivers borders
    quarters posters flowers covers dinners chapters factors errors doors floors tractors motors trees fees
    degrees committees offers suppers barriers corners shelters shoulders fingers daggers lists wrists fists
    waists colors colours favors favours mirrors harbors harbours reactors sectors vectors corridors layers
    prayers powers showers boosters bunkers launchers freighters tankers helicopters fighters bombers trawlers
    ferries matters manners answers crackers registers drawers stickers folders cylinders specimens semesters
    trimesters winters summers disasters craters counters charters fibers fibres visas coffees guarantees
    characters parameters newsletters headquarters theaters shutters gutters lighters boilers burners coolers
    freezers heaters cookers dryers printers scanners routers servers projectors sensors detectors generators
    transmitters receivers transistors monitors processors elevators escalators ventilators refrigerators
    calculators embers chambers timbers rafters craters boulders feathers layers skewers sewers wrappers hangers
    burgers triggers ledgers dangers beakers lockers markers rollers propellers banners tuners terrors rotors
    indicators servers rumors rumours humors odors tremors razors bees decrees levees chimpanzees twists
    checklists playlists regimen abdomen omen litters filters clusters blisters roosters monsters lobsters
    hamsters diameters perimeters thermometers barometers offers buffers tigers spiders oysters beavers
    otters panthers heifers tenders genders reminders grinders binders stretchers vouchers washers thrusters
    pointers superpowers flyers fliers sliders adapters chargers loudspeakers steamers liners schooners
    cruisers destroyers carriers minesweepers campers bulldozers excavators mortars revolvers extinguishers
    rulers encounters blockers altars stoppers cornerstones surrenders manoeuvers maneuvers
    knees hammers ladders zippers sweaters slippers trousers diapers metaphors tumors tumours anchors
    levers meters transfers encounters murders
    """)
)

CURRENCY_SIGNS: Final = {
    "$": "dollars",
    "us$": "dollars",
    "a$": "dollars",
    "c$": "dollars",
    "hk$": "dollars",
    "usd": "dollars",
    "¥": "yen",
    "￥": "yen",
    "jpy": "yen",
    "€": "euros",
    "eur": "euros",
    "£": "pounds",
    "gbp": "pounds",
    "₩": "won",
    "￦": "won",
    "krw": "won",
    "cny": "yuan",
    "rmb": "yuan",
}


def en_unit(word: str) -> str | None:
    """The unit an English noun stands for; None for a noun without one of its own."""
    word = word.lower().removesuffix("’s").removesuffix("'s")
    found = _UNIT.get(word) or _UNIT.get(word.rsplit("-", 1)[-1])
    if found:
        return found
    return "people" if word not in _THINGS and _PERSON_END.search(word) else None


def is_known_en(word: str) -> bool:
    """Whether an English word names a unit."""
    return en_unit(word) is not None


#: Japanese counters; a longer one is tried before a shorter one.
JA_COUNTERS: Final = {
    "people": "人 名 名様",
    "families": "家族 家庭",
    "households": "世帯 戸",
    "couples": "組の夫婦 組のカップル 夫婦",
    "pairs": "組 双",
    "yen": "円",
    "won": "ウォン",
    "dollars": "ドル 米ドル",
    "euros": "ユーロ",
    "yuan": "元 人民元",
    "rubles": "ルーブル",
    "km": "キロメートル km ㎞ 公里",
    "kg": "キログラム kg ㎏",
    "m": "メートル m ｍ",
    "cm": "センチメートル センチ cm ㎝",
    "mm": "ミリメートル ミリ mm",
    "miles": "マイル",
    "tons": "トン t",
    "grams": "グラム g",
    "litres": "リットル",
    "hectares": "ヘクタール",
    "acres": "エーカー",
    "feet": "フィート",
    "baht": "バーツ",
    "kip": "キップ",
    "pounds": "ポンド",
    "square km": "平方キロメートル 平方キロ",
    "square m": "平方メートル 平米 ㎡",
    "cubic m": "立方メートル",
    "percent": "% パーセント ％",
    "cases": "件",
    "ships": "隻 艘",
    "planes": "機",
    "vehicles": "台 両",
    "animals": "匹 頭 羽",
    "bags": "袋 俵",
    "boxes": "箱",
    "items": "個 点 着 足 脚 基 本",
    "sheets": "枚",
    "books": "冊",
    "letters": "通",
    "pages": "ページ 頁",
    "bodies": "体 遺体",
    "houses": "棟 軒",
    "schools": "校",
    "places": "か所 カ所 ヵ所 ヶ所 ケ所 箇所",
    "countries": "か国 カ国 ヵ国 ヶ国 ケ国 箇国",
    "cities": "都市 市",
    "villages": "村 集落",
    "prefectures": "都道府県 県",
    "organisations": "団体",
    "states": "州",
    "companies": "社",
    "signatures": "筆",
    "meals": "食",
}
#: What つ counts, when the noun after it says so.
JA_KINDS: Final = {
    "都市": "cities",
    "町": "towns",
    "村": "villages",
    "国": "countries",
    "県": "prefectures",
    "省": "provinces",
    "道": "provinces",
    "学校": "schools",
    "団体": "organisations",
    "収容所": "camps",
    "管理所": "camps",
    "大学": "universities",
    "病院": "hospitals",
    "教会": "churches",
    "工場": "factories",
    "港": "ports",
    "島": "islands",
    "橋": "bridges",
    "部屋": "rooms",
    "地域": "regions",
    "州": "states",
    "郡": "counties",
    "政党": "parties",
    "講演会": "lectures",
    "集会": "rallies",
    "新聞": "newspapers",
    "組織": "organisations",
    "グループ": "organisations",
    "孤児院": "orphanages",
    "家族": "families",
    "家庭": "families",
    "会社": "companies",
    "企業": "companies",
    "施設": "places",
    "遺体": "bodies",
}

#: Korean counters.
KO_COUNTERS: Final = {
    "people": "명 사람 인 분 명분",
    "families": "가족 가정",
    "households": "가구 세대",
    "couples": "쌍",
    "won": "원",
    "yen": "엔",
    "dollars": "달러 불",
    "euros": "유로",
    "yuan": "위안",
    "rubles": "루블",
    "km": "킬로미터 km ㎞",
    "kg": "킬로그램 kg ㎏",
    "m": "미터 m",
    "cm": "센티미터 센티 cm ㎝",
    "mm": "밀리미터 mm",
    "miles": "마일",
    "tons": "톤 t",
    "grams": "그램 g",
    "litres": "리터",
    "hectares": "헥타르",
    "acres": "에이커",
    "feet": "피트",
    "baht": "바트",
    "kip": "킵",
    "pounds": "파운드",
    "square km": "제곱킬로미터 평방킬로미터",
    "square m": "제곱미터 평방미터 ㎡",
    "percent": "% 퍼센트 프로",
    "cases": "건",
    "ships": "척",
    "vehicles": "대",
    "animals": "마리",
    "bags": "포대 자루 포",
    "boxes": "상자 박스",
    "items": "개 벌 점 포기",
    "pairs": "켤레",
    "sheets": "장",
    "books": "권",
    "letters": "통",
    "pages": "쪽 페이지",
    "bodies": "구",
    "houses": "채 동",
    "schools": "개교",
    "places": "곳 군데 개소",
    "countries": "개국",
    "organisations": "단체",
    "companies": "개사",
    "meals": "끼",
}
#: Nouns that a Korean native number counts without a counter: 두 아이, 세 여성.
KO_PEOPLE: Final = words(
    "아이 어린이 소녀 소년 여성 남성 남자 여자 청년 청소년 형제 자매 남매 딸 아들 어부 어민 선원 "
    "병사 군인 학생 주민 노인 기자 식구 모녀 부녀 탈북자 탈북민 탈북인 난민 피해자 생존자 증인 활동가 목사 "
    "선교사 신부 수녀 교사 의사 간호사 자원봉사자 할머니 할아버지 젊은이 아기 친구 동료 손녀 손자 언니 누나 "
    "누이 동생 경비병 경찰관 경찰 여인 부인 대학생 회원 신자 교인 일본인 한국인 중국인 미국인 탈출자 수감자 "
    "고아 브로커 꽃제비 주부 남정네"
)
#: What 개 and native numbers count, when the noun after them says so.
KO_KINDS: Final = {
    "수용소": "camps",
    "마을": "villages",
    "촌락": "villages",
    "학교": "schools",
    "도시": "cities",
    "시": "cities",
    "나라": "countries",
    "국가": "countries",
    "도": "provinces",
    "성": "provinces",
    "현": "prefectures",
    "군": "counties",
    "단체": "organisations",
    "기관": "organisations",
    "업체": "companies",
    "기업": "companies",
    "회사": "companies",
    "가구": "households",
    "가족": "families",
    "서명": "signatures",
    "세관": "customs offices",
    "병원": "hospitals",
    "교회": "churches",
    "공장": "factories",
    "대학": "universities",
    "항구": "ports",
    "섬": "islands",
    "지역": "regions",
    "정당": "parties",
    "신문": "newspapers",
    "고아원": "orphanages",
    "은신처": "shelters",
    "쉼터": "shelters",
}
