"""`lfnkr demo`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from lfnkr_nb.archive import Archive
from lfnkr_nb.briefing import Briefing
from lfnkr_nb.commands.console import say_exported
from lfnkr_nb.progress import show_progress
from lfnkr_nb.starting import sample_root

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr demo`: the sample archive becomes a PDF briefing."""
    root = sample_root()
    archive = Archive.open(root)
    briefing = Briefing.open(root / "briefings" / "geneva.md", archive)
    target = options.output or Path("exports") / "demo.pdf"
    with show_progress("Putting posts together") as progress:
        exported = briefing.export(target, progress=progress, record=False)
    say_exported(exported)
    return 0
