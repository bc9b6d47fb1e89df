"""`lfnkr search`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.commands.console import open_archive, row, rows, say, write_frame
from lfnkr_nb.counting import counted
from lfnkr_nb.progress import show_progress

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr search`: posts whose title or text fulfil a query, best first."""
    archive = open_archive(options)
    with show_progress("Making the search index") as progress:
        hits = archive.search(options.query, limit=options.limit, progress=progress)
    if options.csv or options.json:
        write_frame(hits, options)
        return 0
    for key, hit in hits.iterrows():
        print(row(f"{hit['rank']:>3}  {hit['title']}  ({key})"))
        print("\n".join(rows(str(hit["snippet"]), " " * 5)))
    say(counted(len(hits), "post"))
    return 0
