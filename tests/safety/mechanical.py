"""Random mechanical spellings: what machines, editors and copying do to a name, never what a language does.

Nothing here is shared with the matcher: neither tables nor code. A spelling is a name of `PEOPLE` in one of its
scripts, changed by up to four of the changes below.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator

#: label, then (family, given) by script. Invented.
PEOPLE = {
    "Q1": [("Ri", "Un-byol"), ("리", "은별"), ("リ", "ウンビョル")],
    "Q2": [("Saito", "Hiroko"), ("斎藤", "博子"), ("サイトウ", "ヒロコ")],
    "Q3": [("Kim", "Song-chol"), ("김", "성철"), ("キム", "ソンチョル"), ("金", "成哲")],
    "Q4": [("Paek", "Hye-ran"), ("백", "혜란"), ("ペク", "ヘラン")],
    "Q5": [("Kurokawa", "Shizue"), ("黒川", "静枝"), ("クロカワ", "シズエ")],
    "Q6": [("Namgung", "Il-hwa"), ("남궁", "일화")],
    "Q7": [("Vuorisalo", "Annikki")],
    "Q8": [("Choe", "Ryong-gun"), ("최", "룡군"), ("チェ", "リョングン"), ("崔", "龍軍")],
}

REGISTER = "\n".join(
    f"- label: {label}\n  family: {[family for family, _ in forms]}\n  given: {[given for _, given in forms]}"
    for label, forms in PEOPLE.items()
)

_INVISIBLE = [
    "\u200b",
    "\u200c",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u200e",
    "\u202a",
    "\u2062",
    "\U000e0020",
]
_BLANKS = [" ", "\u00a0", "\u2009", "\u3000", "\t", "\n", "\r\n", "  ", "\u2028", "\u202f"]
_STROKES = [
    "-",
    "\u2010",
    "\u2011",
    "\u2013",
    "_",
    ".",
    "\u00b7",
    "\u30fb",
    "/",
    "=",
    "+",
    "~",
    "|",
    ":",
    "*",
]
_CYRILLIC = dict(zip("aeopcxiABEKMHOPCTX", "аеорсхіАВЕКМНОРСТХ", strict=True))
_ACCENTS = ["\u0304", "\u0301", "\u0308", "\u0323", "\u0302", "\u030c", "\u0338", "\u20d2"]


def spelling(pick: random.Random) -> tuple[str, str]:
    """A label and a random spelling of its name."""
    label = pick.choice(list(PEOPLE))
    family, given = pick.choice(PEOPLE[label])
    name = _put_together(pick, family, given)
    for change in pick.sample(_CHANGES, pick.randint(0, 3)):
        name = change(pick, name)
    return label, pick.choice(_ESCAPES)(pick, name) if pick.random() < 0.3 else name


def spellings(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """So many random spellings, the same for the same seed."""
    pick = random.Random(seed)
    return (spelling(pick) for _ in range(count))


def _put_together(pick: random.Random, family: str, given: str) -> str:
    letters = family.isascii()
    between = pick.choice([*_BLANKS, *_STROKES, ", ", " - ", "・", ") (", "'"] + ([] if letters else [""]))
    parts = (
        (family, _syllables(pick, given))
        if not letters or pick.random() < 0.6
        else (_syllables(pick, given), family)
    )
    return between.join(parts) if between or not letters else "".join(part.capitalize() for part in parts)


def _syllables(pick: random.Random, given: str) -> str:
    return given.replace("-", pick.choice(["-", "", " ", "\u2010", "\u00a0", "_", "·", "'", "-\n"]))


def _case(pick: random.Random, name: str) -> str:
    return pick.choice([str.upper, str.lower, str.title, str.swapcase])(name)


def _wide(_: random.Random, name: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)


def _half(_: random.Random, name: str) -> str:
    half = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}
    apart = unicodedata.normalize("NFD", name) if any("ァ" <= c <= "ヶ" for c in name) else name
    return "".join(half.get(c, {"\u3099": "\uff9e", "\u309a": "\uff9f"}.get(c, c)) for c in apart)


def _hiragana(_: random.Random, name: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in name)


def _apart(pick: random.Random, name: str) -> str:
    return unicodedata.normalize(pick.choice(["NFD", "NFKD", "NFC"]), name)


def _invisible(pick: random.Random, name: str) -> str:
    return "".join(c + (pick.choice(_INVISIBLE) if pick.random() < 0.4 else "") for c in name)


def _accents(pick: random.Random, name: str) -> str:
    return "".join(
        c + (pick.choice(_ACCENTS) if c.isascii() and c.isalpha() and pick.random() < 0.3 else "")
        for c in name
    )


def _look_alike(pick: random.Random, name: str) -> str:
    return "".join(_CYRILLIC[c] if c in _CYRILLIC and pick.random() < 0.5 else c for c in name)


def _mathematical(pick: random.Random, name: str) -> str:
    start = pick.choice([0x1D400, 0x1D434, 0x1D468, 0x1D5A0, 0x1D5D4, 0x1D63C, 0x1D670])
    if start == 0x1D434:
        start = 0x1D400  # italic h has its place elsewhere
    return "".join(
        chr(start + ord(c) - 65)
        if "A" <= c <= "Z"
        else chr(start + 26 + ord(c) - 97)
        if "a" <= c <= "z"
        else c
        for c in name
    )


def _spelt_out(pick: random.Random, name: str) -> str:
    return pick.choice([" ", "-", ".", "\n", " \u00b7 ", "\u2009", "_"]).join(
        name.replace("-", "").replace("\n", "")
    )


def _wrapped(pick: random.Random, name: str) -> str:
    quote = pick.choice(
        [
            "“{}”",
            "({})",
            "**{}**",
            "<b>{}</b>",
            "[{}](x)",
            "『{}』",
            "{}'s",
            "“{}”さん",
            "{}.",
            ", {},",
            "#{}",
            "@{}",
        ]
    )
    return quote.format(name)


_CHANGES: list[Callable[[random.Random, str], str]] = [
    _case, _wide, _half, _hiragana, _apart, _invisible, _accents, _look_alike, _mathematical, _spelt_out,
    _wrapped,
]  # fmt: skip


def _percent(_: random.Random, name: str) -> str:
    return "".join(
        c if c.isascii() and c.isalnum() else "".join(f"%{b:02X}" for b in c.encode()) for c in name
    )


def _every_percent(_: random.Random, name: str) -> str:
    return "".join(f"%{b:02x}" for b in name.encode())


def _entities(pick: random.Random, name: str) -> str:
    return "".join(pick.choice([c, f"&#{ord(c)};", f"&#x{ord(c):x};"]) if c not in "&<>" else c for c in name)


def _backslash(_: random.Random, name: str) -> str:
    data = name.encode("utf-16-be")
    units = [int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2)]
    return "".join(chr(u) if u < 128 else f"\\u{u:04x}" for u in units)


def _tags(pick: random.Random, name: str) -> str:
    place = pick.randrange(1, max(2, len(name)))
    return name[:place] + pick.choice(["<i>", "</span>", '<a href="x">', "<wbr>"]) + name[place:]


_ESCAPES = [_percent, _every_percent, _entities, _backslash, _tags]
