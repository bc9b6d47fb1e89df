"""`lfnkr list`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.commands.console import conditions, open_archive, row, say, write_frame

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr list`: the posts that fulfil the conditions, as a table, CSV or JSON lines."""
    found = open_archive(options).select(**conditions(options))
    if options.csv or options.json:
        write_frame(found.posts, options)
        return 0
    for post in found:
        when = post.date.iso if post.date else "n.d."
        state = "" if post.is_public else f"  [{'password' if post.password else post.status}]"
        print(row(f"{when:<10}  {found.keys[post.path]}{state}  {post.title}"))
    say(repr(found).strip("<>"))
    return 0
