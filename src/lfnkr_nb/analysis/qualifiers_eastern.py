"""How sure a Japanese or Korean figure is: the words around its number, other words read in the same way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lfnkr_nb.analysis.found import NO_QUALIFIER, contradicts, firmest

__all__ = ["Qualifiers", "one_of"]

#: So many qualifiers stand before a number.
_MOST_BEFORE: Final = 2


def one_of(table: Iterable[tuple[str, str]]) -> str:
    """A pattern for any qualifier, from pairs of its name and its words; `Qualifiers` tells which it was."""
    return "|".join(f"(?P<{name.replace(' ', '_')}>{words})" for name, words in table)


def _name(found: re.Match[str]) -> str:
    return next(
        name.replace("_", " ") for name, words in found.groupdict().items() if words and name != "gap"
    )


@dataclass(frozen=True)
class Qualifiers:
    """What a language says around a number.

    Attributes:
        before: A qualifier at the end of a text, made with `one_of`; a group `gap` holds what may stand only right
            before a number.
        between: What may stand between a qualifier and its number.
        at_least_of: An "at least" with the noun that is counted by the number after it.
        after: A qualifier after a number, made with `one_of`.
        verb: Whether a qualifier after a number is what a verb tells of it.
        compared: The end of words that say with what a verb compares.
        estimated: Words after a phrase that call it an estimate.
        most: A join of two numbers that says "at most" itself.
        back: So far before a number its qualifiers are looked for.
    """

    before: re.Pattern[str]
    between: re.Pattern[str]
    at_least_of: re.Pattern[str]
    after: re.Pattern[str]
    verb: re.Pattern[str]
    compared: re.Pattern[str]
    estimated: re.Pattern[str]
    most: re.Pattern[str]
    back: int

    def around(
        self, text: str, span: tuple[int, int], *, join: str | None, odd: str | None
    ) -> tuple[int, int, str]:
        """Where the phrase of a number starts and ends, and its qualifier.

        Args:
            text: The text.
            span: Where the number and its counter stand.
            join: What joins the two numbers of a range; None where there is one number.
            odd: What says that the number is rounded down.
        """
        start, before = self.leading(text, span[0])
        by_verb = bool(self.verb.match(text, span[1]))
        compared = by_verb and self.compared.search(text, max(0, start - self.back), start)
        end, after = (span[1], NO_QUALIFIER) if compared else self._following(text, span[1])
        if by_verb and before and contradicts(before[0], after):
            before = []  # 多い時で300人を超えた, 많게는 300명을 넘었다: the verb is what is told
        if join is not None and self.most.search(join):
            before = [name for name in before if name != "at least"]
        qualifier = firmest(*before, after, "over" if odd else NO_QUALIFIER)
        if qualifier == NO_QUALIFIER and self.estimated.match(text, end):
            qualifier = "approximately"
        return start, end, qualifier

    def leading(self, text: str, start: int) -> tuple[int, list[str]]:
        """Where the phrase of a number starts, and the qualifiers before it, the outer one first: 少なくとも約300人."""
        names: list[str] = []
        while len(names) < _MOST_BEFORE and (
            step := self._one_before(text[max(0, start - self.back) : start])
        ):
            names.insert(0, step[0])
            start -= step[1]
        if not names and (of := self.at_least_of.search(text, max(0, start - self.back), start)):
            return of.start(), ["at least"]
        return start, names

    def _one_before(self, before: str) -> tuple[str, int] | None:
        """The qualifier at the end of a text, and how far before the end it starts."""
        found = self.before.search(before)
        if found is None and (between := self.between.search(before)):
            found = self.before.search(before[: between.start()])
        if found is None or (found.end() < len(before) and found.groupdict().get("gap")):
            return None
        return _name(found), len(before) - found.start()

    def _following(self, text: str, end: int) -> tuple[int, str]:
        found = self.after.match(text, end)
        return (found.end(), _name(found)) if found else (end, NO_QUALIFIER)
