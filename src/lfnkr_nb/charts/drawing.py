"""Frames become Vega-Lite specifications: what is drawn, in which colours, and how it is said in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.charts.chart import FONT, Chart
from lfnkr_nb.charts.outlines import outlines
from lfnkr_nb.charts.words import chart_words

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["cooccurrence", "places", "trend"]

#: Colours that stay apart for people with any kind of colour vision, by Okabe and Ito (2008), dark ones first.
_COLOURS: Final = ("#1b3f5f", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#595959")
_PALE: Final = "#9db4c8"
_WIDTH: Final = 620
#: An axis of counts: whole numbers only.
_WHOLE: Final = {"format": "d", "tickMinStep": 1}
#: Places that have room for their name on the map.
_LABELLED: Final = 12
#: Bars beyond this many get narrower labels.
_MANY: Final = 24


def _spec(
    layers: Sequence[Mapping[str, Any]], *, title: str, subtitle: str = "", **more: Any
) -> dict[str, Any]:
    """What all charts have in common: one font, a white ground, no needless lines."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": "#ffffff",
        "title": {"text": title, "subtitle": subtitle, "anchor": "start", "fontSize": 14, "offset": 10},
        "width": _WIDTH,
        "layer": list(layers),
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "grid": False},
            "legend": {"labelFontSize": 12, "titleFontSize": 12, "labelLimit": 300, "orient": "bottom"},
            "title": {"subtitleFontSize": 12, "subtitleColor": "#444444"},
        },
        **more,
    }


def _values(frame: pd.DataFrame) -> dict[str, Any]:
    """The rows of a frame as inline data: nothing is loaded from anywhere."""
    import json  # noqa: PLC0415

    return {"values": json.loads(frame.to_json(orient="records", date_format="iso", force_ascii=False))}


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
    spec = _spec(
        [{"mark": {"type": "bar"}, "params": [_brush()], "encoding": _trend_encoding(long, words, by)}],
        title=_trend_title(frame, words),
        subtitle=_undated(undated, words),
        data=_values(long[["period", "series", "sure", "posts", "order"]]),
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
            "scale": {"domain": series, "range": [_COLOURS[n % len(_COLOURS)] for n in range(len(series))]},
        }
    else:
        encoding["color"] = {"value": _COLOURS[0]}
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
        "color": {"value": _COLOURS[0]},
    }
    spec = _spec(
        [{"mark": "bar", "encoding": encoding}],
        title=words["together"],
        data=_values(pairs[["pair", "posts"]]),
        height={"step": 22},
    )
    alt = "; ".join(f"{pair}: {count}" for pair, count in zip(pairs["pair"], pairs["posts"], strict=True))
    return Chart(spec, f"{words['together']}: {alt}.", frame)


def places(frame: pd.DataFrame, *, lang: str = "en") -> Chart:
    """A map of `Archive.places`: a circle a place, its area the posts that speak of it.

    Args:
        frame: A frame that `Archive.places` is, or a part of its rows.
        lang: Language of its words: en, ja or ko.

    Raises:
        SelectionError: The chart has no words in that language.
    """
    words = chart_words(lang)
    counted = (
        frame.groupby(["place", "lat", "lon"], observed=True)["post"].nunique().rename("posts").reset_index()
    )
    counted = counted.sort_values("posts", ascending=False, kind="stable")
    points = {
        "longitude": {"field": "lon", "type": "quantitative"},
        "latitude": {"field": "lat", "type": "quantitative"},
    }
    land = {"type": "geoshape", "fill": "#eef1f4", "stroke": "#9aa5b1"}
    circle = {"type": "circle", "color": _COLOURS[1], "opacity": 0.75, "stroke": "#ffffff"}
    name = {"type": "text", "align": "left", "dx": 9, "fontSize": 11}
    size = _size(counted["posts"].max() if len(counted) else 1, words)
    layers: list[Mapping[str, Any]] = [
        {"data": {"values": outlines()}, "mark": land},
        {
            "mark": circle,
            "encoding": {**points, "size": size, "tooltip": [{"field": "place"}, {"field": "posts"}]},
        },
        {
            "mark": name,
            "transform": [{"filter": "datum.label"}],
            "encoding": {**points, "text": {"field": "place"}},
        },
    ]
    labelled = counted.assign(label=[number < _LABELLED for number in range(len(counted))])
    spec = _spec(
        layers,
        title=words["places"],
        data=_values(labelled),
        height=440,
        projection={
            "type": "mercator",
            "center": [127, 39],
            "scale": 950,
            "clipExtent": [[0, 0], [_WIDTH, 440]],
        },
    )
    alt = "; ".join(
        f"{place}: {count}" for place, count in zip(counted["place"], counted["posts"], strict=True)
    )
    return Chart(spec, f"{words['places']} ({words['posts']}): {alt or 0}.", frame)


def _size(most: int, words: Mapping[str, str]) -> dict[str, Any]:
    """The area of a circle by its posts, and a legend of whole numbers."""
    steps = sorted({1, max(int(most) // 2, 1), int(most)})
    return {
        "field": "posts",
        "type": "quantitative",
        "title": words["posts"],
        "scale": {"range": [0, 800], "domain": [0, steps[-1]]},
        "legend": {"values": steps, "format": "d"},
    }
