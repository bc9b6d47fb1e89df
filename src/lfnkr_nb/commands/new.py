"""`lfnkr new`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.commands.console import from_here, say
from lfnkr_nb.folders import find_root
from lfnkr_nb.starting import new_briefing, new_post

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr new`: a draft post, or a recipe in briefings/."""
    folder = (options.posts or find_root() / "posts").absolute()
    if options.what == "post":
        path = new_post(folder, options.title, kind=options.kind, lang=options.lang)
    else:
        path = new_briefing(
            folder.parent / "briefings", options.title, template=options.template, lang=options.lang
        )
    say(f"{from_here(path)}: started")
    return 0
