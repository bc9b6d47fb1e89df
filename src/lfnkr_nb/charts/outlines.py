"""Land and borders behind the map of places: Natural Earth's, made by docs/make_outlines.py."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["outlines"]


@cache
def outlines() -> list[dict[str, Any]]:
    """GeoJSON polygons in degrees, of East Asia and what lies around it."""
    text = (files("lfnkr_nb.charts") / "outlines.json").read_text(encoding="utf-8")
    shapes: list[dict[str, Any]] = json.loads(text)
    return shapes
