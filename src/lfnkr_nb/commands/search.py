"""`lfnkr search`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.commands.console import open_archive, row, say, write_frame

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr search`: posts whose title or text fulfil a query, best first."""
    hits = open_archive(options).search(options.query, limit=options.limit)
    if options.csv or options.json:
        write_frame(hits, options)
        return 0
    for key, hit in hits.iterrows():
        print(row(f"{hit['rank']:>3}  {hit['title']}  ({key})"))
        print(row(f"     {hit['snippet']}"))
    say(f"{len(hits)} post{'s' * (len(hits) != 1)}")
    return 0
