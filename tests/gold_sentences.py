"""Reads the gold sentences and counts how well figures and dates are found in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from lfnkr_nb.analysis.reading import read_text
from lfnkr_nb.analysis.resolving import Reference
from lfnkr_nb.dates import parse_when

if TYPE_CHECKING:
    from lfnkr_nb.analysis.reading import Claim, DateMention, Reading

GOLD = Path(__file__).parent / "gold"
LANGUAGES = ("en", "ja", "ko")
QUALIFIERS = {
    "-": "none",
    "~": "approximately",
    ">": "over",
    ">=": "at least",
    "<=": "up to",
    "<": "under",
}


@dataclass(frozen=True)
class GoldFigure:
    """A figure as a careful reader finds it."""

    start: int
    end: int
    values: tuple[float, ...]
    qualifier: str
    unit: str
    whole: float | None


@dataclass(frozen=True)
class GoldDate:
    """A date as a careful reader finds it."""

    start: int
    end: int
    edtf: str


@dataclass(frozen=True)
class GoldSentence:
    """One sentence with its annotations."""

    lang: str
    post: Reference
    text: str
    figures: tuple[GoldFigure, ...]
    dates: tuple[GoldDate, ...]

    def reading(self) -> Reading:
        """What the rules find in it."""
        return read_text(self.text, self.lang, self.post)


def gold_sentences(path: Path) -> list[GoldSentence]:
    """The sentences of one gold file."""
    return [_sentence(block.split("\n")) for block in path.read_text("utf-8").strip().split("\n\n")]


def _sentence(lines: list[str]) -> GoldSentence:
    _, lang, when = lines[0].split()
    text, marks = lines[1], lines[2:]
    figures = tuple(_figure(text, mark[2:].split("|")) for mark in marks if mark.startswith("F "))
    dates = tuple(_date(text, mark[2:].split("|")) for mark in marks if mark.startswith("D "))
    assert len(figures) + len(dates) == len(marks), lines
    return GoldSentence(lang, _reference(when), text, figures, dates)


def _reference(when: str) -> Reference:
    if when == "-":
        return Reference(None, None)
    date = parse_when(when)
    return Reference(date.instant.date(), date.end.date() - timedelta(days=1))


def _span(text: str, words: str) -> tuple[int, int]:
    start = text.lower().find(words.lower())
    assert start >= 0, (words, text)
    return start, start + len(words)


def _figure(text: str, mark: list[str]) -> GoldFigure:
    words, value, qualifier, unit, *whole = mark
    values = tuple(float(number) for number in value.split(".."))
    return GoldFigure(
        *_span(text, words), values, QUALIFIERS[qualifier], unit, float(whole[0]) if whole else None
    )


def _date(text: str, mark: list[str]) -> GoldDate:
    words, edtf = mark
    return GoldDate(*_span(text, words), edtf)


@dataclass
class Score:
    """Counts of one kind of finding."""

    found: int = 0
    missed: int = 0
    false: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        return self.found / max(self.found + self.false, 1)

    @property
    def recall(self) -> float:
        return self.found / max(self.found + self.missed, 1)

    def __str__(self) -> str:
        right, all_found, there = self.found, self.found + self.false, self.found + self.missed
        return f"precision {right}/{all_found} = {self.precision:.1%}, recall {right}/{there} = {self.recall:.1%}"


def score_figures(sentences: list[GoldSentence]) -> Score:
    """A figure is right when it has place, number and unit; its qualifier and whole are counted besides."""
    score = Score()
    for sentence in sentences:
        open_figures = list(sentence.figures)
        for claim in sentence.reading().claims:
            values = (claim.value,) if claim.value_to is None else (claim.value, claim.value_to)
            meant = next(
                (g for g in open_figures if _is_at(g, claim) and (g.values, g.unit) == (values, claim.unit)),
                None,
            )
            if meant is None:
                score.false += 1
                continue
            open_figures.remove(meant)
            score.found += 1
            score.counts["wrong qualifier"] += meant.qualifier != claim.qualifier
            score.counts["wrong whole"] += meant.whole != claim.subset_of
        score.missed += len(open_figures)
    return score


def score_dates(sentences: list[GoldSentence]) -> Score:
    """A date is right when it has place and EDTF; a wrong year at the right place is counted besides."""
    score = Score()
    for sentence in sentences:
        open_dates = list(sentence.dates)
        for mention in sentence.reading().dates:
            at_place = [g for g in sentence.dates if _is_at(g, mention)]
            score.counts["wrong year"] += any(
                g.edtf[:4] != mention.edtf[:4] and "X" not in mention.edtf[:4] for g in at_place
            )
            meant = next((g for g in open_dates if g in at_place and g.edtf == mention.edtf), None)
            if meant is None:
                score.false += 1
                continue
            open_dates.remove(meant)
            score.found += 1
        score.missed += len(open_dates)
    return score


def _is_at(gold: GoldFigure | GoldDate, found: Claim | DateMention) -> bool:
    return (
        found.start is not None
        and found.end is not None
        and gold.start < found.end
        and found.start < gold.end
    )


def main() -> None:
    """Print the counts of every gold file, without a word of its sentences."""
    for path in sorted(GOLD.glob("*.txt")):
        sentences = gold_sentences(path)
        print(f"{path.name}: {len(sentences)} sentences")
        for lang in LANGUAGES:
            part = [sentence for sentence in sentences if sentence.lang == lang]
            for kind, score in (("figures", score_figures(part)), ("dates", score_dates(part))):
                print(f"  {lang} {kind:<8} {score}  {dict(score.counts)}")


if __name__ == "__main__":
    main()
