"""A briefing leaves the house: put together, rendered, read back by the gate, noted, and only then in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lfnkr_nb.assembly import refuse_without_posts
from lfnkr_nb.brand import brand_reminder
from lfnkr_nb.clearance import Clearance, clearance, stamps
from lfnkr_nb.document.tree import Document, Notice
from lfnkr_nb.errors import ExportError
from lfnkr_nb.fields import clean_slug
from lfnkr_nb.fingerprint import document_id
from lfnkr_nb.identity import account, git_identity
from lfnkr_nb.manifests import edition_number, manifest_name, write_inward, write_outward
from lfnkr_nb.protection.asked import protected_people, refuse_lost_register, unlooked
from lfnkr_nb.protection.export_gate import named_by_consent, refuse_leaks, refuse_named_file, tree_text
from lfnkr_nb.protection.register import Register
from lfnkr_nb.saving import write_atomically

if TYPE_CHECKING:
    from lfnkr_nb.briefing import Briefing

__all__ = ["Exported", "default_export", "export_briefing"]

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished file.

    Attributes:
        path: Where it is.
        size: Its size in bytes.
        pages: Its pages; 0 for HTML.
        posts: How many posts it carries.
        notices: What was changed or left out on the way.
        edition: The number of the edition.
        stamps: What stands on every page, such as `DRAFT`.
    """

    path: Path
    size: int
    pages: int
    posts: int
    notices: tuple[Notice, ...]
    edition: int = 1
    stamps: tuple[str, ...] = ()


def default_export(
    briefing: Briefing, suffix: str, *, name: str = "", register: Register | None = None
) -> Path:
    """Where a briefing goes if nobody says: into `exports/`, named like its recipe, with labels in place of names.

    Args:
        briefing: The briefing.
        suffix: `.pdf` or `.html`.
        name: Its name where it has no recipe.
        register: Whose names are replaced (default: the register beside the archive's posts).
    """
    recipe = briefing.recipe.path
    said = recipe.stem if recipe else name or "briefing"
    protected = _protected(briefing, register)
    safe = protected.matcher().replace(said, address=True)[0] if protected else said
    stem = safe if recipe and safe == said else clean_slug(safe).lower()
    return briefing.archive.root / "exports" / f"{stem}{suffix}"


def export_briefing(
    briefing: Briefing,
    path: Path,
    *,
    register: Register | None = None,
    progress: Progress | None = None,
    record: bool = True,
) -> Exported:
    """Make the finished file; see `Briefing.export`."""
    render = _renderer(path)
    register = register or Register.beside(briefing.archive.root)
    refuse_lost_register(briefing.archive.root, register)
    refuse_without_posts(briefing)
    protected = _protected(briefing, register)
    recipe = briefing.recipe.path
    refuse_named_file(path, protected, after="recipe" if recipe and recipe.stem == path.stem else "")
    name = manifest_name(recipe, path, briefing.archive.root) if record else ""
    document = briefing.document(register=register, progress=progress)
    state = clearance(briefing, document)
    document = _issued(briefing, document, state, name)
    stopped = _asking(progress, len(briefing.choices))
    result = render(document, stopped)
    refuse_leaks(result.data, path, briefing=briefing, document=document, register=protected)
    stopped()  # the last moment to stop: from here on the edition is noted and put in its place
    unsought = (
        *unlooked(briefing.archive.root, register),
        *named_by_consent(document, register, protected),
    )
    issue = _Issue(briefing, document, state, register, path, result.data)
    noted = (
        _say_failure(lambda: write_inward(briefing.archive.root, name, document.edition, issue.said()))
        if name
        else ()
    )
    _put(path, result.data)
    if name:
        noted += _say_failure(lambda: write_outward(briefing.archive.root, path, result.data))
    brand = brand_reminder(briefing.archive.root, document.brand) if record else None
    reminders = (*unsought, *filter(None, [brand]))
    notices = _said_once([*document.notices, *result.notices, *noted, *reminders])
    pages = getattr(result, "pages", 0)
    return Exported(
        path, len(result.data), pages, len(briefing.choices), notices, document.edition, document.stamps
    )


def _issued(briefing: Briefing, document: Document, state: Clearance, name: str) -> Document:
    """The document as an edition: numbered, stamped, with its id."""
    number = briefing.get("edition")
    if number is None and name:
        number = edition_number(briefing.archive.root, name, state.content)
    document = replace(document, edition=number or 1, stamps=stamps(briefing, state.state))
    return replace(document, id=document_id(document))


