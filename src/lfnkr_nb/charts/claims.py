"""Charts of what posts claim: a timeline of events, and numbers that contradict each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lfnkr_nb.charts.chart import Chart
from lfnkr_nb.charts.looks import COLOURS, make_spec, rows_of
from lfnkr_nb.charts.words import chart_words
from lfnkr_nb.wording import wording

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["contested", "events"]


def events(frame: pd.DataFrame, *, lang: str = "en", most: int = 40) -> Chart:
    """A timeline of `Archive.events`: each event as long as its date is uncertain.

    Args:
        frame: A frame that `Archive.events` is, or a part of its rows.
        lang: Language of its words: en, ja or ko.
        most: At most so many events, the latest.

    Raises:
        SelectionError: The chart has no words in that language.
    """
    words = chart_words(lang)
    dated = frame[frame["earliest"].notna() & frame["latest"].notna()].head(most)
    encoding = {
        "y": {"field": "event", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 300}},
        "x": {"field": "earliest", "type": "temporal", "title": None},
        "x2": {"field": "latest"},
        "tooltip": [{"field": name, "type": "nominal"} for name in ("event", "sentence")],
    }
    mark = {"type": "bar", "height": 10, "color": COLOURS[0], "stroke": COLOURS[0], "strokeWidth": 3}
    shown = dated[["event", "earliest", "latest", "sentence"]]
    count = len(frame) - len(frame[frame["earliest"].notna()])
    spec = make_spec(
        [{"mark": mark, "encoding": encoding}],
        title=words["timeline"],
        subtitle=_without_year(count, words),
        data=rows_of(shown.assign(event=shown["event"].astype("str"))),
        height={"step": 22},
    )
    alt = "; ".join(map(str, dated["event"]))
    return Chart(spec, f"{words['timeline']}: {alt or 0}.", frame)


def _without_year(count: int, words: Mapping[str, str]) -> str:
    if not count:
        return ""
    return words["no_year_one"] if count == 1 else words["no_year"].format(count=count)


def contested(frame: pd.DataFrame, *, lang: str = "en") -> Chart:
    """A chart of `Archive.contested`: the claims about each event as points beside each other.

    Args:
        frame: A frame that `Archive.contested` made, or a part of its rows.
        lang: Language of its words: en, ja or ko.

    Raises:
        SelectionError: The chart has no words in that language.
    """
    words = chart_words(lang)
    told = frame.assign(
        event=frame["event"].astype("str") + " (" + frame["unit"].astype("str") + ")",
        told=[_told(row, lang) for row in frame.to_dict("records")],
    )
    place = {"field": "event", "type": "nominal", "title": None, "axis": {"labelLimit": 300, "grid": True}}
    value = {
        "field": "value",
        "type": "quantitative",
        "title": words["value"],
        "scale": {"zero": False, "padding": 40},
    }
    point = {"type": "point", "filled": True, "size": 90, "color": COLOURS[0], "opacity": 1}
    label = {"type": "text", "dy": -14, "fontSize": 11}
    spec = make_spec(
        [
            {"mark": point, "encoding": {"y": place, "x": value, "tooltip": [{"field": "sentence"}]}},
            {"mark": label, "encoding": {"y": place, "x": value, "text": {"field": "told"}}},
        ],
        title=words["claims"],
        data=rows_of(told[["event", "value", "told", "sentence"]]),
        height={"step": 56},
    )
    alt = "; ".join(
        f"{event}: {', '.join(group)}" for event, group in told.groupby("event", sort=False)["told"]
    )
    return Chart(spec, f"{words['claims']}: {alt or 0}.", frame)


def _told(row: Mapping[Any, Any], lang: str) -> str:
    """A claim as a reader says it: about 600, over 500."""
    words = wording(lang)
    qualifier = str(row["qualifier"])
    value = f"{row['value']:,.0f}" if float(row["value"]).is_integer() else f"{row['value']:,}"
    if row["value_to"] == row["value_to"]:
        value += f"–{row['value_to']:,.0f}"
    return words.get(f"figure.{qualifier}", "{value}").format(value=value)
