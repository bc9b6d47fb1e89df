"""Second pass: take up the items that the first pass kept, write their posts. Runs in any process."""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lfnkr_nb.saving import lock
from lfnkr_nb.wordpress.convert import Around, Findings, render_post
from lfnkr_nb.wordpress.links import Atlas, PostLinks
from lfnkr_nb.wordpress.media import MediaStore, PostMedia
from lfnkr_nb.wordpress.parcel import Parcel
from lfnkr_nb.wordpress.spool import fetch_item
from lfnkr_nb.wordpress.writing import Outcome, Staging, settle, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lfnkr_nb.wordpress.items import Item
    from lfnkr_nb.wordpress.plan import Outline

__all__ = ["Job", "Result", "Task", "run_batch", "save_job"]


@dataclass(frozen=True, slots=True)
class Job:
    """What all tasks of an import share."""

    posts: str
    media: str
    comments: bool
    dry_run: bool


class Task(NamedTuple):
    """One post to write, with what an earlier import knows of it."""

    number: int
    outline: Outline
    known: str = ""
    known_source: str = ""


@dataclass(slots=True)
class Result(Parcel):
    """What became of one post."""

    number: int
    title: str
    outcome: Outcome
    findings: Findings
    resolved: int = 0
    choices: list[tuple[str, int, list[str]]] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)
    media: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def save_job(job: Job, atlas: Atlas, folder: Path) -> Path:
    """Put what tasks share into a file, from which each process reads it once."""
    path = folder / "job.json"
    values = {
        "posts": job.posts,
        "media": job.media,
        "comments": job.comments,
        "dry_run": job.dry_run,
    }
    with path.open("w", encoding="utf-8", errors="replace") as file:
        file.write(json.dumps(values) + "\n")
        for name, table in vars(atlas).items():
            file.write(json.dumps([name, table], ensure_ascii=False) + "\n")
    return path


@lru_cache(maxsize=1)
def _load_job(path: str) -> tuple[Job, Atlas, MediaStore | None]:
    with Path(path).open(encoding="utf-8") as file:
        values: dict[str, Any] = json.loads(file.readline())
        atlas = Atlas(**dict(json.loads(line) for line in file))
    job = Job(**values)
    return job, atlas, MediaStore(Path(job.media)) if job.media else None


class Draft(NamedTuple):
    """A post that is rendered and not yet written."""

    task: Task
    text: bytes
    findings: Findings
    links: PostLinks
    media: PostMedia


def run_batch(job_path: str, tasks: list[Task]) -> list[Result]:
    """Write the posts of some tasks and tell what happened to each."""
    shared = _load_job(job_path)
    job = shared[0]
    drafts = list(_drafts(shared, tasks))
    with Staging() as staging, _one_after_the_other(job_path):
        return [_write(job, draft, staging=None if job.dry_run else staging) for draft in drafts]


@contextmanager
def _one_after_the_other(job_path: str) -> Iterator[None]:
    """Let other processes of this import wait with new files meanwhile; only the time of the processor is at stake.

    Of two processes that make files in one folder the kernel lets one spin while the other has the folder: where
    making files is slow, that doubled what an import cost.
    """
    with Path(f"{job_path}.turn").open("ab") as file:
        with suppress(OSError):
            lock(file.fileno(), wait=True)
        yield


def _drafts(shared: tuple[Job, Atlas, MediaStore | None], tasks: list[Task]) -> Iterator[Draft]:
    for spool, some in groupby(tasks, key=lambda task: task.outline.spool):
        with Path(spool).open("rb") as file:
            for task in some:
                yield _render(shared, task, fetch_item(file, task.outline.start, task.outline.length))


def _render(shared: tuple[Job, Atlas, MediaStore | None], task: Task, item: Item) -> Draft:
    job, atlas, store = shared
    outline = task.outline
    links = PostLinks(atlas, outline.file)
    media = PostMedia(store, f"{job.posts}/{outline.file}".rpartition("/")[0], job.dry_run)
    around = Around(atlas, links, media, number=item.id)
    text, findings = render_post(item, outline, around, comments=job.comments)
    return Draft(task, text, findings, links, media)


def _write(job: Job, draft: Draft, *, staging: Staging | None) -> Result:
    task, text, findings, links, media = draft
    outline = task.outline
    path = f"{job.posts}/{outline.file}"
    outcome = settle(
        path, text, known=task.known, unchanged=outline.source == task.known_source, staging=staging
    )
    if findings.side_file is not None and not job.dry_run:
        _write_side_file(
            Path(job.posts).parent / "imports" / "wp" / f"{Path(path).stem}.yaml", findings.side_file
        )
    findings.side_file = None
    counts = media.counts()
    return Result(
        task.number, findings.name, outcome, findings, links.resolved, links.choices, links.unresolved,
        counts, media.missing,
    )  # fmt: skip


def _write_side_file(path: Path, data: bytes) -> None:
    if not path.is_file() or path.read_bytes() != data:
        write_atomic(path, data)
