"""How much is written about something, period by period; undated posts stay an interval, never a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from lfnkr_nb.errors import SelectionError
from lfnkr_nb.frames import build_frame

if TYPE_CHECKING:
    from lfnkr_nb.archive import Archive

__all__ = ["PERIODS", "period_of", "trend_frame"]

#: What a trend can be counted by, and pandas' name for such a period.
PERIODS: Final = {"year": "Y", "quarter": "Q", "month": "M"}

_Numbers = np.ndarray[Any, np.dtype[np.int64]]

#: Ordinals of a span that is open at one side.
_OPEN_START: Final = np.iinfo(np.int64).min
_OPEN_END: Final = np.iinfo(np.int64).max


def trend_frame(
    archive: Archive, query: str | Sequence[str] | None, *, by: str, concepts: Sequence[str]
) -> pd.DataFrame:
    """The `trend` frame: one row for each query, concept and period, and one for what has no period.

    Args:
        archive: The posts that are counted.
        query: Searches, each counted for itself; None counts all posts.
        by: `year`, `quarter` or `month`.
        concepts: Concept tags; each search is counted once for each of them and once for posts with none.

    Raises:
        SelectionError: `by` is no period, or a query cannot be understood.
    """
    posts = archive.posts
    first, last = _spans(posts, _frequency(by))
    shown = _periods(first, last)
    rows = []
    for labels, chosen in _groups(archive, query, concepts):
        flags = posts.index.isin(chosen)
        rows += _rows(
            labels, _counts(first, last, flags, shown), _counts(first, last, None, shown), by, shown
        )
    return build_frame("trend", rows)


def period_of(posts: pd.DataFrame, by: str) -> dict[str, str]:
    """The period that each post surely lies in, by key; posts of no sure period are missing.

    Args:
        posts: The `posts` frame.
        by: `year`, `quarter` or `month`.

    Raises:
        SelectionError: `by` is no period.
    """
    first, last = _spans(posts, _frequency(by))
    sure = first == last
    names = {ordinal: _name(ordinal, by) for ordinal in np.unique(first[sure]).tolist()}
    return dict(zip(posts.index[sure], (names[ordinal] for ordinal in first[sure].tolist()), strict=True))


def _frequency(by: str) -> str:
    if by not in PERIODS:
        raise SelectionError(f"`by={by}` is no period", hint=f"Use one of: {', '.join(PERIODS)}.")
    return PERIODS[by]


def _groups(
    archive: Archive, query: str | Sequence[str] | None, concepts: Sequence[str]
) -> list[tuple[dict[str, str | None], pd.Index]]:
    """What is counted: the labels of its rows, and the keys of its posts."""
    queries: list[str | None] = [query] if isinstance(query, str) or query is None else list(query)
    found = {text: _matching(archive, text) for text in queries}
    if not concepts:
        return [({"query": text, "concept": None}, keys) for text, keys in found.items()]
    tagged = _tagged(archive)
    groups: list[tuple[dict[str, str | None], pd.Index]] = []
    for text, keys in found.items():
        groups += [({"query": text, "concept": c}, keys[keys.isin(tagged.get(c, ()))]) for c in concepts]
        named = set().union(*(tagged.get(c, set()) for c in concepts))
        groups.append(({"query": text, "concept": None}, keys[~keys.isin(named)]))
    return groups


def _matching(archive: Archive, query: str | None) -> pd.Index:
    return archive.posts.index if query is None else archive.select(text=query).posts.index


def _tagged(archive: Archive) -> Mapping[str, set[str]]:
    """Keys of the posts with each concept tag."""
    terms = archive.terms
    concepts = terms[terms.taxonomy == "concept"]
    return {str(name): set(group) for name, group in concepts.groupby("term")["post"]}


def _spans(posts: pd.DataFrame, freq: str) -> tuple[_Numbers, _Numbers]:
    """Ordinals of the first and the last period that each post can lie in."""
    dates = _local(posts)
    coarse = posts["date_precision"].astype("str").to_numpy()
    ends = dates.where(coarse != "year", dates + pd.offsets.YearEnd(1))
    ends = ends.where(coarse != "month", dates + pd.offsets.MonthEnd(1))
    return (
        _ordinals(dates, posts["date_after"], freq, _OPEN_START),
        _ordinals(ends, posts["date_before"], freq, _OPEN_END),
    )


def _local(posts: pd.DataFrame) -> pd.DatetimeIndex:
    """Dates on the calendar of the place they were written at: a post of early morning in Tokyo is of that day."""
    offsets = pd.to_timedelta(posts["date_zone"].fillna("+00:00") + ":00")
    return pd.DatetimeIndex((posts["date"].dt.tz_localize(None) + offsets).to_numpy())


def _ordinals(dates: pd.DatetimeIndex, bounds: pd.Series[Any], freq: str, unknown: int) -> _Numbers:
    bound = pd.DatetimeIndex(bounds.dt.tz_localize(None).to_numpy())
    known = dates.where(np.asarray(dates.notna()), bound)
    ordinals = np.asarray(known.to_period(freq).asi8, dtype=np.int64)
    return np.where(np.asarray(known.isna()), unknown, ordinals)


def _periods(first: _Numbers, last: _Numbers) -> _Numbers:
    """Every period from the earliest to the latest that a bound names; none without one."""
    named = np.concatenate([first[first != _OPEN_START], last[last != _OPEN_END]])
    return np.arange(named.min(), named.max() + 1) if named.size else np.empty(0, dtype=np.int64)


def _counts(first: _Numbers, last: _Numbers, flags: Any, shown: _Numbers) -> tuple[_Numbers, _Numbers, int]:
    """Posts surely in each period, posts that may be in it, and posts of no sure period."""
    if flags is not None:
        first, last = first[flags], last[flags]
    sure = first == last
    if not shown.size:
        return shown, shown, int((~sure).sum())
    certain = np.bincount(first[sure] - shown[0], minlength=shown.size)
    starts = np.clip(first[~sure], shown[0], shown[-1]) - shown[0]
    ends = np.clip(last[~sure], shown[0], shown[-1]) - shown[0]
    steps = np.bincount(starts, minlength=shown.size + 1) - np.bincount(ends + 1, minlength=shown.size + 1)
    return certain, np.cumsum(steps)[: shown.size], int((~sure).sum())


def _rows(
    labels: Mapping[str, str | None],
    matching: tuple[_Numbers, _Numbers, int],
    every: tuple[_Numbers, _Numbers, int],
    by: str,
    shown: _Numbers,
) -> list[dict[str, Any]]:
    rows = [
        {
            **labels,
            "period": _name(ordinal, by),
            "start": _start(ordinal, by),
            "posts": int(matching[0][place]),
            "possible": int(matching[1][place]),
            "of": int(every[0][place]),
            "share": _share(matching[0][place], every[0][place]),
        }
        for place, ordinal in enumerate(shown.tolist())
    ]
    undated = {**labels, "posts": matching[2], "possible": 0, "of": every[2]}
    return [*rows, undated | {"share": _share(matching[2], every[2])}]


def _share(part: Any, whole: Any) -> float | None:
    return float(part) / float(whole) if whole else None


def _name(ordinal: int, by: str) -> str:
    """A period as EDTF writes it: 2017, 2017-09; a quarter as 2017-Q3."""
    form = {"year": "%Y", "quarter": "%Y-Q%q", "month": "%Y-%m"}[by]
    return pd.Period(ordinal=ordinal, freq=PERIODS[by]).strftime(form)


def _start(ordinal: int, by: str) -> pd.Timestamp:
    return pd.Period(ordinal=ordinal, freq=PERIODS[by]).start_time.tz_localize("UTC")
