"""`lfnkr related`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.commands.console import open_archive, row, rows, say, write_frame
from lfnkr_nb.counting import counted

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr related`: posts that are related to one, also those that are not public, each with the reason."""
    # A table may go out; on a screen posts that stay inside are marked.
    public = True if options.csv or options.json else None
    found = open_archive(options).related(options.slug, limit=options.limit, public=public)
    if options.csv or options.json:
        write_frame(found, options)
        return 0
    for key, post in found.iterrows():
        state = "" if post["public"] else "  [not public]"
        print(row(f"{post['rank']:>3}  {post['title']}  ({key}){state}"))
        print("\n".join(rows(str(post["reason"]), " " * 5)))
    say(counted(len(found), "related post"))
    return 0
