"""`lfnkr export`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.commands.console import conditions, open_archive, say
from lfnkr_nb.protection.register import Register

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr export`: the tables of the chosen posts and a codebook, as they may leave the house."""
    found = open_archive(options).select(**conditions(options))
    files = found.export(
        options.file,
        include=options.include or (),
        restricted=options.restricted,
        names=options.names,
        small_groups=options.small_groups,
        register=Register.open(options.register) if options.register else None,
    )
    for path in files:
        say(f"{path}: {path.stat().st_size / 1024:,.0f} kB")
    if options.names:
        say("These tables hold names: they must stay inside.")
    return 0
