"""What `check` looks for in a briefing beyond its posts: names that mean nothing, dead links, what stops it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lfnkr_nb.assembly import refuse_without_posts
from lfnkr_nb.clearance import Clearance, clearance, stamps
from lfnkr_nb.dead_links import dead_links, suspects
from lfnkr_nb.errors import ArchiveError, LfnkrError
from lfnkr_nb.fields import Problem
from lfnkr_nb.protection.asked import refuse_lost_register
from lfnkr_nb.protection.register import Register
from lfnkr_nb.references import elements
from lfnkr_nb.schema import STEPS

if TYPE_CHECKING:
    from lfnkr_nb.briefing import Briefing

__all__ = ["recipe_slips", "release"]

#: Fields of a recipe that are read as Markdown.
_MARKDOWN = ("summary", "methodology", "protection_note")


def recipe_slips(briefing: Briefing) -> Iterator[Problem]:
    """Posts that a recipe names and the archive does not have, and dead links in its own words."""
    try:
        _ = briefing.asked
    except ArchiveError as error:
        yield from map(_as_problem, (error, *error.more))
    else:
        yield from _named_twice(briefing)
    yield from _left_out_in_vain(briefing)
    yield from _own_links(briefing)


def _named_twice(briefing: Briefing) -> Iterator[Problem]:
    for key in briefing.named_twice:
        message = f"`{key}` is named more than once and will stand where it is named first"
        line = briefing.recipe.line_of(key, "posts", "sections")
        yield Problem(message, "Take the others out.", "posts", line, "warning", briefing.recipe.path)


def _as_problem(error: LfnkrError) -> Problem:
    return Problem(error.message, error.hint, "", error.line, "error", error.path)


def _left_out_in_vain(briefing: Briefing) -> Iterator[Problem]:
    """A slip of the pen here lets out what was to stay inside; a post that was deleted stands here rightly."""
    for name in briefing.get("leave_out", ()):
        try:
            briefing.archive[name]
        except ArchiveError as error:
            recipe = briefing.recipe
            line = recipe.line_of(name, "leave_out")
            message = f"`leave_out: {name}` leaves nothing out: {error.message}"
            yield Problem(message, error.hint, "leave_out", line, "warning", recipe.path)


def _own_links(briefing: Briefing) -> Iterator[Problem]:
    """Dead links in the editor's own words."""
    recipe = briefing.recipe
    if recipe.path is None:
        return
    own = [str(briefing.get(name, "")) for name in _MARKDOWN]
    own += [
        str(record.get("note") or "") for key in ("sections", "changes") for record in briefing.get(key, ())
    ]
    for words in (*own, recipe.note):
        links = suspects(elements(words), recipe.path, recipe.text)
        yield from dead_links((link for link in links if link.href), briefing.archive.links_to)


def release(briefing: Briefing, *, stopped: bool) -> Iterator[Problem]:
    """What would stop the export, and what would stand on every page.

    Args:
        briefing: A briefing whose posts are all there.
        stopped: Whether it is known already that it cannot go out; the same is not said twice.
    """
    try:
        refuse_without_posts(briefing)
        document = briefing.document()
        now = clearance(briefing, document)
        marks = stamps(briefing, now.state)
        refuse_lost_register(briefing.archive.root, Register.beside(briefing.archive.root))
    except LfnkrError as error:
        if not stopped:
            yield _as_problem(error)
        return
    yield from _of_clearance(briefing, now)
    for mark in marks[now.state != "cleared" :]:
        line = briefing.recipe.line_of("embargo")
        message = f"Every page will say {mark}"
        yield Problem(
            message, "Take `embargo:` out to publish it now.", "embargo", line, "note", briefing.recipe.path
        )


def _of_clearance(briefing: Briefing, now: Clearance) -> Iterator[Problem]:
    """Who has to sign before the briefing is no draft."""
    path, root = briefing.recipe.path, briefing.archive.root
    if now.state == "cleared" or path is None:
        return
    whole = path.absolute()
    named = whole.relative_to(root).as_posix() if whole.is_relative_to(root) else str(path)
    hint = f"Whoever has checked it signs: `lfnkr clear {named} --as NAME --step STEP`."
    for step in now.void:
        message = f"The signature for `{step}` is void, for the briefing has changed since"
        yield Problem(message, hint, "clearance", briefing.recipe.line_of("clearance"), "warning", path)
    missing = [step for step in STEPS if step not in now.signed]
    said = f"Nobody has signed {' and '.join(f'`{step}`' for step in missing)}"
    if not missing:
        said = "One person has signed both steps"
    yield Problem(f"{said}, so every page says DRAFT", hint, "clearance", None, "note", path)
