"""`lfnkr events`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from lfnkr_nb.commands.console import show_frame

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr events`: dated events that the chosen posts tell of, as a list, CSV or JSON lines."""
    return show_frame(options, lambda found: found.events, _line, "event")


def _line(event: Mapping[str, Any]) -> str:
    told = ", ".join(
        f"{event[noun]} {noun[: len(noun) - (event[noun] == 1)]}"
        for noun in ("figures", "posts")
        if event[noun]
    )
    return f"{event['date']:<21}  {event['act']}  {told}  [{event['post']}]"
