"""Recall: which editions carried a post or a person, and the same briefings made anew without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lfnkr_nb.briefing import Briefing
from lfnkr_nb.errors import ArchiveError, LfnkrError, RegisterError
from lfnkr_nb.manifests import Edition, editions
from lfnkr_nb.recipe import Recipe
from lfnkr_nb.wording import wording

if TYPE_CHECKING:
    from lfnkr_nb.archive import Archive
    from lfnkr_nb.exporting import Exported
    from lfnkr_nb.protection.register import Register

__all__ = ["Rebuilt", "rebuild", "recall"]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of one recalled file.

    Attributes:
        edition: The edition that carried it.
        file: The file, seen from the root of the archive.
        exported: The new file in its place; None where it could not be made.
        problem: Why not, with what to do; empty where it was made.
        left_out: Keys of the posts that were written under `leave_out` of the recipe; empty without a recipe.
    """

    edition: Edition
    file: str
    exported: Exported | None
    problem: str = ""
    left_out: tuple[str, ...] = ()


def recall(archive: Archive, *, post: str = "", person: str = "") -> list[Edition]:
    """Every edition that carried a post or a person, by briefing and number.

    Args:
        archive: The archive they were exported from.
        post: Slug, key or file of the post; it need not be there any more.
        person: Label of the person.

    Raises:
        ArchiveError: Neither or both were given, or nothing knows such a post or label.
    """
    if bool(post) == bool(person):
        raise ArchiveError("Nothing to recall was named", hint="Give either --post SLUG or --person LABEL.")
    found = editions(archive.root)
    _refuse_unknown(archive, found, post=post, person=person)
    return [
        e for e in found if (person and person in e.labels) or (post and any(_is(s, post) for s in e.sources))
    ]


def _refuse_unknown(archive: Archive, found: Sequence[Edition], *, post: str, person: str) -> None:
    """A slip of the pen must not pass for "nobody received it"."""
    if person:
        known = {label for edition in found for label in edition.labels} | _labels(archive)
    else:
        sources = [source for edition in found for source in edition.sources]
        known = {str(source.get(key)) for source in sources for key in ("slug", "post", "file")}
        known |= _names(archive)
    asked = person or post
    if asked in known:
        return
    from difflib import get_close_matches  # noqa: PLC0415 - only when nothing was found

    close = get_close_matches(asked, sorted(known), n=3)
    what = "label" if person else "post"
    hint = f"Did you mean {' or '.join(close)}?" if close else "`lfnkr list` shows the posts of the archive."
    if person and not close:
        hint = "Labels stand in the register and in `protect:` of posts."
    raise ArchiveError(
        f"No {what} {asked} is known, neither in the archive nor in what was exported", hint=hint
    )


def _labels(archive: Archive) -> set[str]:
    """Labels of the register, where it can be used, and of posts."""
    from lfnkr_nb.protection.register import Register  # noqa: PLC0415 - only for a recall of a person

    labels = {label for post in archive.whole for label in post.get("protect", ())}
    with suppress(RegisterError):
        register = Register.beside(archive.root)
        labels |= set(register.labels) if register else set()
    return labels


def _names(archive: Archive) -> set[str]:
    """What a post of the archive is called: slug, key, file."""
    whole = archive.whole
    files = {f"{whole.folder.name}/{name}" for name in whole.names.values()}
    return {*whole.slugs, *whole.keys.values(), *files}


def _is(source: Mapping[str, Any], post: str) -> bool:
    return post in (source.get("slug"), source.get("post"), source.get("file"))


def rebuild(
    archive: Archive,
    found: Iterable[Edition],
    *,
    post: str = "",
    person: str = "",
    register: Register | None = None,
) -> Iterator[Rebuilt]:
    """Make each recalled briefing anew, without the post or without every post that carries the person.

    The newest edition that carried it is made anew, in the place of every file that still carries it; a recipe
    gets the posts under `leave_out` and a box that says what changed, and so loses its clearance. What cannot be
    made is said and stops no other.

    Args:
        archive: The archive.
        found: What `recall` gave.
        post: As in `recall`.
        person: As in `recall`.
        register: Whose names are replaced (default: the register beside the archive's posts).
    """
    recalled: dict[str, list[Edition]] = {}
    for edition in found:
        recalled.setdefault(edition.name, []).append(edition)
    for of_one in recalled.values():
        files = _files(archive.root, of_one)
        if files:
            yield from _rebuilt(
                archive, of_one[-1], files, _carrying(of_one, post=post, person=person), register
            )


