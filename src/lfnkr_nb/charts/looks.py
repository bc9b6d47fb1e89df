"""How all charts look: one font, colours everybody can tell apart, no needless lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.charts.chart import FONT

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLOURS", "WHOLE", "WIDTH", "make_spec", "rows_of"]

#: Colours that stay apart for people with any kind of colour vision, by Okabe and Ito (2008), dark ones first.
COLOURS: Final = ("#1b3f5f", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#595959")
WIDTH: Final = 620
#: An axis of counts: whole numbers only.
WHOLE: Final = {"format": "d", "tickMinStep": 1}


def make_spec(
    layers: Sequence[Mapping[str, Any]], *, title: str, subtitle: str = "", **more: Any
) -> dict[str, Any]:
    """What all charts have in common: one font, a white ground, no needless lines."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": "#ffffff",
        "title": {"text": title, "subtitle": subtitle, "anchor": "start", "fontSize": 14, "offset": 10},
        "width": WIDTH,
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


def rows_of(frame: pd.DataFrame) -> dict[str, Any]:
    """The rows of a frame as inline data: nothing is loaded from anywhere."""
    return {"values": json.loads(frame.to_json(orient="records", date_format="iso", force_ascii=False))}
