"""`lfnkr recall`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from lfnkr_nb.commands.console import open_archive, say
from lfnkr_nb.counting import counted
from lfnkr_nb.escaping import visible
from lfnkr_nb.manifests import Edition
from lfnkr_nb.recall import rebuild, recall

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr recall`: list the editions that carried a post or a person; with `--rebuild` make them anew without."""
    archive = open_archive(options)
    post, person = options.post or "", options.person or ""
    found = recall(archive, post=post, person=person)
    for edition in found:
        _tell(edition, archive.root)
    say(f"{counted(len(found), 'edition')} carried it")
    if not options.rebuild:
        return 0
    failed, written = False, set[str]()
    for made in rebuild(archive, found, post=post, person=person):
        failed = failed or made.exported is None
        if made.left_out and made.edition.recipe not in written:
            written.add(made.edition.recipe)
            named = ", ".join(made.left_out)
            say(
                f"{made.edition.recipe}: {named} written under `leave_out:`, and what changed under `changes:`"
            )
        done = (
            f"edition {made.exported.edition} is in its place"
            if made.exported
            else f"not made anew: {made.problem}"
        )
        say(f"{made.file}: {done}")
        if made.exported is None and (archive.root / made.file).is_file():
            say(f"{made.file}: it still carries it; delete it, and tell those who have it")
    if found and post:
        say(f"To keep it out of every other briefing, give the post {post} `status: private`.")
    return 2 if failed else 0


def _tell(edition: Edition, root: Path) -> None:
    """One line an edition, and one under it for each of its files."""
    print(
        visible(
            f"{edition.recipe or edition.name}, edition {edition.number}: {edition.said.get('title', '')}"
        )
    )
    for export in edition.exports:
        there = (root / export["file"]).is_file()
        state = "" if there else ", no longer there"
        print(visible(f"    {export['file']}  {export['date'][:10]}  {export['state']}{state}"))
