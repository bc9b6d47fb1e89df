"""`lfnkr brief`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.archive import Archive
from lfnkr_nb.briefing import Briefing
from lfnkr_nb.commands.console import archive_of_recipe, conditions, open_archive, say, say_exported
from lfnkr_nb.exporting import default_export
from lfnkr_nb.progress import show_progress
from lfnkr_nb.protection.linkage import linkages
from lfnkr_nb.protection.register import Register
from lfnkr_nb.recipe import Recipe

__all__ = ["run"]

#: The files that `Briefing.export` writes; of others it says so itself.
_SUFFIXES = (".pdf", ".html", ".htm")


def run(options: Namespace) -> int:
    """`lfnkr brief`: a recipe or a selection becomes a PDF or HTML file."""
    archive = archive_of_recipe(options) if options.recipe and not options.posts else open_archive(options)
    briefing = _briefing(options, archive)
    register = Register.open(options.register) if options.register else None
    suffix = ".html" if options.html else ".pdf"
    name = options.title or ""
    target = options.output or default_export(briefing, suffix, name=name, register=register)
    if target.suffix.lower() in _SUFFIXES:
        _warn(briefing)
    with show_progress("Putting posts together") as progress:
        exported = briefing.export(target, register=register, progress=progress)
    say_exported(exported)
    return 0


def _warn(briefing: Briefing) -> None:
    """Show posts that together say more about a person than each alone, side by side, before they go out."""
    archive = briefing.archive
    names = {path: f"{archive.folder.name}/{name}" for path, name in archive.names.items()}
    for link in linkages(choice.post for choice in briefing.choices):
        first, second = names[link.first.path], names[link.second.path]
        say(f"warning: {first} and {second} may speak of one person: both say {', '.join(link.shared)}")
        for name, lines in zip((first, second), link.lines, strict=True):
            for number, text in lines[:2]:
                say(f"    {name}:{number}: {text}")


def _briefing(options: Namespace, archive: Archive) -> Briefing:
    """The recipe with what the command line changes, or a recipe made of the options alone."""
    changes = {
        "title": options.title,
        "template": options.template,
        "date": options.date,
        "edition": options.edition,
        "lang": options.language,
        "show": "whole" if options.whole else None,
        "include": options.include,
        "posts": options.post,
    }
    if options.recipe:
        recipe = Recipe.read(options.recipe)
    else:
        recipe = Recipe.make({"select": conditions(options)} if not options.post else {"order": "given"})
    return Briefing.from_recipe(recipe.changed({k: v for k, v in changes.items() if v is not None}), archive)
