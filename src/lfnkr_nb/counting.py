"""Numbers with their nouns, for messages: `1 post`, `2 posts`, `1,200 losses`."""

from __future__ import annotations

__all__ = ["counted"]

#: Endings that take `es` in the plural (boxes, losses, dishes, matches).
_HISSING = ("s", "x", "sh", "ch")


def counted(number: int, noun: str) -> str:
    """A number with its noun in the singular or plural.

    Args:
        number: How many; thousands are set apart.
        noun: One of them, such as `post`, `earlier edition` or `loss`; the last word gets the ending.
    """
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun}{'es' if noun.endswith(_HISSING) else 's'}"
