"""Changes of a recipe file by key: only the lines of that key change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lfnkr_nb.errors import RecipeError
from lfnkr_nb.header import core_value, read_header, split_text
from lfnkr_nb.header_edit import REMOVE, edit_header
from lfnkr_nb.recipe import NOTHING_CHOSEN, Recipe
from lfnkr_nb.saving import read_bytes, replace_text

__all__ = ["add_posts"]


def add_posts(path: Path, keys: Sequence[str]) -> list[str]:
    """Add posts at the end of a recipe's `posts`; returns the keys that were not in it yet.

    Args:
        path: The recipe.
        keys: Keys of posts, as in `archive.posts`.

    Raises:
        RecipeError: The recipe cannot be understood, or chooses its posts by conditions or in sections; the
            `select: {public: true}` of a new recipe goes instead.
        ConflictError: The file changed on disk meanwhile.
    """
    recipe = Recipe.read(path)
    _refuse_other_choices(recipe)
    data = read_bytes(path)
    cut = split_text(data.decode("utf-8"), path)
    header = read_header(cut.header, first_line=cut.first_line, path=path)
    posts = _listed(core_value(header.raw.get("posts")))
    known = {str(item.get("post") if isinstance(item, dict) else item) for item in posts}
    fresh = [key for key in dict.fromkeys(keys) if key not in known]
    if fresh:
        changes: dict[str, Any] = {"posts": [*posts, *fresh]}
        if recipe.values.get("select") == NOTHING_CHOSEN:
            changes["select"] = REMOVE
        text = edit_header(header, changes)
        replace_text(path, cut.before + text + cut.closing + cut.content, loaded=data)
    return fresh


def _listed(posts: Any) -> list[Any]:
    return posts if isinstance(posts, list) else [] if posts is None else [posts]


def _refuse_other_choices(recipe: Recipe) -> None:
    for name, how in (("select", "by conditions"), ("sections", "in sections")):
        if recipe.values.get(name) and recipe.values[name] != NOTHING_CHOSEN:
            hint = f"Take another briefing, or name its posts in `posts:` and take `{name}:` out."
            raise RecipeError(f"This briefing chooses its posts {how}", hint=hint, path=recipe.path)
