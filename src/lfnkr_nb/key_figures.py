"""The box of key figures: only what an editor has confirmed goes into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from lfnkr_nb.document.tree import Notice
from lfnkr_nb.errors import ArchiveError

if TYPE_CHECKING:
    from lfnkr_nb.briefing import Briefing

__all__ = ["key_figures", "unconfirmed"]


def key_figures(briefing: Briefing) -> list[dict[str, Any]]:
    """The recipe's figures, else those of its posts (in the template `briefing`); the confirmed ones alone."""
    given = briefing.get("figures")
    if given is not None:
        return [figure for figure in given if _is_confirmed(briefing, figure)]
    if briefing.template != "briefing":
        return []
    return [
        {**figure, "post": briefing.archive.keys[choice.post.path], "source": ""}
        for choice in briefing.choices
        for figure in choice.post.get("figures", ())
        if figure.get("confirmed_by")
    ]


def unconfirmed(briefing: Briefing, origin: str) -> Iterator[Notice]:
    """A notice for each figure of the recipe that stays out of the box.

    Args:
        briefing: The briefing.
        origin: Its recipe, as notices name it.
    """
    for figure in briefing.get("figures") or ():
        if not _is_confirmed(briefing, figure):
            hint = (
                "Confirm it in its post (`lfnkr confirm`), or write `confirmed_by:` beside it in the recipe."
            )
            yield Notice(
                f"The key figure {figure.get('value')} was left out, nobody has confirmed it", origin, hint
            )


def _is_confirmed(briefing: Briefing, figure: Mapping[str, Any]) -> bool:
    """Whether the recipe says who confirmed it, or the post it names holds it as confirmed."""
    if figure.get("confirmed_by"):
        return True
    try:
        post = briefing.archive[str(figure.get("post", ""))]
    except ArchiveError:
        return False
    return any(
        str(claim.get("value")) == str(figure.get("value")) and claim.get("confirmed_by")
        for claim in post.get("figures", ())
    )
