"""Terms that are characteristic of a period: said there more often than in the other periods."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.analysis.rare_terms import terms_of
from lfnkr_nb.analysis.trends import period_of
from lfnkr_nb.frames import build_frame

if TYPE_CHECKING:
    import pandas as pd

    from lfnkr_nb.archive import Archive

__all__ = ["characteristic_frame"]

#: A term that fewer posts of a period have is an accident.
_FEWEST: Final = 2
#: Weight of the prior: the posts of all periods count as so many more of this one.
_PRIOR: Final = 1.0


def characteristic_frame(archive: Archive, *, by: str, top: int) -> pd.DataFrame:
    """The `characteristic` frame: for each period its terms, the most characteristic first.

    The score is the z-score of the log-odds ratio with an informative Dirichlet prior, by Monroe, Colaresi and Quinn,
    "Fightin' Words" (Political Analysis 16, 2008), over the number of posts that have a term. Posts of no sure
    period are left out.

    Args:
        archive: The posts that are compared.
        by: `year`, `quarter` or `month`.
        top: At most so many terms a period.

    Raises:
        SelectionError: `by` is no period.
    """
    periods = period_of(archive.posts, by)
    counts: dict[str, Counter[str]] = {}
    sizes: Counter[str] = Counter()
    for post in archive:
        if (period := periods.get(archive.keys[post.path])) is not None:
            counts.setdefault(period, Counter()).update(terms_of(f"{post.title}\n{post.plain}")[0])
            sizes[period] += 1
    everywhere: Counter[str] = Counter()
    for found in counts.values():
        everywhere.update(found)
    rows = [row for period in sorted(counts) for row in _rows(period, counts, everywhere, sizes, top)]
    return build_frame("characteristic", rows)


def _rows(
    period: str, counts: Mapping[str, Counter[str]], everywhere: Counter[str], sizes: Counter[str], top: int
) -> Iterator[dict[str, Any]]:
    here = counts[period]
    total, whole = here.total(), everywhere.total()
    scored = [
        (_score(count, total, everywhere[term] - count, whole - total, everywhere[term] / whole), term)
        for term, count in here.items()
        if count >= _FEWEST
    ]
    best = sorted(
        ((score, term) for score, term in scored if score > 0), key=lambda item: (-item[0], item[1])
    )
    for score, term in best[:top]:
        yield {
            "period": period,
            "term": term,
            "posts": here[term],
            "of": sizes[period],
            "elsewhere": everywhere[term] - here[term],
            "score": score,
        }


def _score(here: int, total: int, there: int, rest: int, share: float) -> float:
    """How far the log-odds of a term here lie above those elsewhere, in standard deviations."""
    prior = _PRIOR * share * (total + rest)
    mass = _PRIOR * (total + rest)
    odds = (here + prior) / max(total + mass - here - prior, 1e-9)
    other = (there + prior) / max(rest + mass - there - prior, 1e-9)
    variance = 1 / (here + prior) + 1 / (there + prior)
    return (math.log(odds) - math.log(other)) / math.sqrt(variance)
