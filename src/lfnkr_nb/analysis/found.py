"""What the readers of the three languages hand on: a figure or a date as it stands in one line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

__all__ = ["NO_QUALIFIER", "OTHERS", "Figure", "contradicts", "firmest", "without_overlaps"]

#: In the frames, the word for a figure that stands alone.
NO_QUALIFIER: Final = "none"
#: The loosest qualifier: beside a bound it says nothing more (約600人以上, "about 50 or more").
_LOOSE: Final = "approximately"
#: The unit of "eleven others" until it is known what was told before.
OTHERS: Final = "others"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a line.

    Attributes:
        start: Where its words start in the line's text, qualifier and currency included.
        end: Where they end, unit included.
        value: The number; of a range, the lower one.
        high: The higher number of a range; None otherwise.
        qualifier: `none`, `approximately`, `over`, `at least`, `up to` or `under`.
        unit: What is counted; empty for a bare number that waits for the figure it is a part of.
        number: Where the number itself starts.
        whole: The value it is a part of; None when it is none.
        definite: Whether it speaks of something already told ("the two men").
    """

    start: int
    end: int
    value: float
    unit: str
    qualifier: str = NO_QUALIFIER
    high: float | None = None
    number: int = 0
    whole: float | None = None
    definite: bool = False

    def part_of(self, whole: float) -> Figure:
        """The same figure as a part of a larger one."""
        return replace(self, whole=whole)


_LOWER: Final = frozenset({"over", "at least"})


def contradicts(one: str, other: str) -> bool:
    """Whether one bound is from below and the other from above."""
    bounds = [qualifier for qualifier in (one, other) if qualifier not in (NO_QUALIFIER, _LOOSE)]
    return len(bounds) == 2 and (one in _LOWER) != (other in _LOWER)


def firmest(*qualifiers: str) -> str:
    """The one that counts of the qualifiers around a number: its first bound, else what is said besides."""
    said = [qualifier for qualifier in qualifiers if qualifier != NO_QUALIFIER]
    return next((qualifier for qualifier in said if qualifier != _LOOSE), said[0] if said else NO_QUALIFIER)


def without_overlaps(figures: list[Figure], taken: list[tuple[int, int]]) -> list[Figure]:
    """The figures whose numbers lie outside of the spans that are taken, such as those of dates."""
    if not taken:
        return figures
    return [f for f in figures if not any(start <= f.number < end for start, end in taken)]
