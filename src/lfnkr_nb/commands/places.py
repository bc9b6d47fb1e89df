"""`lfnkr places`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

import pandas as pd

from lfnkr_nb import charts
from lfnkr_nb.archive import Archive
from lfnkr_nb.commands.console import say, show_frame

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr places`: where the chosen posts speak of places, as a list, CSV or JSON lines, or a map."""
    return show_frame(options, lambda found: _drawn(found, options), _line, "mention")


def _drawn(found: Archive, options: Namespace) -> pd.DataFrame:
    if options.chart:
        say(f"{charts.places(found.places, lang=options.words).save(options.chart)}: drawn")
    return found.places


def _line(mention: Mapping[str, Any]) -> str:
    return f"{mention['place']}  [{mention['post']}]  {mention['sentence']}"