def _files(root: Path, recalled: Sequence[Edition]) -> list[str]:
    """What has to be replaced: the files of a last edition, and whatever lies there still as it was exported."""
    last = editions(root, recalled[-1].name)[-1].number == recalled[-1].number
    found = [str(export["file"]) for export in recalled[-1].exports] if last else []
    for export in (export for edition in recalled for export in edition.exports):
        path = root / export["file"]
        if path.is_file() and _hash(path) == export["sha256"]:
            found.append(str(export["file"]))
    return list(dict.fromkeys(found))


def _carrying(recalled: Sequence[Edition], *, post: str, person: str) -> list[str]:
    """Keys of the posts that have to stay out."""
    sources = [source for edition in recalled for source in edition.sources]
    carried = [s for s in sources if (post and _is(s, post)) or (person and person in s.get("labels", ()))]
    return list(dict.fromkeys(str(source["post"]) for source in carried))


def _rebuilt(
    archive: Archive, edition: Edition, files: Sequence[str], out: Sequence[str], register: Register | None
) -> Iterator[Rebuilt]:
    try:
        if not out:
            hint = f"Take it out of {edition.recipe or 'the words'} by hand and export again."
            raise ArchiveError("It stands in the briefing's own words, not in a post", hint=hint)
        briefing = _without(archive, edition, out)
    except LfnkrError as error:
        yield from (Rebuilt(edition, file, None, str(error)) for file in files)
        return
    written = tuple(out) if edition.recipe else ()
    for file in files:
        try:
            exported = briefing.export(archive.root / file, register=register)
            yield Rebuilt(edition, file, exported, left_out=written)
        except LfnkrError as error:
            yield Rebuilt(edition, file, None, str(error), left_out=written)


def _without(archive: Archive, edition: Edition, out: Sequence[str]) -> Briefing:
    """The briefing of an edition without some posts, saved where it has a recipe."""
    path = archive.root / edition.recipe if edition.recipe else None
    recipe = (
        Recipe.read(path)
        if path
        else Recipe.make(edition.said["values"] or {}, edition.said.get("note") or "")
    )
    leave_out = list(dict.fromkeys([*recipe.values.get("leave_out", ()), *out]))
    before = Briefing.from_recipe(recipe.changed({"leave_out": leave_out}), archive)
    note = _what_changed(before, edition, len(out))
    changes = [*recipe.values.get("changes", ()), {"since": edition.number, "note": note}]
    values: dict[str, Any] = {"leave_out": leave_out, "changes": changes}
    if recipe.values.get("edition"):
        values["edition"] = max(int(recipe.values["edition"]), edition.number) + 1
    if "title" not in recipe.values:
        values["title"] = edition.said["title"]  # a title taken from the posts must not change with them
    briefing = before.changed(values)
    return briefing.save() if path else briefing


def _what_changed(briefing: Briefing, edition: Edition, recalled: int) -> str:
    """Sentences about what is different now; posts are counted and not named, for they may be what is recalled."""
    keys = briefing.archive.keys
    now = {keys[choice.post.path]: choice.post.path for choice in briefing.choices}
    then = {str(source["post"]): str(source["sha256"]) for source in edition.sources}
    counts = {
        "recalled": max(len(then.keys() - now.keys()), recalled),
        "added": len(now.keys() - then.keys()),
        "corrected": sum(_hash(path) != then[key] for key, path in now.items() if key in then),
    }
    words = wording(briefing.lang)
    space = "" if briefing.lang == "ja" else " "
    said = (
        words[f"{what}_{'one' if n == 1 else 'many'}"].format(number=n) for what, n in counts.items() if n
    )
    return space.join(said)


def _hash(path: Path) -> str:
    from hashlib import sha256  # noqa: PLC0415 - only when something is made anew

    return sha256(path.read_bytes()).hexdigest()
