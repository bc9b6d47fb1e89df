"""`lfnkr events`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from lfnkr_nb.commands.console import show_frame
from lfnkr_nb.counting import counted

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr events`: dated events that the chosen posts tell of, as a list, CSV or JSON lines."""
    return show_frame(options, lambda found: found.events, _line, "event")


def _line(event: Mapping[str, Any]) -> str:
    numbers = ((event["figures"], "figure"), (event["posts"], "post"))
    told = ", ".join(counted(number, noun) for number, noun in numbers if number)
    return f"{event['date']:<21}  {event['act']}  {told}  [{event['post']}]"
