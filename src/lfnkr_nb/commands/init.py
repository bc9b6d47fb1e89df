"""`lfnkr init`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.commands.console import from_here, say
from lfnkr_nb.starting import init_archive

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr init`: a folder with everything an archive needs, and the notebooks."""
    for path in init_archive(options.folder):
        say(f"{from_here(path)}: made")
    say("brand.yaml: put your own name in it first; briefings speak in that name.")
    say(f'Next: cd {options.folder}, then `lfnkr import export.xml` or `lfnkr new post "Title"`.')
    return 0
