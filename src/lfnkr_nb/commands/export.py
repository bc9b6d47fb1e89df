"""`lfnkr export`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.commands.console import conditions, open_archive, say
from lfnkr_nb.counting import counted
from lfnkr_nb.protection.asked import unlooked
from lfnkr_nb.protection.register import Register

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr export`: the tables of the chosen posts and a codebook, as they may leave the house."""
    register = Register.open(options.register) if options.register else None
    found = open_archive(options).select(**conditions(options))
    exported = found.export(
        options.file,
        include=options.include or (),
        restricted=options.restricted,
        names=options.names,
        small_groups=options.small_groups,
        register=register,
    )
    for path in exported.paths:
        say(f"{path}: {path.stat().st_size / 1024:,.0f} kB")
    say(f"{counted(exported.posts, 'post')}; {exported.left_out:,} not public and left out")
    if exported.small_groups:
        say(f"Figures for fewer than three people left out: {exported.small_groups:,}")
    for notice in () if options.names else unlooked(found.root, register or Register.beside(found.root)):
        say(f"note: {notice.message}. {notice.hint}")
    if options.names:
        say("These tables hold names: they must stay inside.")
    return 0
