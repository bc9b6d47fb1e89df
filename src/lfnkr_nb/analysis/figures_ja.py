"""Figures in Japanese sentences: a number, its counter, and the words around them that say how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lfnkr_nb.analysis.counters import JA_COUNTERS, JA_KINDS
from lfnkr_nb.analysis.found import Figure
from lfnkr_nb.analysis.numerals import JA_NUMBER, ja_value
from lfnkr_nb.analysis.qualifiers_eastern import Qualifiers, one_of

__all__ = ["figures_ja"]

_UNIT: Final = {counter: unit for unit, counters in JA_COUNTERS.items() for counter in counters.split()}
_COUNTER: Final = "|".join(re.escape(c) for c in sorted(_UNIT, key=len, reverse=True))
#: A kilo is one of way or of weight, as the words around it say.
_KILO: Final = r"キロ(?!メートル|グラム|ワット|バイト|カロリー|リットル|ヘルツ)"
_FIGURE: Final = re.compile(
    rf"(?<![\d.,〇一二三四五六七八九十百千万億第数何幾/:-])(?<![一二三四五六七八九]、)(?P<money>(?:US)?\$|[¥￥€£₩] ?)?"
    rf"(?P<low>{JA_NUMBER})(?P<odd>[余数]り?(?P<odd_scale>[万億](?=[^\d]))?)?"
    rf"(?:(?P<unit1>{_COUNTER}|キロ)?(?P<join> ?[-–—~] ?|から(?:最大で?|最高で?|多くて)?|、(?:多くて"
    r"|最大で|多い時で|多ければ|多く見積もれば)"
    rf"|ないし|乃至|または|か)(?P<high>{JA_NUMBER})"
    rf"|(?P<next>(?<=[\d一二三四五六七八九])[、・])(?P<high2>[\d二三四五六七八九](?:[十百千]|00?)?万?)(?![\d,十百千万億]))?"
    rf"(?P<unit>つの(?:{'|'.join(JA_KINDS)})|割(?![りれ合引当安高増減愛])(?:[1-9一二三四五六七八九]分)?|{_KILO}|{_COUNTER})?"
)
_NUMBER: Final = re.compile(r"[\d一二三四五六七八九十百千万億]")
#: A record is no bound: 過去最多300人.
_NO_RECORD: Final = (
    r"(?<!過去)(?<!史上)(?<!世界)(?<!国内)(?<!県内)(?<!歴代)(?<!戦後)(?<!今年)(?<!日本)(?<!以来)"
)
_QUALIFIER_BEFORE: Final = (
    (
        "at least",
        r"少なくとも|すくなくとも|少なくても?|少なく見積もっても|少ない(?:時|とき|日|年)でも?|最低でも"
        rf"|{_NO_RECORD}最低限?|最少でも?|最小で?",
    ),
    (
        "up to",
        rf"{_NO_RECORD}(?:最大で?も?|最高で?)|最多で|多くとも|多くても?|せいぜい|高々|多く見積もっても?"
        r"|多い(?:時|とき|日|年)でも?",
    ),
    (
        "approximately",
        r"(?<![予条契誓公確制節盟規密先特倹要])約|およそ|おおよそ|凡そ|おおむね|概ね|ほぼ|推定(?:で)?|推計(?:で)?"
        r"|ざっと(?:見積もっても?|見ても?|数えても?)?|かれこれ|大体|だいたい|概算で?",
    ),
    ("over", r"優に|ゆうに"),
)
_EXCEEDS: Final = (
    r"[をはもが](?:大きく|大幅に|はるかに|優に|ゆうに|軽く|若干|わずかに|すでに|既に)?(?:超え|こえ|超す|超し|越え|越す|上回"
    r"|突破|超過)"
)
_FALLS_SHORT: Final = (
    r"に(?:も|は)?(?:満た(?:な|ず|ぬ)|届か(?:な|ず)|達し(?:な|てい?な)|達せず|及ば(?:な|ず)|足[りら](?:な|ず))"
    r"|[をは](?:大きく|大幅に|はるかに|若干|わずかに)?(?:下回[りるっれ]|割(?:[るっれ]|り(?![当振切]))|切(?:[るっれ]|り(?![離捨落替])))"
)
#: How much is allowed: 67人までです. After other words まで tells how far something rose, fell or went.
_MOST_ALLOWED: Final = (
    r"まで(?=[。、)」]|$|です|だ|で(?:、|。|お|す)|と(?:し|す|決|定)|の(?!距離|道)|受|募|認|許|可|収容|利用|参加|申|支給|無料|なら"
    r"|が(?:限|上限)|を(?:限|上限)|OK)"
)
_QUALIFIER_AFTER: Final = (
    ("at least", r"以上|[はを]下[らる](?:な|ず|ぬ|まい)|を(?:下回|割)ら(?:な|ず)"),
    (
        "up to",
        rf"以下|以内|{_MOST_ALLOWED}"
        r"|[をはも](?:超え|こえ|越え)(?:な|ず|て(?:は)?い?な)|[をはも]上回[らっ](?:な|ず|て(?:は)?い?な)|を上限|が(?:上限|限度)",
    ),
    ("under", rf"未満|足らず|弱(?![いくさ])|{_FALLS_SHORT}|もない(?=[。、])"),
    (
        "over",
        rf"あまり|余り|余(?![計裕剰地震分波命生])|超(?!過勤)|強(?![いくさ制盗力])|{_EXCEEDS}|ちょっと(?=[。、がはのをに])",
    ),
    (
        "approximately",
        r"ほど|程(?!度)|くらい|ぐらい|程度|前後|近[くい]|に近[いくか]|に(?:も)?迫[るりっ]|内外|見当|ほぼ|そこそこ"
        r"|ばかり(?!か|で[はな])|と推定|と推計|と見積|とみられ|と見られ",
    ),
)
#: A number of these is a rate, a rank, or the lone one.
_RATE: Final = re.compile(r"(?:当たり|あたり|当り|につき|ごと|毎)")
_OTHER_WORDS: Final = {
    "人": (
        "称|気|間|工|生|目|類|種|物|材|口|民|権|道|格|前(?!後)|質|災|事|力|並|影|数|員|件|込"
        "|柄|波|質|一首|相撲|芝居|三脚"
    ),
    "名": "前(?!後)|誉|声|目|物|所|古屋|称|刺|字|詞|簿|義|産|作|曲|門|君",
    "本": "部|人|当|来|日|気|国|文|音|名|格|線|州|土|社|校|店|場|年|月|書|件|末|質|能",
    "着": "手|目|任|実|工|用|席|地|陸",
    "足": "り|ら|元|下|首|音|跡",
    "個": "人|別|性|所|室",
    "点": "々|在|検|火|灯|滅|字|線",
    "台": "風|湾|所|詞|本|地|帳|北|数",
    "体": "制|験|育|力|調|重|温|系|裁|感|質|格|罰|操|内|外",
    "社": "会|員|長|説|交|内",
    "市": "民|場|長|内|外|街|役|立|議",
    "村": "人|民|長|落|議|役",
    "県": "民|内|外|庁|知事|立|議",
    "元": "日|気|年|首|来|々|号|旦|老|素|化|論|職",
    "校": "長|舎|庭|門|正|歌",
    "戸": "籍|惑|口|棚|外|別",
    "枚": "挙|方",
    "通": "り|行|信|過|常|訳|学|知|報|告|貨|勤|称|じ",
    "両": "親|国|方|側|者|手|面|首|立|家|替",
    "頭": "部|脳|上|痛|取",
    "羽": "田|織",
    "筆": "者|頭|記|跡|写",
    "食": "糧|料|事|品|べ|堂|器|卓|欲|用|費|わ|生活",
    "家族": "会|連",
    "家庭": "教|菜|用|裁",
    "基": "地|準|礎|金|本|づ|調|盤|督",
    "脚": "本|注|光|色",
    "団体": "戦|行",
    "組": "織|合|員|閣|み|長|曲|の組|に[分わ]",
    "機": "関|会|械|能|構|密|動|器|嫌|体|運|種|内|長|雷|銃",
    "州": "都|知事|立|政|境|議",
    "缶": "詰",
    "大学": "院|生|病",
    "チーム": "ワ",
    "双": "方|子|眼|葉",
    "ポンド": "安|高",
}
_NO_COUNTER: Final = re.compile(
    "|".join(f"{counter}(?:{rest})" for counter, rest in _OTHER_WORDS.items())
    + r"|件名|世帯主|匹敵|冊子|箱根|棟梁|軒並|軒先|隻眼|袋小路|人民(?!元)|[tmg][a-z]"
)
_HAS_RATE_PARTNER: Final = re.compile(r"[、 ]?(?:月額|年額|約|平均)?[\d一二三四五六七八九十百千]")
_FOOD: Final = re.compile(
    r"(?:米|コメ|小麦|麦|とうもろこし|トウモロコシ|じゃがいも|ジャガイモ"
    r"|肥料|砂糖|塩|野菜|大根|白菜|肉|豆|粉|石炭|鉄|体重|食糧|食料"
    r"|荷物|薬|種子?)(?:は|が|を|、|の)?約?[^、。\d]{0,3}$"
)
_WEIGHT_AFTER: Final = re.compile(r"(?:入り|の(?:米|コメ|小麦|肥料|荷物|食糧|食料|塩|砂糖|野菜))")
_MAIL: Final = r"(?:手紙|書簡|はがき|葉書|ハガキ|メール|便り|電報|封書|書状|返事|返信|郵便|レター|封筒)"
_LETTER: Final = re.compile(rf"{_MAIL}[^、。]{{0,8}}$")
_OF_LETTERS: Final = re.compile(rf"(?:以上|余り|ほど|近く|程度|あまり)?の[^、。]{{0,6}}?{_MAIL}")
#: 割 is a tenth; 七割五分 is 75 percent.
_TENTHS: Final = "tenths"
_PAIRED: Final = {
    "couples": re.compile(r"(?:夫婦|カップル|夫妻)(?:が|は|、|の)?$"),
    "families": re.compile(r"(?:家族|親子|一家|母子)(?:が|は|、|の)?$"),
}
_LISTED: Final = re.compile(r"(?:次|以下|下記|上記|左記|上|下)の?$")
_POINTS: Final = re.compile(
    r"を(?:求|要求|要望|要請|指摘|確認|強調|主張|提案|訴|挙|問|述|約|明)|が(?:問題|重要|大切|疑問|明らか|確認)"
    r"|について|に(?:集約|要約|まと|しぼ|絞)|である|だ。|です。|だった"
)
_QUALIFIERS: Final = Qualifiers(
    before=re.compile("(?:" + one_of(_QUALIFIER_BEFORE) + r")(?P<gap>[、 ]?)$"),
    # What may stand between a qualifier and its number: 最大で月3万円, 少なくとも延べ300人.
    between=re.compile(
        r"(?:[男女]性|子ども|子供|大人|[男女]|月額?|年額|年間?|毎[月年]|[1一]日(?:当たり|あたり|につき)?|[1一](?:人|世帯)(?:当たり|あたり|につき)?|日本円で"
        r"|総額|総勢|総数|合計|計|延べ|のべ|累計)(?:で|に)?$"
    ),
    # 少なくとも脱北者30人: a noun before the number is counted by it.
    at_least_of=re.compile(r"(?:少なくと|すくなくと|最低で|少なくて)も[\u4e00-\u9fffァ-ヶー々]{1,10}の?$"),
    after=re.compile("(?:" + one_of(_QUALIFIER_AFTER) + ")"),
    verb=re.compile(r"[をはもがに](?!近|迫)"),
    # What a number is compared with is told of something else: 昨年の600人を上回った, 定員80名を超える.
    compared=re.compile(r"(?:(?:年|月|前回|予定|計画|平均|同期)の|(?:目標|定員|予想|過去最[多高])の?)$"),
    estimated=re.compile(r"(?!の)[^。、\d]{0,20}?(?:と|が)(?:推定|推計|見積も)"),
    # The upper end of a range says "at most" itself.
    most=re.compile("[多大高]"),
    back=20,
)
_SCHOOL_CLASS: Final = re.compile(r"年$")
_BODIES: Final = re.compile(r"(?:遺体|死体|遺骨|遺骸|白骨)")


def figures_ja(text: str) -> Iterator[Figure]:
    """The figures of a Japanese line, in order."""
    if not _NUMBER.search(text):
        return
    for found in _FIGURE.finditer(text):
        if found["unit"] or found["unit1"] or found["money"]:
            yield from _figures(text, found)


def _figures(text: str, found: re.Match[str]) -> Iterator[Figure]:
    """One figure; two where the join between two numbers makes no range."""
    higher = found["high"] or found["high2"]
    low, high = ja_value(found["low"]), ja_value(higher) if higher else None
    end = found.end("unit") if found["unit"] else found.end("low")
    if low is None or _NO_COUNTER.match(text, _counter_start(found)):
        return
    if found["next"] and high is not None:
        low, high = _neighbours(low, high)
    low *= {"万": 10**4, "億": 10**8}.get(found["odd_scale"], 1)
    if found["unit1"] and not found["unit"]:
        yield from _checked(text, found, (found.start(), found.end("unit1")), low, None)
    elif high is not None and _is_range(found, low, high) and _is_joined(text, found):
        if (found["unit1"] is None and "," not in found["low"]) and low < 100 <= high:
            low = _scaled(low, higher)
        yield from _checked(text, found, (found.start(), end), low, high)
    elif high is not None:
        if found["unit1"]:
            yield from _checked(text, found, (found.start(), found.end("unit1")), low, None)
        yield from _checked(text, found, (found.start("high" if found["high"] else "high2"), end), high, None)
    else:
        yield from _checked(text, found, (found.start(), end), low, None)


def _neighbours(low: float, high: float) -> tuple[float, float]:
    """The two numbers of 三、四十人, thirty or forty, and of 十五、六人, fifteen or sixteen."""
    scale = 10 ** (len(str(int(high))) - 1)
    if low < 10 <= high and high == (low + 1) * scale:
        return low * scale, high
    if high < 10 <= low and low % 10 == high - 1:
        return low, low + 1
    return low, high


def _counter_start(found: re.Match[str]) -> int:
    return found.start("unit") if found["unit"] else found.start("unit1") if found["unit1"] else found.end()


def _is_range(found: re.Match[str], low: float, high: float) -> bool:
    if found["next"]:
        return high in (low + 1, low + 10 ** (len(str(int(high))) - 1))  # 二、三人 is two or three
    return high > low and (found["unit1"] in (None, found["unit"]) or found["unit1"] == found["unit"])


def _is_joined(text: str, found: re.Match[str]) -> bool:
    """少なくて3万人、多くて30万人 is a range; 女性5人、多くて30人 are two figures."""
    return (found["join"] or "")[:1] != "、" or "at least" in _QUALIFIERS.leading(text, found.start())[1]


def _scaled(low: float, high: str) -> float:
    """The lower number of 8〜12万人 shares 万."""
    return low * 10_000 if high.endswith("万") else low


def _checked(
    text: str, found: re.Match[str], span: tuple[int, int], low: float, high: float | None
) -> Iterator[Figure]:
    if (found["odd"] or "").startswith("数") or _is_none(text, found, span, low if high is None else 0):
        return
    start, end, qualifier = _QUALIFIERS.around(
        text, span, join=found["join"] if high is not None else None, odd=found["odd"]
    )
    unit = _unit(text, found, span)
    if unit == _TENTHS:
        low, high, unit = _percent(found, low), high and high * 10, "percent"
    yield Figure(start, end, low, unit, qualifier, high, span[0])


def _is_none(text: str, found: re.Match[str], span: tuple[int, int], low: float) -> bool:
    """The lone one, a rate, an ordinal, what is thought, a class of a school, or a share."""
    start, end = span
    lone = low == 1 and not text[start].isdigit() and not (found["unit"] or "").startswith("割")
    return (
        lone
        or _is_rate(text, end, low)
        or text[end : end + 1] == "目"
        or _is_daily(text, start, found)
        or (low == 1 and text.startswith("ずつ", end))
        or _is_point(text, found, span)
        or (text.startswith("組", end - 1) and bool(_SCHOOL_CLASS.search(text[:start])))
        or _is_share(text, found)
    )


def _is_rate(text: str, end: int, low: float) -> bool:
    if _RATE.match(text, end):
        return True
    return low == 1 and bool(_HAS_RATE_PARTNER.match(text, end))


def _percent(found: re.Match[str], low: float) -> float:
    hundredths = re.search(r"割(.)分", found["unit"])
    return low * 10 + (ja_value(hundredths[1]) or 0 if hundredths else 0)


def _is_daily(text: str, start: int, found: re.Match[str]) -> bool:
    """How often somebody eats: 1日2食."""
    return found["unit"] == "食" and text.endswith(("1日", "一日"), 0, start)


def _is_point(text: str, found: re.Match[str], span: tuple[int, int]) -> bool:
    """What is thought and not counted one by one: 次の3点, 3点を求める."""
    start, end = span
    if found["unit"] != "点":
        return False
    return bool(_LISTED.search(text, max(0, start - 4), start) or _POINTS.match(text, end))


def _is_share(text: str, found: re.Match[str]) -> bool:
    """One in three: 3人に1人, 10通に3通."""
    counter = re.escape(found["unit"] or found["unit1"] or "$")
    return bool(
        re.match(rf"に{JA_NUMBER}{counter}", text[found.end() : found.end() + 12])
        or re.search(rf"{JA_NUMBER}{counter}に$", text[max(0, found.start() - 12) : found.start()])
    )


def _counts_letters(text: str, start: int, end: int) -> bool:
    return bool(_LETTER.search(text, max(0, start - 12), start) or _OF_LETTERS.match(text, end))


def _unit(text: str, found: re.Match[str], span: tuple[int, int]) -> str:
    if found["money"]:
        return {"$": "dollars", "US$": "dollars", "€": "euros", "£": "pounds", "₩": "won"}.get(
            found["money"].strip(), "yen"
        )
    counter = found["unit1"] if found["unit1"] and span[1] == found.end("unit1") else found["unit"]
    if counter.startswith("つの"):
        return JA_KINDS[counter[2:]]
    if counter.startswith("割"):
        return _TENTHS
    if counter == "組":
        before = text[max(0, span[0] - 8) : span[0]]
        return next((unit for unit, nouns in _PAIRED.items() if nouns.search(before)), "pairs")
    if counter == "キロ":
        heavy = _FOOD.search(text[max(0, span[0] - 8) : span[0]]) or _WEIGHT_AFTER.match(text, span[1])
        return "kg" if heavy else "km"
    if counter == "脚":
        return "chairs"
    if counter == "通" and not _counts_letters(text, *span):
        return "items"
    return _UNIT[counter]
