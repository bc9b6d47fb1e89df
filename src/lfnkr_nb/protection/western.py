"""Other ways to write a name of a European language with the letters at hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["other_forms"]

#: Letters with two dots, a stroke or a ring, as German, the Scandinavian languages and passports write them out
#: (ICAO Doc 9303, part 3, section 6).
_WRITTEN_OUT: Final = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_SHORT: Final = re.compile("ae|oe|ue|aa", re.IGNORECASE)

#: Pinyin has the ü of Lü and Nü as yu in passports and as v on keyboards (GB/T 28039-2011).
_PINYIN_U: Final = re.compile("(?<=[ln])ü", re.IGNORECASE)

#: What stands before a family name and is left out, put behind the given name or shortened.
_WORDS_BEFORE: Final = """
von und zu, von der, von dem, von den, van der, van den, van de, von, van, vom, zum, zur, zu, der, den, ten, ter,
de la, de los, de las, del, della, de, di, da, dos, do, du, le, la, af, av
"""
_EITHER: Final = "|".join(words.strip() for words in _WORDS_BEFORE.split(","))
_PARTICLE: Final = re.compile(rf"(?:{_EITHER}) (?=\w{{4}})", re.IGNORECASE)
_MAC: Final = re.compile("(?:Mac|Mc|M['’])[ -]?(?=[A-Z])")


def other_forms(name: str, *, family: bool, shorter: bool) -> Iterator[str]:
    """The name with its letters written out or taken together, and a family name without the word before it.

    Args:
        name: A name part in Latin letters.
        family: Whether it is the family name.
        shorter: Whether ue may stand for ü, as in Mueller; in Kazue it does not.
    """
    yield from _other_letters(name, shorter=shorter)
    if not family:
        return
    if particle := _PARTICLE.match(name):
        core = name[particle.end() :]
        yield from (core, *_other_letters(core, shorter=shorter), f"{name[0]}. {core}")
    if mac := _MAC.match(name):
        yield from (f"{head}{name[mac.end() :]}" for head in ("Mc ", "Mac ", "M'"))


def _other_letters(name: str, *, shorter: bool) -> Iterator[str]:
    written_out = "".join(_WRITTEN_OUT.get(letter.lower(), letter) for letter in name)
    for found in (written_out, _SHORT.sub(lambda match: match[0][0], name) if shorter else name):
        if found != name:
            yield found
    for spelt in ("yu", "v") if _PINYIN_U.search(name) else ():
        yield _PINYIN_U.sub(spelt, name)
