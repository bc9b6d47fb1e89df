"""Earlier versions of a post: from git where it is under git, else from `.history/` beside it.

git is asked in ways that run nothing of the repository's own configuration: no pager, no external diff, no
file-system monitor, no signature program.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from lfnkr_nb.errors import PostError
from lfnkr_nb.post import Post
from lfnkr_nb.saving import MAX_POST_BYTES, read_bytes, write_atomically

__all__ = ["Version", "keep_version", "restore_version", "version_text", "versions"]

#: Versions that `.history/` keeps of one post; the oldest go first.
_KEPT: Final = 100

#: Versions that are listed of one post.
_LISTED: Final = 200

#: Seconds that git may take before it is given up.
_PATIENCE: Final = 20

_QUIET: Final = ("-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "core.quotepath=false")
_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_STAMP = re.compile(r"\d{8}T\d{12}Z")


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier version of a post.

    Attributes:
        id: Names it: a commit, or a moment of `.history/`.
        when: When it was made, ISO 8601 with zone.
        who: Who made it; empty where that is not known.
        what: What was said about it; empty in `.history/`.
    """

    id: str
    when: str
    who: str = ""
    what: str = ""


def versions(path: Path) -> list[Version]:
    """The versions of a post, newest first; the file as it stands now is none of them unless it is committed."""
    found = [*_commits(path), *_kept(path)]
    return sorted(found, key=lambda version: datetime.fromisoformat(version.when), reverse=True)[:_LISTED]


def version_text(path: Path, id: str) -> str:  # noqa: A002 - the word of `Version`
    """The whole text of one version.

    Raises:
        PostError: There is no such version, or it cannot be read.
    """
    if _STAMP.fullmatch(id):
        return read_bytes(_folder(path) / f"{id}{path.suffix}").decode("utf-8", "replace")
    name = _names(path).get(id) if _COMMIT.fullmatch(id) else None
    text = _git(path, "show", "--no-ext-diff", "--no-textconv", f"{id}:{name}") if name else None
    if text is None:
        hint = "Reload the list of versions."
        raise PostError("There is no such version of this post", hint=hint, path=path)
    return text


def keep_version(path: Path, data: bytes) -> None:
    """Put what a save is about to replace into `.history/`; under git nothing is kept twice."""
    if _git(path, "ls-files", "--error-unmatch", "--", path.name) is not None:
        return
    folder = _folder(path)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    write_atomically(folder / f"{stamp}{path.suffix}", data)
    for old in sorted(folder.iterdir())[:-_KEPT]:
        old.unlink(missing_ok=True)


def restore_version(post: Post, id: str) -> Post:  # noqa: A002 - the word of `Version`
    """Save an earlier version as the post; what stood there is kept as a version itself.

    Raises:
        PostError: There is no such version.
        ConflictError: The file changed on disk since the post was read.
    """
    then = replace(post, text=version_text(post.path, id)).save()
    if post.loaded is not None:
        keep_version(post.path, post.loaded)
    return then


def _folder(path: Path) -> Path:
    return path.parent / ".history" / path.name


def _kept(path: Path) -> list[Version]:
    folder = _folder(path)
    stamps = (
        [file.stem for file in folder.iterdir() if _STAMP.fullmatch(file.stem)] if folder.is_dir() else []
    )
    moments = ((stamp, datetime.strptime(stamp, "%Y%m%dT%H%M%S%f%z")) for stamp in stamps)
    return [Version(stamp, moment.isoformat()) for stamp, moment in moments]


def _commits(path: Path) -> list[Version]:
    return [Version(*fields) for fields, _ in _log(path)]


def _names(path: Path) -> dict[str, str]:
    """The name of the file in each commit, seen from the repository's root; it may have been renamed."""
    return {fields[0]: name for fields, name in _log(path)}


def _log(path: Path) -> list[tuple[list[str], str]]:
    """Commits of a file through its renames: id, date, author and subject, and its name then."""
    said = _git(
        path, "log", f"-{_LISTED}", "--follow", "--no-ext-diff", "--no-textconv", "--name-only",
        "--format=%x01%H%x02%aI%x02%an%x02%s", "--", path.name,
    )  # fmt: skip
    found = []
    for record in (said or "").split("\x01")[1:]:
        head, _, name = record.partition("\n")
        if len(fields := head.split("\x02")) == 4 and name.strip():
            found.append((fields, name.strip().splitlines()[0]))
    return found


def _git(path: Path, *arguments: str) -> str | None:
    """What git says; None where there is no git, no repository, or it refuses."""
    program = shutil.which("git")
    if program is None:
        return None
    command = [program, "--no-pager", "--no-optional-locks", *_QUIET, "-C", str(path.parent), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603 - no shell
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode or len(done.stdout) > MAX_POST_BYTES:
        return None
    return (
        done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")
        if arguments[0] != "show"
        else (done.stdout.decode("utf-8", "replace"))
    )
