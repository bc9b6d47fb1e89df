"""Figures in Japanese sentences: a number, its counter, and the words around them that say how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lfnkr_nb.analysis.counters import JA_COUNTERS, JA_KINDS
from lfnkr_nb.analysis.found import NO_QUALIFIER, Figure
from lfnkr_nb.analysis.numerals import JA_NUMBER, ja_value

__all__ = ["figures_ja"]

_UNIT: Final = {counter: unit for unit, counters in JA_COUNTERS.items() for counter in counters.split()}
_COUNTER: Final = "|".join(re.escape(c) for c in sorted(_UNIT, key=len, reverse=True))
#: A kilo is one of way or of weight, as the words around it say.
_KILO: Final = r"キロ(?!メートル|グラム|ワット|バイト|カロリー|リットル|ヘルツ)"
_FIGURE: Final = re.compile(
    rf"(?<![\d.,〇一二三四五六七八九十百千万億第数何幾/:-])(?<![一二三四五六七八九]、)(?P<money>(?:US)?\$|[¥￥€£₩] ?)?"
    rf"(?P<low>{JA_NUMBER})(?P<odd>[余数]り?(?P<odd_scale>[万億](?=[^\d]))?)?"
    rf"(?:(?P<unit1>{_COUNTER}|キロ)?(?P<join> ?[-–—~] ?|から|ないし|乃至|または|か)(?P<high>{JA_NUMBER})"
    rf"|(?P<next>(?<=[\d一二三四五六七八九])[、・])(?P<high2>[\d二三四五六七八九](?:[十百千]|00?)?万?)(?![\d,十百千万億]))?"
    rf"(?P<unit>つの(?:{'|'.join(JA_KINDS)})|割(?![りれ合引当安高増減愛])(?:[1-9一二三四五六七八九]分)?|{_KILO}|{_COUNTER})?"
)
_NUMBER: Final = re.compile(r"[\d一二三四五六七八九十百千万億]")
_QUALIFIER_BEFORE: Final = (
    ("at least", r"少なくとも|すくなくとも|最低でも|最低限?|最少でも?|最小で?"),
    ("up to", r"最大で?も?|最高で?|最多で?|多くとも|多くて(?:も)?|せいぜい|高々|先着|多く見積もって(?:も)?"),
    (
        "approximately",
        r"(?<![予条契誓公確制節盟規密先特倹要])約|およそ|おおよそ|凡そ|おおむね|概ね|ざっと|ほぼ|推定(?:で)?|推計(?:で)?"
        r"|大体|だいたい|概算で?",
    ),
    ("over", r"優に"),
)
_BEFORE: Final = re.compile(
    "(?:" + "|".join(f"(?P<{n.replace(' ', '_')}>{w})" for n, w in _QUALIFIER_BEFORE) + r")(?P<gap>[、 ]?)$"
)
_QUALIFIER_AFTER: Final = (
    ("at least", r"以上|[はを]下ら(?:な|ず)|を下回ら(?:な|ず)"),
    (
        "up to",
        r"以下|以内|まで(?!に|の距離|減|落|増|上が|下が|達|回復|縮|絞|伸び|膨ら|ふくら|へ)|を超えない|を上限",
    ),
    (
        "under",
        r"未満|足らず|弱(?![いくさ])|に満たない|に満たず|を(?:大きく)?下回|を割|に届かない"
        r"|に届かず|もない(?=[。、])",
    ),
    (
        "over",
        r"あまり|余り|余(?!計|裕|剰|地|震)|超(?!過勤)|強(?![いくさ制盗力])|を(?:大きく"
        r"|大幅に|はるかに)?(?:超え|こえ|上回|越え|突破)|を超す|を超過",
    ),
    (
        "approximately",
        r"ほど|程(?!度)|くらい|ぐらい|程度|前後|近く|近い|内外|見当|ほぼ"
        r"|と推定|と推計|と見積|とみられ|と見られ",
    ),
)
_AFTER: Final = re.compile(
    "(?:" + "|".join(f"(?P<{n.replace(' ', '_')}>{w})" for n, w in _QUALIFIER_AFTER) + ")"
)
_NOUN_THEN: Final = re.compile(r"の?(?:人|方|子ども|子供|女性|男性|人々|お金|費用|寄付|若者|難民|米)?")
#: A number of these is a rate, a rank, or the lone one.
_RATE: Final = re.compile(r"(?:当たり|あたり|当り|につき|ごと|毎|ずつ)")
_ESTIMATED: Final = re.compile(r"[^。、\d]{0,20}?(?:と|が)(?:推定|推計|見積も)")
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
    "組": "織|合|員|閣|み|長|曲|の組",
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
#: 割 is a tenth; 七割五分 is 75 percent.
_TENTHS: Final = "tenths"
_PAIRED: Final = {
    "couples": re.compile(r"(?:夫婦|カップル|夫妻)(?:が|は|、|の)?$"),
    "families": re.compile(r"(?:家族|親子|一家|母子)(?:が|は|、|の)?$"),
}
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
    elif high is not None and _is_range(found, low, high):
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


def _scaled(low: float, high: str) -> float:
    """The lower number of 8〜12万人 shares 万."""
    return low * 10_000 if high.endswith("万") else low


def _checked(
    text: str, found: re.Match[str], span: tuple[int, int], low: float, high: float | None
) -> Iterator[Figure]:
    start, end = span
    lone = (
        low == 1 and high is None and not text[start].isdigit() and not (found["unit"] or "").startswith("割")
    )
    if (
        lone
        or _is_rate(text, end, low)
        or text[end : end + 1] == "目"
        or _is_daily(text, start)
        or (text.startswith("組", end - 1) and _SCHOOL_CLASS.search(text[:start]))
        or _is_share(text, found)
    ):
        return
    number = start
    start, qualifier = _before(text, start)
    after_end, after = _after(text, end)
    if qualifier == NO_QUALIFIER or after_end > end:
        qualifier, end = (after, after_end) if qualifier == NO_QUALIFIER else (qualifier, end)
    if found["odd"] and found["odd"][0] == "余" and qualifier == NO_QUALIFIER:
        qualifier = "over"
    if found["odd"] and found["odd"][0] == "数":
        return
    if qualifier == NO_QUALIFIER and _ESTIMATED.match(text, end):
        qualifier = "approximately"
    unit = _unit(text, found, span)
    if unit == _TENTHS:
        low, high, unit = _percent(found, low), high and high * 10, "percent"
    yield Figure(start, end, low, unit, qualifier, high, number)


def _is_rate(text: str, end: int, low: float) -> bool:
    if _RATE.match(text, end):
        return True
    return low == 1 and bool(_HAS_RATE_PARTNER.match(text, end))


def _percent(found: re.Match[str], low: float) -> float:
    hundredths = re.search(r"割(.)分", found["unit"])
    return low * 10 + (ja_value(hundredths[1]) or 0 if hundredths else 0)


def _is_daily(text: str, start: int) -> bool:
    """How much there is in a day: 1日1食."""
    return text.endswith(("1日", "一日"), 0, start)


def _is_share(text: str, found: re.Match[str]) -> bool:
    """One in three: 3人に1人, 10通に3通."""
    counter = re.escape(found["unit"] or found["unit1"] or "$")
    return bool(
        re.match(rf"に{JA_NUMBER}{counter}", text[found.end() : found.end() + 12])
        or re.search(rf"{JA_NUMBER}{counter}に$", text[max(0, found.start() - 12) : found.start()])
    )


def _before(text: str, start: int) -> tuple[int, str]:
    first = max(0, start - 8)
    before = text[first:start]
    found = _BEFORE.search(before) or _BEFORE.search(re.sub(r"(?:[男女]性|子ども|大人|[男女])$", "", before))
    if found is None or (found.end() < len(before) and found["gap"]):
        return start, NO_QUALIFIER
    return first + found.start(), _name(found, _QUALIFIER_BEFORE)


def _after(text: str, end: int) -> tuple[int, str]:
    found = _AFTER.match(text, end)
    if found is None:
        return end, NO_QUALIFIER
    return found.end(), _name(found, _QUALIFIER_AFTER)


def _name(found: re.Match[str], table: tuple[tuple[str, str], ...]) -> str:
    return next(name for name, _ in table if found[name.replace(" ", "_")])


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
    return _UNIT[counter]
