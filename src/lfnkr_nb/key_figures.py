"""The box of key figures: only what an editor has confirmed goes into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from lfnkr_nb.document.tree import Notice
from lfnkr_nb.errors import ArchiveError

if TYPE_CHECKING:
    from lfnkr_nb.briefing import Briefing
    from lfnkr_nb.post import Post

__all__ = ["key_figures", "left_out", "may_show"]


def key_figures(briefing: Briefing) -> list[dict[str, Any]]:
    """The recipe's figures, else those of its posts (in the template `briefing`); the confirmed ones alone.

    A figure goes out with the post it names: one whose post stays inside, is gone or is left out stays out of the box.
    """
    given = briefing.get("figures")
    if given is not None:
        return [_with_claim(briefing, figure) for figure in given if not _why_out(briefing, figure)]
    if briefing.template != "briefing":
        return []
    return [
        {**figure, "post": briefing.archive.keys[choice.post.path], "source": ""}
        for choice in briefing.choices
        for figure in choice.post.get("figures", ())
        if figure.get("confirmed_by")
    ]


def left_out(briefing: Briefing, origin: str) -> Iterator[Notice]:
    """A notice for each figure of the recipe that stays out of the box.

    Args:
        briefing: The briefing.
        origin: Its recipe, as notices name it.
    """
    for figure in briefing.get("figures") or ():
        if why := _why_out(briefing, figure):
            reason, hint = why
            yield Notice(f"The key figure {figure.get('value')} was left out, {reason}", origin, hint)


def _why_out(briefing: Briefing, figure: Mapping[str, Any]) -> tuple[str, str] | None:
    """Why a figure stays out of the box, and what to do; None where it goes out."""
    if name := str(figure.get("post") or ""):
        hint = "Take it out of `figures:`, or name another post that says it."
        try:
            post = briefing.archive[name]
        except ArchiveError:
            return "the post it names is not in the archive", hint
        if {post.slug, briefing.archive.keys[post.path]} & set(briefing.get("leave_out", ())):
            return "its post is left out of the briefing", hint
        if not may_show(briefing, post):
            return "its post stays inside", hint
    if not _is_confirmed(briefing, figure):
        hint = "Confirm it in its post (`lfnkr confirm`), or write `confirmed_by:` beside it in the recipe."
        return "nobody has confirmed it", hint
    return None


def may_show(briefing: Briefing, post: Post) -> bool:
    """Whether what a post says may stand in a briefing: it is public, or the recipe includes its state."""
    included = post.status in briefing.get("include", ())
    return post.is_public or (included and not post.password and not post.misspelt)


def _is_confirmed(briefing: Briefing, figure: Mapping[str, Any]) -> bool:
    """Whether the recipe says who confirmed it, or the post it names holds it as confirmed."""
    return bool(figure.get("confirmed_by")) or bool(_claim(briefing, figure))


def _with_claim(briefing: Briefing, figure: Mapping[str, Any]) -> dict[str, Any]:
    """A figure with what its post has confirmed of it where the recipe is silent: no *about 40* becomes a bare 40."""
    return {**_claim(briefing, figure), **figure}


def _claim(briefing: Briefing, figure: Mapping[str, Any]) -> Mapping[str, Any]:
    """The figure of the same value that its post has confirmed; empty where it has none."""
    try:
        post = briefing.archive[str(figure.get("post") or "")]
    except ArchiveError:
        return {}
    claims = (claim for claim in post.get("figures", ()) if claim.get("confirmed_by"))
    return next((claim for claim in claims if str(claim.get("value")) == str(figure.get("value"))), {})
