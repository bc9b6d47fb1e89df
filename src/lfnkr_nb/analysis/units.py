"""What figures count: units by their words in English; `counters` has those of Japanese and Korean.

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
    "UNITS",
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
arrested detained captured executed killed rescued deported repatriated mp mps
congressman congressmen parliamentarian parliamentarians councillor councillors ambassador ambassadors envoy
envoys editor editors author authors artist artists photographer photographers cook cooks
beneficiaries recipient recipients escapers runaways fugitive fugitives stranger strangers client clients
customer customers prostitute prostitutes cadre cadres
spectator spectators koreans japanese chinese americans russians vietnamese lao thais
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
    words("""second seconds minute minutes hour hours day days night nights evening evenings
    morning mornings week weeks weekend weekends fortnight month
    months year years decade decades century centuries o'clock times time fold quarters halves thirds fifths tenths
    degrees degree points point percentage pm am votes abstentions nil sides side
    ways way things thing ones others weeks'
    years' days' months' hours' minutes' year-old years-old generations rules reasons shot shots gunshot gunshots
    round rounds blow blows lash lashes stroke strokes""")
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

#: The units that English words are gathered under; a noun without one is its own plural.
UNITS: Final = frozenset(_NAMED)

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
