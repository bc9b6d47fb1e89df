"""Clearance: two people look at a briefing before it goes out, one at its facts, one at the people in it.

Each puts a name to the content as it stands, redacted. Any later change of what the briefing says makes both
signatures void, since they are about another text. What is not cleared carries a stamp on every page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.errors import ClearanceError
from lfnkr_nb.fingerprint import content_hash
from lfnkr_nb.identity import folded_name, git_identity, same_identity
from lfnkr_nb.schema import STEPS
from lfnkr_nb.wording import moment_text, wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lfnkr_nb.briefing import Briefing
    from lfnkr_nb.dates import When
    from lfnkr_nb.document.tree import Document
    from lfnkr_nb.protection.register import Register

__all__ = ["STATES", "STEPS", "Clearance", "clear", "clearance", "stamps"]

#: How far a briefing is.
STATES: Final = ("draft", *STEPS, "cleared")


@dataclass(frozen=True, slots=True)
class Clearance:
    """How far a briefing is on its way out.

    Attributes:
        state: One of `STATES`.
        signed: Who has checked what is there now: step → name.
        void: Steps whose signature is about an earlier content.
        content: Hash of the redacted content that signatures are about.
    """

    state: str
    signed: Mapping[str, str]
    void: tuple[str, ...]
    content: str


def clearance(briefing: Briefing, document: Document | None = None) -> Clearance:
    """How far a briefing is.

    Args:
        briefing: The briefing.
        document: Its redacted tree, if it was made already.
    """
    content = _content(briefing, document or briefing.document())
    records = list(_records(briefing))
    valid = [record for record in records if record["content"] == content]
    signed = {record["step"]: str(record["by"]) for record in valid}
    void = tuple(r["step"] for r in records if r["content"] != content and r["step"] not in signed)
    return Clearance(_state(valid), signed, void, content)


def _records(briefing: Briefing) -> list[dict[str, Any]]:
    """The signatures of the recipe that say all they have to say."""
    needed = ("step", "by", "content")
    return [
        dict(record)
        for record in briefing.get("clearance", ())
        if all(record.get(key) for key in needed) and record["step"] in STEPS
    ]


def _state(valid: list[dict[str, Any]]) -> str:
    by_step = {record["step"]: record for record in valid}
    if len(by_step) < len(STEPS):
        return next(iter(by_step), "draft")
    one, other = by_step.values()
    # A recipe can be written by hand: two signatures of one person are worth one.
    return STEPS[0] if _same_person(one, other) else "cleared"


def _same_person(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    names = [folded_name(str(record["by"])) for record in (one, other)]
    identities = [str(record.get("identity") or "") for record in (one, other)]
    return names[0] == names[1] or same_identity(*identities)


def _content(briefing: Briefing, document: Document) -> str:
    when = briefing.get("embargo")
    return content_hash(document, when.written if when else "")


def clear(briefing: Briefing, name: str, *, step: str, register: Register | None = None) -> Briefing:
    """Sign one step of the clearance and save it in the recipe; returns the briefing as saved.

    Args:
        briefing: A briefing with a recipe file.
        name: The name of the person who has checked it.
        step: `fact-checked` or `protection-checked`.
        register: Whose names are replaced (default: the register beside the archive's posts).

    Raises:
        ClearanceError: There is no recipe file, no name, no such step, or the same person has signed the other step.
    """
    path = briefing.recipe.path
    name = " ".join(name.split())
    if path is None:
        hint = "Save it in briefings/ first; a selection without a recipe stays a draft."
        raise ClearanceError("Only a briefing with a recipe can be cleared", hint=hint)
    if step not in STEPS:
        raise ClearanceError(
            f"`{step}` is no step of the clearance", hint=f"Use one of: {', '.join(STEPS)}.", path=path
        )
    if not folded_name(name):
        raise ClearanceError(
            "Nobody has signed", hint="Give the name of who has checked it: --as NAME.", path=path
        )
    now = clearance(briefing, briefing.as_on_disk().document(register=register))
    record = {"step": step, "by": name, "identity": git_identity(Path(path).absolute().parent)}
    others = [r for r in _records(briefing) if r["content"] == now.content and r["step"] != step]
    for other in others:
        _refuse_same(record, other, path)
    date = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    record = {key: value for key, value in record.items() if value} | {"date": date, "content": now.content}
    return briefing.changed({"clearance": [*others, record]}).save()


def _refuse_same(record: Mapping[str, Any], other: Mapping[str, Any], path: Path) -> None:
    if not _same_person(record, other):
        return
    same_name = folded_name(str(record["by"])) == folded_name(str(other["by"]))
    what = "The same person" if same_name else "The same git identity"
    hint = "Ask somebody else." if same_name else (
        "The second person signs from an account of their own, or sets GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL."
    )  # fmt: skip
    raise ClearanceError(
        f"{what} has signed `{other['step']}` already, and two people are needed", hint=hint, path=path
    )


# --- stamps -------------------------------------------------------------------------------------------


def stamps(briefing: Briefing, state: str, *, now: datetime | None = None) -> tuple[str, ...]:
    """What stands on every page of an edition: that it is a draft, and until when it must not be published.

    An embargo is a request to those who receive the text early, so an export before its end is no mistake: it is
    marked. After its end the mark is gone.
    """
    words = wording(briefing.lang)
    found = [] if state == "cleared" else [words["stamp.draft"]]
    when: When | None = briefing.get("embargo")
    if when is None:
        return tuple(found)
    if when.instant > (now or datetime.now(UTC)):
        found.append(words["stamp.embargo"].format(moment=moment_text(when, briefing.lang)))
    return tuple(found)
