"""A briefing becomes the document tree: its sections in the order of its template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.brand import read_brand
from lfnkr_nb.counting import counted
from lfnkr_nb.document.tree import Box, Document, Letter, Notice, Section
from lfnkr_nb.errors import BriefingError
from lfnkr_nb.fingerprint import document_id
from lfnkr_nb.key_figures import key_figures, left_out, may_show
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

__all__ = ["assemble", "refuse_without_posts"]

Progress = Callable[[int, int | None], None]

#: Templates whose text may stand in the recipe alone.
LETTERS: Final = ("statement", "open-letter")

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
    letter = briefing.template in LETTERS
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
            *left_out(briefing, _origin(briefing)),
            *desk.notices,
            *_dead_links(desk, briefing),
        ),
        contents=not letter and len(sections) > 1,
    )
    document = withhold(document, desk.hidden, briefing.archive.links_to.hosts, briefing.lang)
    if protected is not None:
        document = redact(document, protected, before=desk.replaced)
    return replace(document, id=document_id(document))


def _refuse_empty(briefing: Briefing) -> None:
    if not briefing.choices and not briefing.recipe.note:
        raise _without_posts(briefing)


def _without_posts(briefing: Briefing) -> BriefingError:
    """Why a briefing has no post, and what to do."""
    path, held = briefing.recipe.path, briefing.left_out
    misspelt = next((post.misspelt for post, _ in held if post.misspelt), None)
    if misspelt:
        return BriefingError(misspelt.message, hint=misspelt.hint, path=misspelt.path, line=misspelt.line)
    if held:
        states = ", ".join(sorted({reason for _, reason in held}))
        they, none = ("It is", "The only chosen post is not public") if len(held) == 1 else (
            "They are", f"None of the {len(held)} chosen posts is public"
        )  # fmt: skip
        hint = f"{they} {states}; name that in `include` (`--include`) only if it really may go out."
        return BriefingError(none, hint=hint, path=path)
    if briefing.get("select") or (path is None and "posts" not in briefing.recipe.values):
        return BriefingError("No post fulfils the conditions", hint=_looser(briefing), path=path)
    hint = "Name posts, `posts: [slug, slug]`, or choose them, `select: {category: NAME}`."
    return BriefingError("The briefing has no posts", hint=hint, path=path)


def refuse_without_posts(briefing: Briefing) -> None:
    """Stop a briefing that asks for posts, or is a list of them, and has none that may go out.

    A statement or letter may be written in its recipe alone.

    Raises:
        BriefingError: There is no post in it.
    """
    asks = {"posts", "sections", "select"} & briefing.recipe.values.keys()
    if not briefing.choices and (asks or briefing.template not in LETTERS or not briefing.recipe.note):
        raise _without_posts(briefing)


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
    """Keys of the recipe that mean nothing and posts named again: no wish is passed over in silence."""
    for problem in briefing.recipe.problems:
        yield Notice(f"{problem.message}, so it changes nothing", _origin(briefing), problem.hint)
    for key in briefing.named_twice:
        yield Notice(f"`{key}` is named more than once and stands where it is named first", _origin(briefing))


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
    by_reason = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
    said = f"{counted(reasons.total(), 'post')} {'was' if reasons.total() == 1 else 'were'}"
    one = min(reasons)
    hint = f"Name a state in `include: [{one}]` (`--include {one}`) only if such posts may really go out."
    yield Notice(f"{said} left out, not public: {by_reason}", hint=hint)


def _dead_links(desk: Desk, briefing: Briefing) -> Iterator[Notice]:
    """How many links lead nowhere, said once; `check` names them with their lines."""
    if count := len(desk.dead):
        lead = "leads nowhere and is" if count == 1 else "lead nowhere and are"
        origin = _origin(briefing)
        hint = f"`lfnkr check{' ' if origin else ''}{origin}` names {'it' if count == 1 else 'them'}."
        yield Notice(f"{counted(count, 'link')} {lead} shown as plain words", hint=hint)


def _desk(briefing: Briefing, protected: Register | None = None) -> Desk:
    archive = briefing.archive
    anchors = {choice.post.path: f"post-{number}" for number, choice in enumerate(briefing.choices, 1)}
    return Desk(
        lang=briefing.lang,
        anchors=anchors,
        bounds=archive.bounds,
        find=archive.links_to.find,
        may_show=partial(may_show, briefing),
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
