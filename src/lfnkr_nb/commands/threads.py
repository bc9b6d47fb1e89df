"""`lfnkr threads`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from lfnkr_nb.commands.console import show_frame

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr threads`: which of the chosen posts continues which, as a list, CSV or JSON lines."""
    return show_frame(options, lambda found: found.threads, _line, "thread")


def _line(thread: Mapping[str, Any]) -> str:
    mark = "✓" if thread["accepted"] else " "
    pair = f"{thread['post']} follows {thread['follows']}"
    return f"{mark} {thread['score']:.2f}  {pair}  ({thread['reason']}: {thread['evidence']})"
