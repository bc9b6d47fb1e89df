"""A briefing becomes the document tree: its sections in the order of its template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.brand import read_brand
from lfnkr_nb.document.tree import Box, Document, Letter, Notice, Section
from lfnkr_nb.errors import BriefingError
from lfnkr_nb.fingerprint import document_id
from lfnkr_nb.key_figures import key_figures, unconfirmed
from lfnkr_nb.plain_runs import one_line
from lfnkr_nb.post import Post
from lfnkr_nb.protection.asked import protected_people
from lfnkr_nb.protection.redaction import redact
from lfnkr_nb.sections import Desk, Labelled
from lfnkr_nb.withholding import withhold
from lfnkr_nb.wording import date_text, wording

if TYPE_CHECKING:
    from lfnkr_nb.briefing import Briefing, Choice
    from lfnkr_nb.protection.register import Register

__all__ = ["assemble"]

Progress = Callable[[int, int | None], None]

#: Metadata date of a document of which no date is known, so that its bytes never depend on the day it is made.
_NO_DATE: Final = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())


def assemble(
    briefing: Briefing, *, register: Register | None = None, progress: Progress | None = None
) -> Document:
    """The document of a briefing, with labels in place of the names that have to stay inside.

    Args:
        briefing: What goes out.
        register: Whose names are replaced (default: `private/register.yaml` beside the archive's posts).
        progress: Called with (posts read, posts there are).

    Raises:
        BriefingError: It has neither posts nor words.
        GateError: A post asks for the protection of somebody who is not in the register.
        RegisterError: There is a register and it cannot be used.
    """
    _refuse_empty(briefing)
    protected = protected_people(
        (choice.post for choice in briefing.choices), briefing.archive.root, register
    )
    desk = _desk(briefing, protected)
    letter = briefing.template in ("statement", "open-letter")
    sections = tuple(_letter_body(briefing, desk) if letter else _sections(briefing, desk, progress))
    document = Document(
        title=one_line(briefing.title),
        subtitle=one_line(briefing.get("subtitle", "")),
        lang=briefing.lang,
        template=briefing.template,
        sections=sections,
        brand=read_brand(briefing.archive.root),
        date=_date(briefing),
        timestamp=_timestamp(briefing),
        edition=briefing.get("edition", 1),
        letter=_letter(briefing) if letter else None,
        wording=wording(briefing.lang),
        notices=(
            *_misspelt(briefing),
            *_held_back(briefing),
            *unconfirmed(briefing, _origin(briefing)),
            *desk.notices,
        ),
        contents=not letter and len(sections) > 1,
    )
    document = withhold(document, desk.hidden, briefing.archive.links_to.hosts)
    if protected is not None:
        document = redact(document, protected, before=desk.replaced)
    return replace(document, id=document_id(document))


def _refuse_empty(briefing: Briefing) -> None:
    if briefing.choices or briefing.recipe.note:
        return
    held = briefing.left_out
    misspelt = next((post.misspelt for post, _ in held if post.misspelt), None)
    if misspelt:
        raise BriefingError(misspelt.message, hint=misspelt.hint, path=misspelt.path, line=misspelt.line)
    if held:
        states = ", ".join(sorted({reason for _, reason in held}))
        hint = f"They are {states}; name these states in `include` (`--include`) if they really may go out."
        raise BriefingError(f"None of the {len(held)} chosen posts is public", hint=hint)
    raise BriefingError("No post fulfils the conditions", hint=_looser(briefing))


def _looser(briefing: Briefing) -> str:
    """What to try when nothing was found: the categories that are spelt nearly so, else a look at the list."""
    from difflib import get_close_matches  # noqa: PLC0415 - only when nothing was found

    asked = str(briefing.get("select", {}).get("category", ""))
    known = {
        name for post in briefing.archive for path in post.categories for name in (path[-1], " > ".join(path))
    }
    close = get_close_matches(asked, sorted(known), n=3) if asked not in known else []
    return (
        f"Did you mean the category {' or '.join(close)}?" if close else "`lfnkr list` shows what there is."
    )


def _misspelt(briefing: Briefing) -> Iterator[Notice]:
    """Keys of the recipe that mean nothing, so that no wish of an editor is passed over in silence."""
    for problem in briefing.recipe.problems:
        yield Notice(f"{problem.message}, so it changes nothing", _origin(briefing), problem.hint)


def _held_back(briefing: Briefing) -> Iterator[Notice]:
    """How many of the chosen posts stay inside, by the reason; each misspelt key with its place."""
    names, folder = briefing.archive.names, briefing.archive.folder.name
    for post, _ in briefing.left_out:
        if post.misspelt:
            origin = f"{folder}/{names[post.path]}:{post.misspelt.line}"
            yield Notice(post.misspelt.message, origin, post.misspelt.hint)
    reasons = Counter(reason for post, reason in briefing.left_out if not post.misspelt)
    if not reasons:
        return
    counted = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
    said = "1 post was" if reasons.total() == 1 else f"{reasons.total()} posts were"
    one = min(reasons)
    hint = f"Name a state in `include: [{one}]` (`--include {one}`) only if such posts may really go out."
    yield Notice(f"{said} left out, not public: {counted}", hint=hint)


def _desk(briefing: Briefing, protected: Register | None = None) -> Desk:
    archive = briefing.archive
    include = briefing.get("include", ())
    anchors = {choice.post.path: f"post-{number}" for number, choice in enumerate(briefing.choices, 1)}
    return Desk(
        lang=briefing.lang,
        anchors=anchors,
        bounds=archive.bounds,
        find=archive.links_to.find,
        may_show=lambda post: (
            post.is_public or (post.status in include and not post.password and not post.misspelt)
        ),
        names={path: f"{archive.folder.name}/{archive.names[path]}" for path in anchors},
        labelled=_labelled(protected) if protected else None,
    )


def _labelled(protected: Register) -> Labelled:
    def labelled(text: str) -> tuple[str, list[str]]:
        replaced, hits = protected.matcher().replace(text)
        return replaced, [hit.label for hit in hits]

    return labelled


# --- date ----------------------------------------------------------------------------------------------


def _newest(briefing: Briefing) -> Any:
    dates = [choice.post.date for choice in briefing.choices if choice.post.date]
    return briefing.get("date") or max(dates, default=None)


def _date(briefing: Briefing) -> str:
    newest = _newest(briefing)
    return date_text(newest.iso, "", briefing.lang) if newest else ""


def _timestamp(briefing: Briefing) -> int:
    newest = _newest(briefing)
    return newest.timestamp if newest else _NO_DATE


# --- sections --------------------------------------------------------------------------------------------


def _sections(briefing: Briefing, desk: Desk, progress: Progress | None) -> Iterator[Section]:
    """Digest and briefing: the editor's words, the box, the posts, and what stands at the end."""
    yield from _opening(briefing, desk)
    yield from _posts(briefing, desk, progress)
    yield from filter(None, [desk.recommendations(briefing.get("recommendations", ()))])
    for key, role in (("methodology", "methodology"), ("protection_note", "protection")):
        if text := briefing.get(key):
            yield desk.words(role, text, origin=_origin(briefing))
    yield from filter(None, [desk.sources([c.post for c in briefing.choices], briefing.get("sources", ()))])


def _changes(briefing: Briefing, desk: Desk) -> Iterator[Section]:
    """What changed since an edition that others may still hold."""
    words = wording(briefing.lang)
    for number, record in enumerate(briefing.get("changes", ()), 1):
        title = words["changes_since"].format(number=record.get("since", ""))
        section = desk.words("changes", str(record.get("note") or ""), title=title, origin=_origin(briefing))
        box = Box("note", section.title, section.blocks)
        yield replace(section, anchor=f"changes-{number}", title=(), blocks=(box,))


def _opening(briefing: Briefing, desk: Desk) -> Iterator[Section]:
    yield from _changes(briefing, desk)
    if summary := briefing.get("summary"):
        yield desk.words("summary", summary, origin=_origin(briefing))
    box = desk.key_figures(key_figures(briefing), briefing.archive.__getitem__)
    if box is not None:
        yield box
    if note := briefing.recipe.note:
        section = desk.words("words", note, origin=_origin(briefing))
        yield section if briefing.template == "briefing" and section.title else replace(section, title=())


def _origin(briefing: Briefing) -> str:
    path = briefing.recipe.path
    return f"{path.parent.name}/{path.name}" if path else ""


def _posts(briefing: Briefing, desk: Desk, progress: Progress | None) -> Iterator[Section]:
    groups = {slug: number for number, names in enumerate(_group_names(briefing)) for slug in names}
    shown = -1
    for count, choice in enumerate(briefing.choices, 1):
        group = groups.get(_key(briefing, choice), -1)
        if group not in (shown, -1):
            record = briefing.get("sections")[group]
            heading = str(record.get("heading", ""))
            section = desk.words(
                "group", str(record.get("note") or ""), title=heading, origin=_origin(briefing)
            )
            yield replace(section, anchor=f"group-{group + 1}")
            shown = group
        yield desk.post(choice, level=1 if group == -1 else 2)
        if progress:
            progress(count, len(briefing.choices))


def _key(briefing: Briefing, choice: Choice) -> str:
    return briefing.archive.keys[choice.post.path]


def _group_names(briefing: Briefing) -> list[list[str]]:
    """Keys of the posts of each group of the recipe."""
    keys = briefing.archive.keys
    return [
        [
            keys[briefing.archive[str(p["post"] if isinstance(p, dict) else p)].path]
            for p in group.get("posts") or ()
        ]
        for group in briefing.get("sections", ())
    ]


# --- letters ---------------------------------------------------------------------------------------------


def _letter_body(briefing: Briefing, desk: Desk) -> Iterator[Section]:
    """Statement and open letter: the editor's own words, then the body of each chosen post, then sources."""
    if note := briefing.recipe.note:
        yield replace(desk.words("words", note, origin=_origin(briefing)), title=())
    for choice in briefing.choices:
        yield desk.post(choice, letter=len(briefing.choices) == 1)
    yield from _changes(briefing, desk)
    yield from filter(None, [desk.sources([c.post for c in briefing.choices], briefing.get("sources", ()))])


def _letter(briefing: Briefing) -> Letter:
    post = briefing.choices[0].post if len(briefing.choices) == 1 else None
    return Letter(
        place_date=_date(briefing) or (_undated(briefing, post) if post else ""),
        addressee=tuple(one_line(line) for line in _said(briefing, post, "addressee", ())),
        subject=one_line(_said(briefing, post, "subject", "")),
        salutation=one_line(_said(briefing, post, "salutation", "")),
        signatories=tuple(one_line(line) for line in _said(briefing, post, "signatories", ())),
    )


def _undated(briefing: Briefing, post: Post) -> str:
    return _desk(briefing).when(post)


def _said(briefing: Briefing, post: Post | None, name: str, default: Any) -> Any:
    """What the recipe says, else its single post."""
    return briefing.get(name) or (post.get(name) if post else None) or default
