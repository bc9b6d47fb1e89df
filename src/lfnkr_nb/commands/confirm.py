"""`lfnkr confirm`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.analysis.confirmed import number
from lfnkr_nb.commands.console import from_here, open_archive, say
from lfnkr_nb.errors import FigureError

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr confirm`: write a figure that a post claims into its front matter, with who confirms it."""
    value = number(options.value)
    if value is None:
        raise FigureError(
            f"`{options.value}` is no number", hint="Write it in digits, such as 600 or 93,000."
        )
    archive = open_archive(options)
    post = archive.confirm(options.post, value, by=options.by, start=options.start)
    say(f"{from_here(post.path)}: {value:,g} confirmed by {options.by}")
    return 0
