"""`lfnkr editions`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from lfnkr_nb.briefing import Briefing
from lfnkr_nb.commands.console import archive_of_recipe, open_archive, row, say
from lfnkr_nb.counting import counted
from lfnkr_nb.edition_changes import EditionChange, edition_changes

__all__ = ["run"]

_FLAGS = {
    "retitled": "another title",
    "reordered": "another order",
    "reworded": "other words or another look",
}


def run(options: Namespace) -> int:
    """`lfnkr editions`: the editions of a briefing, the newest first, each with what changed and its files."""
    archive = open_archive(options) if options.posts else archive_of_recipe(options)
    changes = edition_changes(Briefing.open(options.recipe, archive))
    for change in changes:
        edition = change.edition
        print(row(f"edition {edition.number}: {edition.said.get('title', '')}"))
        for told in _told(change):
            print(row(f"    {told}"))
        for export in edition.exports:
            gone = "" if (archive.root / export["file"]).is_file() else ", no longer there"
            print(row(f"    {export['file']}  {export['date'][:10]}  {export['state']}{gone}"))
    say(counted(len(changes), "edition"))
    return 0


def _told(change: EditionChange) -> Iterator[str]:
    """What changed, a line each."""
    for name in ("added", "removed", "corrected"):
        if keys := getattr(change, name):
            yield f"{name}: {', '.join(keys)}"
    yield from (words for name, words in _FLAGS.items() if getattr(change, name))
