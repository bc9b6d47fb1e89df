"""A map of places: how many posts speak of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.charts.chart import Chart
from lfnkr_nb.charts.looks import COLOURS, WIDTH, make_spec, rows_of
from lfnkr_nb.charts.outlines import outlines
from lfnkr_nb.charts.words import chart_words

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["places"]

_HEIGHT: Final = 440
#: Places that have room for their name on the map.
_LABELLED: Final = 12
#: West, south, east and north of what the map shows, in degrees.
_SHOWN: Final = (108.0, 28.0, 146.0, 50.0)


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
    labelled = counted.assign(label=[number < _LABELLED for number in range(len(counted))])
    spec = make_spec(
        _layers(counted, words),
        title=words["places"],
        subtitle=_beyond(counted, words),
        data=rows_of(labelled),
        height=_HEIGHT,
        projection={
            "type": "mercator",
            "center": [127, 39],
            "scale": 950,
            "clipExtent": [[0, 0], [WIDTH, _HEIGHT]],
        },
    )
    alt = "; ".join(
        f"{place}: {count}" for place, count in zip(counted["place"], counted["posts"], strict=True)
    )
    return Chart(spec, f"{words['places']} ({words['posts']}): {alt or 0}.", frame)


def _layers(counted: pd.DataFrame, words: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """Land, a circle for each place, and the names of the first."""
    points = {
        "longitude": {"field": "lon", "type": "quantitative"},
        "latitude": {"field": "lat", "type": "quantitative"},
    }
    land = {"type": "geoshape", "fill": "#eef1f4", "stroke": "#9aa5b1"}
    circle = {"type": "circle", "color": COLOURS[1], "opacity": 0.75, "stroke": "#ffffff"}
    name = {"type": "text", "align": "left", "dx": 9, "fontSize": 11}
    size = _size(counted["posts"].max() if len(counted) else 1, words)
    return [
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


def _beyond(counted: pd.DataFrame, words: Mapping[str, str]) -> str:
    """The places that lie outside the map, so that nobody takes it for all of them."""
    west, south, east, north = _SHOWN
    inside = counted["lon"].between(west, east) & counted["lat"].between(south, north)
    names = ", ".join(map(str, counted.loc[~inside, "place"][:_LABELLED]))
    return words["beyond"].format(places=names) if names else ""
