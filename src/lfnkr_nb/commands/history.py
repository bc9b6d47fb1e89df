"""`lfnkr history`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.commands.console import open_archive, row, say
from lfnkr_nb.history import restore_version, version_text, versions

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr history`: the versions of a post, newest first; with `--show` or `--restore` one of them."""
    post = open_archive(options)[options.post]
    if options.show:
        print(version_text(post.path, options.show), end="")
    elif options.restore:
        restore_version(post, options.restore)
        say(f"{post.path}: restored; look at it and check it")
    else:
        for version in versions(post.path):
            print(row(f"{version.when[:16].replace('T', ' ')}  {version.id}  {version.what}"))
    return 0
