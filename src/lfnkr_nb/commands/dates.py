"""`lfnkr dates`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from lfnkr_nb.commands.console import show_frame

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr dates`: the dates that the chosen posts mention, as a list, CSV or JSON lines."""
    return show_frame(options, lambda found: found.dates, _line, "date")


def _line(mention: Mapping[str, Any]) -> str:
    return f"{mention['date']:<21}  {mention['words']}  ({mention['rule']})  [{mention['post']}]"
