"""`lfnkr check`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.archive import Archive
from lfnkr_nb.briefing import Briefing
from lfnkr_nb.commands.console import archive_of_recipe, open_archive, say
from lfnkr_nb.counting import counted
from lfnkr_nb.escaping import visible
from lfnkr_nb.fields import Problem

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr check`: what is wrong, where, and what to do next; exit 2 when there are errors."""
    if options.recipe:
        archive = open_archive(options) if options.posts else archive_of_recipe(options)
        problems = Briefing.open(options.recipe, archive).check()
    else:
        archive = open_archive(options, tell=False)
        problems = archive.check()
    for problem in problems:
        print(visible(f"{problem.severity}: {_located(problem, archive)}"))
    counts = [sum(p.severity == s for p in problems) for s in ("error", "warning", "note")]
    named = zip(counts, ("error", "warning", "note"), strict=True)
    say(", ".join(counted(count, name) for count, name in named))
    return 2 if counts[0] or (options.strict and counts[1]) else 0


def _located(problem: Problem, archive: Archive) -> str:
    path = problem.path
    if path is not None and path.is_relative_to(archive.root):
        path = path.relative_to(archive.root)
    return str(problem.at(path) if path else problem)
