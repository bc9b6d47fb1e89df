"""Chinese names in pinyin: where one of two syllables may be parted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lfnkr_nb.protection.folding import bare
from lfnkr_nb.protection.units import Spelling

__all__ = ["in_syllables"]

#: A syllable of pinyin without its tone: an initial, which may be missing, and a final (GB/T 16159-2012).
_SYLLABLE: Final = re.compile(
    "(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    "(?:a|o|e|ai|ei|ao|ou|an|en|ang|eng|er|i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ua|uo|uai|ui|uan|un|uang|ong|ue)"
)


def in_syllables(name: str) -> Iterator[Spelling]:
    """A given name such as Desheng with a separator where its syllables meet: De-sheng, De Sheng."""
    letters = bare(name)
    for place in range(1, len(letters)):
        first, second = letters[:place], letters[place:]
        if _SYLLABLE.fullmatch(first) and _SYLLABLE.fullmatch(second):
            yield Spelling("latin", (frozenset({first}), frozenset({second})))
