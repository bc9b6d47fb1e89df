"""`lfnkr history`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.commands.console import from_here, open_archive, row, say
from lfnkr_nb.counting import counted
from lfnkr_nb.history import restore_version, version_text, versions

__all__ = ["run"]

_NONE = "no earlier versions; each save keeps one, unless git does"


def run(options: Namespace) -> int:
    """`lfnkr history`: the versions of a post, newest first; with `--show` or `--restore` one of them."""
    post = open_archive(options)[options.post]
    if options.show:
        print(version_text(post.path, options.show), end="")
    elif options.restore:
        restore_version(post, options.restore)
        say(f"{from_here(post.path)}: restored; look at it and check it")
    else:
        found = versions(post.path)
        for version in found:
            print(row(f"{version.when[:16].replace('T', ' ')}  {version.id}  {version.what}"))
        said = counted(len(found), "earlier version") if found else _NONE
        say(f"{options.post}: {said}")
    return 0
