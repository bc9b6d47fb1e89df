"""Second pass: read items again by their place in the file, write their posts. Runs in any process."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lfnkr_nb.wordpress.convert import Findings, render_post
from lfnkr_nb.wordpress.items import parse_item
from lfnkr_nb.wordpress.links import Atlas, PostLinks
from lfnkr_nb.wordpress.media import MediaStore, PostMedia
from lfnkr_nb.wordpress.writing import Outcome, settle, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lfnkr_nb.wordpress.plan import Outline

__all__ = ["Job", "Result", "Task", "run_batch", "save_job"]


@dataclass(frozen=True, slots=True)
class Job:
    """What all tasks of an import share."""

    parts: tuple[tuple[str, bytes], ...]
    posts: str
    media: str
    comments: bool
    dry_run: bool
    atlas: Atlas


@dataclass(slots=True)
class Task:
    """One post to write, with what an earlier import knows of it."""

    number: int
    outline: Outline
    known: str = ""
    known_source: str = ""


@dataclass(slots=True)
class Result:
    """What became of one post."""

    number: int
    outcome: Outcome
    findings: Findings
    resolved: int = 0
    choices: list[tuple[str, int, list[str]]] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)
    media: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def save_job(job: Job, folder: Path) -> Path:
    """Put what tasks share into a file, from which each process reads it once."""
    path = folder / "job.json"
    values = {
        "parts": [(part, wrapper.decode("utf-8", "replace")) for part, wrapper in job.parts],
        "posts": job.posts,
        "media": job.media,
        "comments": job.comments,
        "dry_run": job.dry_run,
        "atlas": job.atlas.as_json(),
    }
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8", errors="replace")
    return path


@lru_cache(maxsize=1)
def _load_job(path: str) -> tuple[Job, MediaStore | None]:
    values: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    parts = tuple((part, wrapper.encode()) for part, wrapper in values.pop("parts"))
    atlas = Atlas(**values.pop("atlas"))
    job = Job(parts=parts, atlas=atlas, **values)
    return job, MediaStore(Path(job.media)) if job.media else None


def run_batch(job_path: str, tasks: list[Task]) -> list[Result]:
    """Write the posts of some tasks and tell what happened to each."""
    job, store = _load_job(job_path)
    return list(_run(job, store, tasks))


def _run(job: Job, store: MediaStore | None, tasks: list[Task]) -> Iterator[Result]:
    handles = {
        number: Path(job.parts[number][0]).open("rb") for number in {task.outline.part for task in tasks}
    }
    try:
        for task in tasks:
            file = handles[task.outline.part]
            file.seek(task.outline.start)
            data = file.read(task.outline.length)
            yield _write(job, store, task, data)
    finally:
        for file in handles.values():
            file.close()


def _write(job: Job, store: MediaStore | None, task: Task, data: bytes) -> Result:
    outline = task.outline
    item = parse_item(data, job.parts[outline.part][1])
    path = Path(job.posts, outline.file)
    links = PostLinks(job.atlas, outline.file)
    media = PostMedia(store, path.parent, job.dry_run)
    text, findings = render_post(item, outline, job.atlas, links, media, comments=job.comments)
    outcome = settle(
        path,
        text,
        known=task.known,
        known_source=task.known_source,
        source=outline.source,
        dry_run=job.dry_run,
    )
    if findings.side_file is not None and not job.dry_run:
        _write_side_file(Path(job.posts).parent / "imports" / "wp" / f"{path.stem}.yaml", findings.side_file)
    findings.side_file = None
    counts = {"copied": len(media.copied), "local": media.local, "remote": media.remote}
    return Result(
        task.number, outcome, findings, links.resolved, links.choices, links.unresolved, counts, media.missing
    )


def _write_side_file(path: Path, data: bytes) -> None:
    if not path.is_file() or path.read_bytes() != data:
        write_atomic(path, data)
