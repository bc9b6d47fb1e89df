"""`lfnkr add`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.archive import Archive
from lfnkr_nb.commands.console import archive_of_recipe, conditions, open_archive, say
from lfnkr_nb.counting import counted
from lfnkr_nb.errors import SelectionError
from lfnkr_nb.recipe_edit import add_posts

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr add`: put posts at the end of a recipe; only its `posts` change."""
    archive = open_archive(options) if options.posts else archive_of_recipe(options)
    keys = list(dict.fromkeys([*_named(archive, options), *_chosen(archive, options)]))
    if not keys:
        raise SelectionError(
            "No post was chosen", hint="Name slugs, or choose with options: --category NAME."
        )
    fresh = add_posts(options.recipe, keys)
    there = (
        f"; {counted(len(keys) - len(fresh), 'post')} stood in it already" if len(fresh) < len(keys) else ""
    )
    say(f"{options.recipe}: {counted(len(fresh), 'post')} added{there}")
    return 0


def _named(archive: Archive, options: Namespace) -> list[str]:
    return [archive.keys[archive[name].path] for name in options.post]


def _chosen(archive: Archive, options: Namespace) -> list[str]:
    asked = conditions(options)
    return [str(key) for key in archive.select(**asked).posts.index] if asked else []
