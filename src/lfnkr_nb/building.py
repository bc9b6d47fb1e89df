"""Many briefings at once: each recipe becomes its file in exports/, and only what changed is made again.

Whether a briefing changed is read from what it would say now: its finished tree, with posts, words, pictures,
brand and names already replaced, and the versions of everything that turns the tree into a file. That print
stays in `.lfnkr/`; without it everything is built.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from lfnkr_nb import __version__
from lfnkr_nb.archive import Archive
from lfnkr_nb.batches import in_batches
from lfnkr_nb.briefing import Briefing
from lfnkr_nb.clearance import clearance, stamps
from lfnkr_nb.errors import BriefingError, LfnkrError
from lfnkr_nb.saving import read_bytes, write_atomically
from lfnkr_nb.store import store_folder

__all__ = ["Built", "build"]

Progress = Callable[[int, int | None], None]

#: Briefings of a task: setting one takes far longer than handing it over.
_PORTION: Final = 2
#: Packages that a finished file depends on, beside our own.
_PACKAGES: Final = ("typst", "jinja2", "noto-cjk-sans-jp-regular", "noto-cjk-sans-jp-bold")
_PRINTS: Final = "builds.json"


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one recipe.

    Attributes:
        recipe: The recipe.
        path: Its file in exports/.
        state: `built`, `unchanged` or `failed`.
        message: Why it failed, with what to do next; empty otherwise.
        exit_code: 0, or the exit code of the error: 2 for wrong input, 3 for a refusal of the gate.
        notices: What was changed or left out on the way.
        print: What the file was made from, to compare with the next time.
    """

    recipe: Path
    path: Path
    state: str
    message: str = ""
    exit_code: int = 0
    notices: tuple[str, ...] = ()
    print: str = ""


@dataclass(frozen=True, slots=True)
class _Job:
    """One recipe, where its file goes, and the print and hash of the file that was built the last time."""

    recipe: Path
    path: Path
    known: tuple[str, str]


def build(
    archive: Archive,
    recipes: Iterable[Path],
    *,
    suffix: str = ".pdf",
    changed: bool = False,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[Built]:
    """Make the file of each recipe, `exports/NAME.pdf`; one that fails does not stop the others.

    Args:
        archive: Where the posts are.
        recipes: Files in briefings/.
        suffix: `.pdf` or `.html`.
        changed: Whether to leave alone what would come out as it is: posts, words, pictures, names, brand,
            template, fonts and versions are the same, and the file is there as it was built.
        executor: Where: any `concurrent.futures.Executor` whose workers see the archive's folder under the
            same path. None builds here.
        progress: Called with (briefings done, briefings there are).

    Returns:
        What became of each recipe, in their order.

    Raises:
        BriefingError: Two recipes would become one file.
    """
    root = archive.root
    prints = _read_prints(root) if changed else {}
    jobs = [_job(Path(recipe).absolute(), root, suffix, prints) for recipe in recipes]
    _refuse_one_name_for_two(jobs)
    done: list[Built] = []
    work = partial(_build_batch, archive.folder)
    for built in in_batches(work, jobs, executor=executor, size=_PORTION):
        done.append(built)
        if progress:
            progress(len(done), len(jobs))
    _keep_prints(root, done)
    return done


def _refuse_one_name_for_two(jobs: Sequence[_Job]) -> None:
    seen: dict[Path, Path] = {}
    for job in jobs:
        other = seen.setdefault(job.path, job.recipe)
        if other != job.recipe:
            hint = "Rename one of them, or build them one after the other with `lfnkr brief -o`."
            raise BriefingError(
                f"{other.name} and {job.recipe.name} would become one file", hint=hint, path=job.path
            )


def _job(recipe: Path, root: Path, suffix: str, prints: Mapping[str, Sequence[str]]) -> _Job:
    path = root / "exports" / f"{recipe.stem}{suffix}"
    known = prints.get(path.name, ("", ""))
    return _Job(recipe, path, (str(known[0]), str(known[1])))


def _build_batch(folder: Path, jobs: Sequence[_Job]) -> list[Built]:
    """What becomes of some recipes; this is what an executor is given to do."""
    return [_build(_archive(folder), job) for job in jobs]


@cache
def _archive(folder: Path) -> Archive:
    """The archive of a folder, opened once a process; it follows its files."""
    return Archive.open(folder)


def _build(archive: Archive, job: _Job) -> Built:
    try:
        briefing = Briefing.open(job.recipe, archive.refresh()).as_on_disk()
        now = _print(briefing, job)
        if now == job.known[0] and _hash(job.path) == job.known[1]:
            return Built(job.recipe, job.path, "unchanged", print=now)
        exported = briefing.export(job.path)
    except LfnkrError as error:
        return Built(job.recipe, job.path, "failed", " ".join(error.sentences), error.exit_code)
    except OSError as error:
        hint = "Choose another place, or make room and check permissions."
        message = f"{error.filename or job.path}: {error.strerror}. {hint}"
        return Built(job.recipe, job.path, "failed", message, LfnkrError.exit_code)
    notices = tuple(f"{n.origin}: {n.message}" if n.origin else n.message for n in exported.notices)
    return Built(job.recipe, job.path, "built", notices=notices, print=now)


# --- what a file is made from ----------------------------------------------------------------------------


def _print(briefing: Briefing, job: _Job) -> str:
    """A hash of all that decides the bytes of a file; of the tree in which names are replaced, and it stays inside."""
    document = briefing.document()
    marks = stamps(briefing, clearance(briefing, document).state)
    recipe = sha256(read_bytes(job.recipe)).hexdigest()
    said = [job.path.suffix, _versions(), recipe, marks, _plain(document)]
    return sha256(repr(said).encode("utf-8", "backslashreplace")).hexdigest()


def _plain(part: Any) -> Any:
    """A part of the tree as values whose `repr` is the same in every process."""
    if is_dataclass(part):
        return [type(part).__name__, *(_plain(getattr(part, field.name)) for field in fields(part))]
    if isinstance(part, tuple | list):
        return [_plain(item) for item in part]
    if isinstance(part, frozenset | set):
        return sorted(part)
    if isinstance(part, Mapping):
        return sorted((key, _plain(value)) for key, value in part.items())
    return sha256(part).hexdigest() if isinstance(part, bytes) else part


@cache
def _versions() -> str:
    """What turns a tree into a file: packages, our modules, templates and fonts."""
    found = [f"lfnkr-nb {__version__}"]
    for name in _PACKAGES:
        with suppress(PackageNotFoundError):
            found.append(f"{name} {version(name)}")
    package = Path(str(files("lfnkr_nb")))
    for path in sorted(p for p in package.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        stats = path.stat()
        found.append(f"{path.relative_to(package).as_posix()} {stats.st_size} {stats.st_mtime_ns}")
    return "\n".join(found)


def _hash(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _read_prints(root: Path) -> dict[str, Sequence[str]]:
    """What each file in exports/ was made from, and its hash; nothing where that is not known."""
    try:
        found = json.loads((store_folder(root) / _PRINTS).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: pair for name, pair in found.items() if isinstance(pair, list) and len(pair) == 2}


def _keep_prints(root: Path, done: Sequence[Built]) -> None:
    """Remember what was built; where that cannot be written, the next build makes everything."""
    prints = _read_prints(root)
    for built in done:
        prints.pop(built.path.name, None)
        if built.print:
            prints[built.path.name] = [built.print, _hash(built.path)]
    with suppress(OSError):
        folder = store_folder(root)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(folder / _PRINTS, json.dumps(prints, indent=0, sort_keys=True).encode("ascii"))
