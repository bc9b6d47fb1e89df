"""Text for people: what cannot be seen, or would steer a terminal or turn text around, shown as code points.

Every place that shows text of a file uses this one function: console, error messages, receipts, and how
objects show themselves in a notebook.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["visible"]

#: Characters that steer or hide, by Unicode 17: controls (Cc), surrogates (Cs), line and paragraph separators
#: (Zl, Zp), format characters (Cf, with the bidirectional controls, U+061C and the tags), noncharacters, and
#: `Default_Ignorable_Code_Point` of DerivedCoreProperties.txt (fillers, joiners, variation selectors) without
#: the selectors, which have rules of their own below.
_STEERING: Final = (
    "\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
) + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
#: Variation selectors; one belongs to the character before it, more than one only carry hidden data.
_SELECTOR: Final = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
#: Marks that stand on or around the character before them (blocks of combining diacritics). So many are
#: found in no script; more pile up over the lines around ("zalgo").
_MARK: Final = "\u0300-\u034e\u0350-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_MOST_MARKS: Final = 4

_HIDDEN: Final = re.compile(
    f"[{_STEERING}]|(?:^|(?<=[{_SELECTOR}{_STEERING}]))[{_SELECTOR}]|(?<=[{_MARK}]{{{_MOST_MARKS}}})[{_MARK}]"
)


def visible(text: str, *, kept: str = "") -> str:
    r"""The text with everything invisible or steering written as `[U+202E]`; all other characters as they are.

    So no title, file name or message can move the cursor, colour or hide what follows, forge a line, turn the
    order of letters around, or carry something that is not seen.

    Args:
        text: Any text, also with lone surrogates.
        kept: Characters that stay all the same, such as `"\n\t"` where lines are wanted.
    """
    return _HIDDEN.sub(lambda found: found[0] if found[0] in kept else f"[U+{ord(found[0]):04X}]", text)