@dataclass(frozen=True)
class _Issue:
    """An edition on its way out, and what is noted about it."""

    briefing: Briefing
    document: Document
    state: Clearance
    register: Register | None
    path: Path
    data: bytes

    def said(self) -> dict[str, Any]:
        """What the inward manifest holds."""
        recipe, root = self.briefing.recipe, self.briefing.archive.root
        sources = list(_sources(self.briefing, self.document, self.register))
        labels = {label for source in sources for label in source["labels"]}
        return {
            "edition": self.document.edition,
            "title": self.document.title,
            "document_id": self.document.id,
            "content": self.state.content,
            "recipe": _from_root(recipe.path, root) if recipe.path else None,
            "recipe_sha256": _file_hash(recipe.path),
            "values": None if recipe.path else _plain(dict(recipe.values)),
            "note": None if recipe.path else recipe.note,
            "sources": sources,
            "labels": sorted(labels | _labels(tree_text(self.document), self.register)),
            "register_sha256": _file_hash(self.register.path if self.register else None),
            "checks": {"gate": "nothing found", "notices": [n.message for n in self.document.notices]},
            "exports": [self._export(root)],
        }

    def _export(self, root: Path) -> dict[str, Any]:
        return {
            "file": _from_root(self.path, root),
            "sha256": sha256(self.data).hexdigest(),
            "size": len(self.data),
            "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "editor": git_identity(root) or account(),
            "state": self.state.state,
            "signed": dict(self.state.signed),
            "stamps": list(self.document.stamps),
        }


def _put(path: Path, data: bytes) -> None:
    try:
        write_atomically(path, data)
    except OSError as error:
        hint = "Choose another place, or make room and check permissions."
        raise ExportError(f"The file cannot be written ({error.strerror})", hint=hint, path=path) from error


# --- the record -----------------------------------------------------------------------------------------


def _say_failure(write: Callable[[], Any]) -> tuple[Notice, ...]:
    try:
        write()
    except OSError as error:
        hint = "Make the archive's folder writable, or note yourself who received the file."
        return (Notice(f"No record of this edition could be kept ({error.strerror})", hint=hint),)
    return ()


def _plain(value: Any) -> Any:
    """A value of a recipe as JSON can hold it: dates as they were written."""
    if hasattr(value, "written"):
        return value.written
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _from_root(path: Path, root: Path) -> str:
    path = path.absolute()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _file_hash(path: Path | None) -> str | None:
    return sha256(path.read_bytes()).hexdigest() if path is not None and path.is_file() else None


def _sources(briefing: Briefing, document: Document, register: Register | None) -> Iterator[dict[str, Any]]:
    """The posts that went out, each with the people in it."""
    archive = briefing.archive
    texts = {section.origin: tree_text(section) for section in document.sections if section.role == "post"}
    for choice in briefing.choices:
        file = f"{archive.folder.name}/{archive.names[choice.post.path]}"
        labels = {*choice.post.get("protect", ()), *_labels(texts.get(file, ""), register)}
        yield {
            "post": archive.keys[choice.post.path],
            "slug": choice.post.slug,
            "file": file,
            "sha256": _file_hash(choice.post.path),
            "labels": sorted(labels),
        }


def _labels(text: str, register: Register | None) -> set[str]:
    """Labels that stand in a redacted text, and labels of those whose names may stand there themselves."""
    if register is None:
        return set()
    shown = {label for label in register.labels if re.search(rf"(?<!\w){re.escape(label)}(?!\w)", text)}
    open_names = tuple(person for person in register.people if person not in register.protecting().people)
    return shown | (
        {hit.label for hit in replace(register, people=open_names).matcher().find(text)}
        if open_names
        else set()
    )


# --- helpers --------------------------------------------------------------------------------------------


def _said_once(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """Each notice once; one without a place is dropped where the same is said with its place."""
    placed = {notice.message for notice in notices if notice.origin}
    return tuple(dict.fromkeys(n for n in notices if n.origin or n.message not in placed))


def _protected(briefing: Briefing, register: Register | None) -> Register | None:
    return protected_people((choice.post for choice in briefing.choices), briefing.archive.root, register)


def _asking(progress: Progress | None, posts: int) -> Callable[[], bool]:
    """Tells progress while pages are set, where no posts are counted; whoever wants to stop raises in it."""

    def asked() -> bool:
        if progress is not None:
            progress(posts, None)
        return False

    return asked


def _renderer(path: Path) -> Callable[[Document, Callable[[], bool]], Any]:
    match path.suffix.lower():
        case ".pdf":
            from lfnkr_nb.exporters.to_pdf import to_pdf  # noqa: PLC0415 - Typst is loaded when it is used

            return lambda document, stopped: to_pdf(document, cancelled=stopped)
        case ".html" | ".htm":
            from lfnkr_nb.exporters.to_html import to_html  # noqa: PLC0415

            return lambda document, _: to_html(document)
    raise ExportError("This kind of file cannot be written", hint="Name it .pdf or .html.", path=path)
