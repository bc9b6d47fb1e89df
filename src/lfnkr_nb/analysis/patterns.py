"""Long regular expressions, written over several lines."""

from __future__ import annotations

import re

__all__ = ["compiled"]


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern whose line breaks, with the blanks around them, are layout; every other blank counts.

    `re.VERBOSE` would drop the blanks of the words that such patterns are made of, too.
    """
    return re.compile(re.sub(r"\s*\n\s*", "", pattern))
