"""Charts of how much is written: trends over time, and what stands together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.charts.chart import Chart
from lfnkr_nb.charts.looks import COLOURS, make_spec, rows_of
from lfnkr_nb.charts.words import chart_words

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["cooccurrence", "trend"]

#: Bars beyond this many get slanted labels.
_MANY: Final = 24


def trend(frame: pd.DataFrame, *, lang: str = "en") -> Chart:
    """A chart of `Archive.trend`: bars for dated posts, a paler part for those that may lie in a period.

    Args:
        frame: A frame that `Archive.trend` made.
        lang: Language of its words: en, ja or ko.

    Raises:
        SelectionError: The chart has no words in that language.
    """
    words = chart_words(lang)
    named = frame.assign(series=_series(frame, words))
    dated = named[named["period"].notna()]
    undated = int(named.loc[named["period"].isna(), "posts"].max() or 0) if len(named) else 0
    long = _stacked(dated, words)
    by = _period_kind(dated)
    spec = make_spec(
        [{"mark": {"type": "bar"}, "params": [_brush()], "encoding": _trend_encoding(long, words, by)}],
        title=_trend_title(frame, words),
        subtitle=_undated(undated, words),
        data=rows_of(long[["period", "series", "sure", "posts", "order"]]),
        height=220,
    )
    return Chart(spec, _trend_alt(dated, undated, words), frame)


def _series(frame: pd.DataFrame, words: Mapping[str, str]) -> pd.Series[str]:
    query = frame["query"].fillna(words["all"])
    if frame["concept"].notna().any():
        concept = frame["concept"].fillna(words["no_concept"])
        return concept if query.nunique() < 2 else query + " · " + concept
    return query


def _stacked(dated: pd.DataFrame, words: Mapping[str, str]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - charts are loaded without pandas being asked for

    sure = dated.assign(sure=words["certain"], order=0)
    possible = dated.assign(sure=words["possible"], posts=dated["possible"], order=1)
    return pd.concat([sure, possible[possible["posts"] > 0]], ignore_index=True)


def _trend_encoding(long: pd.DataFrame, words: Mapping[str, str], by: str) -> dict[str, Any]:
    series = list(dict.fromkeys(long["series"]))
    angle = 0 if long["period"].nunique() <= _MANY // (1 + (by != "year")) else -60
    encoding: dict[str, Any] = {
        "x": {
            "field": "period",
            "type": "ordinal",
            "title": words[by],
            "axis": {"labelAngle": angle, "labelOverlap": True},
        },
        "y": {
            "field": "posts",
            "type": "quantitative",
            "title": words["posts"],
            "axis": {"format": "d", "tickMinStep": 1},
        },
        "opacity": {
            "field": "sure",
            "type": "nominal",
            "title": None,
            "scale": {"domain": [words["certain"], words["possible"]], "range": [1, 0.35]},
        },
        "order": {"field": "order"},
        "tooltip": [{"field": f, "type": "nominal"} for f in ("series", "period", "sure", "posts")],
    }
    if len(series) > 1:
        encoding["xOffset"] = {"field": "series"}
        encoding["color"] = {
            "field": "series",
            "type": "nominal",
            "title": None,
            "scale": {"domain": series, "range": [COLOURS[n % len(COLOURS)] for n in range(len(series))]},
        }
    else:
        encoding["color"] = {"value": COLOURS[0]}
    return encoding


def _brush() -> dict[str, Any]:
    return {"name": "years", "select": {"type": "interval", "encodings": ["x"]}}


def _period_kind(dated: pd.DataFrame) -> str:
    period = str(dated["period"].iloc[0]) if len(dated) else ""
    return "quarter" if "Q" in period else "month" if "-" in period else "year"


def _trend_title(frame: pd.DataFrame, words: Mapping[str, str]) -> str:
    queries = list(dict.fromkeys(frame["query"].dropna()))
    return ", ".join(queries) if queries else words["all"]


def _undated(count: int, words: Mapping[str, str]) -> str:
    if not count:
        return ""
    return words["undated_one"] if count == 1 else words["undated"].format(count=count)


def _trend_alt(dated: pd.DataFrame, undated: int, words: Mapping[str, str]) -> str:
    """The chart in words: each series with its figures, periods without a post left out."""
    parts = []
    for name, group in dated.groupby("series", sort=False):
        counts = zip(group["period"], group["posts"], strict=True)
        said = ", ".join(f"{period}: {count}" for period, count in counts if count)
        parts.append(f"{name!s} ({words['posts']}): {said or 0}")
    return ". ".join([*parts, *filter(None, [_undated(undated, words)])]) + "."


def cooccurrence(frame: pd.DataFrame, *, lang: str = "en", most: int = 20) -> Chart:
    """A chart of `Archive.cooccurrence`: one bar a pair, the commonest first.

    Args:
        frame: A frame that `Archive.cooccurrence` made.
        lang: Language of its words: en, ja or ko.
        most: At most so many pairs.

    Raises:
        SelectionError: The chart has no words in that language.
    """
    words = chart_words(lang)
    shown = frame.nlargest(most, "posts")
    pairs = shown.assign(pair=shown["a"].astype("str") + " + " + shown["b"].astype("str"))
    encoding = {
        "y": {"field": "pair", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 320}},
        "x": {
            "field": "posts",
            "type": "quantitative",
            "title": words["together"],
            "axis": {"tickMinStep": 1},
        },
        "color": {"value": COLOURS[0]},
    }
    spec = make_spec(
        [{"mark": "bar", "encoding": encoding}],
        title=words["together"],
        data=rows_of(pairs[["pair", "posts"]]),
        height={"step": 22},
    )
    alt = "; ".join(f"{pair}: {count}" for pair, count in zip(pairs["pair"], pairs["posts"], strict=True))
    return Chart(spec, f"{words['together']}: {alt}.", frame)
