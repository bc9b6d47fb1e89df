"""`lfnkr list`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.archive import Archive
from lfnkr_nb.commands.console import conditions, open_archive, row, say, write_frame
from lfnkr_nb.counting import counted
from lfnkr_nb.progress import show_progress
from lfnkr_nb.saved_queries import SavedQuery

__all__ = ["run"]


def _asked(options: Namespace) -> Archive:
    """The archive, or what a saved query finds in it."""
    archive = open_archive(options)
    return SavedQuery.read(options.query).select(archive) if options.query else archive


def run(options: Namespace) -> int:
    """`lfnkr list`: the posts that fulfil the conditions, as a table, CSV, JSON lines or a Parquet data set."""
    found = _asked(options).select(**conditions(options))
    if options.near_duplicates:
        return _near_duplicates(found, options)
    if options.parquet:
        with show_progress("Writing") as progress:
            say(f"{found.to_parquet(options.parquet, progress=progress)}: {counted(len(found), 'post')}")
        return 0
    if options.csv or options.json:
        write_frame(found.posts, options)
        return 0
    for post in found:
        when = post.date.iso if post.date else "n.d."
        state = "" if post.is_public else f"  [{'password' if post.password else post.status}]"
        print(row(f"{when:<10}  {found.keys[post.path]}{state}  {post.title}"))
    say(repr(found).strip("<>"))
    if not len(found.whole):
        say('Next: `lfnkr import export.xml`, or `lfnkr new post "Title"`.')
    return 0


def _near_duplicates(found: Archive, options: Namespace) -> int:
    """Pairs of posts whose texts are nearly the same, also those that are not public."""
    with show_progress("Comparing posts") as progress:
        pairs = found.near_duplicates(public=None, progress=progress)
    if options.csv or options.json:
        write_frame(pairs, options)
        return 0
    for _, pair in pairs.iterrows():
        print(
            row(f"{pair['likeness']:>4.0%}  {pair['relation']}{'' if pair['public'] else '  [not public]'}")
        )
        print(row(f"      {pair['post']}  {pair['title']}"))
        print(row(f"      {pair['other']}  {pair['other_title']}"))
    say(f"{counted(len(pairs), 'pair')} of posts that are nearly the same")
    return 0
