"""Files become rows: what the index keeps of each post, and what is wrong with a file that cannot be used.

`read_files` reads many files: a few here, many in as many processes as there are cores, or in the executor
that the caller gives. Our processes are started with a command of their own, so that a script or notebook
that opens an archive is never run a second time, whatever the system's way to start processes.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final

from lfnkr_nb.addresses import ADDRESS_JOINT, addresses, host
from lfnkr_nb.batches import in_batches
from lfnkr_nb.errors import PostError
from lfnkr_nb.post import Post
from lfnkr_nb.saving import content_hash, read_bytes

__all__ = ["Answer", "Job", "post_row", "read_batch", "read_files"]

#: A file seen from the posts folder, and the hash of its bytes as they are known; empty when they are not.
Job = tuple[str, str]

#: The row of `columns.COLUMNS`; or message, hint and line of what is wrong; or None, the bytes are the known ones.
Answer = list[Any] | None

Progress = Callable[[int, int | None], None]

#: Fewer files are read before a second process has started.
_PARALLEL_FROM: Final = 400
#: Files that a process of ours is given at once.
_PORTION: Final = 200
_COMMAND: Final = "import sys; sys.path[:] = sys.argv[1:]; from lfnkr_nb.reading import serve; serve()"


def read_files(
    folder: Path, jobs: Sequence[Job], *, executor: Executor | None = None, progress: Progress | None = None
) -> list[Answer]:
    """What each file says, in the order of the jobs; a file that cannot be used stops nobody.

    Args:
        folder: The posts folder.
        jobs: What to read.
        executor: Where to read; None reads here, many files in processes of our own.
        progress: Called with (files read, files there are) now and then.
    """
    answers: list[Answer] = []
    for answer in _answers(str(folder), jobs, executor):
        answers.append(answer)
        if progress:
            progress(len(answers), len(jobs))
    return answers


def _answers(folder: str, jobs: Sequence[Job], executor: Executor | None) -> Iterator[Answer]:
    cores = min(os.cpu_count() or 1, 8)
    if executor is not None:
        yield from in_batches(partial(read_batch, folder), jobs, executor=executor)
    elif len(jobs) < _PARALLEL_FROM or cores < 2 or not sys.executable:
        for job in jobs:
            yield _read(Path(folder), job)
    else:
        with _Processes(cores) as processes, ThreadPoolExecutor(cores) as threads:
            yield from in_batches(partial(processes.read, folder), jobs, executor=threads, size=_PORTION)


def read_batch(folder: str, jobs: Sequence[Job]) -> list[Answer]:
    """What each file of a batch says; this is what an executor is given to do."""
    root = Path(folder)
    return [_read(root, job) for job in jobs]


def _read(folder: Path, job: Job) -> Answer:
    name, known = job
    path = folder / name
    try:
        data = read_bytes(path)
        digest = content_hash(data)
        return None if digest == known else post_row(name, digest, Post.parse(path, data))
    except PostError as error:
        return [error.message, error.hint, error.line]


def post_row(name: str, digest: str, post: Post) -> list[Any]:
    """The values of a post in the order of `columns.COLUMNS`; the hash stays inside, it is never published."""
    get = post.values.get
    date, modified, listed = get("date"), get("modified"), get("listed_after")
    wordpress_id = get("wp", {}).get("id")
    return [
        name,
        digest,
        get("title"),
        post.slug,
        post.status,
        int(post.password),
        int(bool(get("sticky", False))),
        get("kind"),
        post.lang,
        date and date.written,
        date and date.microseconds,
        date and date.precision,
        date and date.zone,
        _written(get("date_after")),
        _written(get("date_before")),
        _written(modified),
        modified and modified.microseconds,
        post.categories,
        post.tags,
        get("concepts", ()),
        get("byline"),
        get("follows"),
        get("permalink"),
        host(get("permalink", "")),
        ADDRESS_JOINT.join(addresses(get("permalink", ""), post.slug, name)),
        get("old_slugs", ()),
        str(wordpress_id) if wordpress_id else None,
        listed,
        post.header.line("listed_after") if listed is not None else None,
        len(post.content),
    ]


def _written(date: Any) -> str | None:
    return date.written if date is not None else None


class _Processes:
    """Processes that read for us; one that dies is not missed, its portion is read here."""

    def __init__(self, count: int) -> None:
        command = [sys.executable, "-I", "-S", "-c", _COMMAND, *sys.path]
        self._all: list[subprocess.Popen[bytes]] = []
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        with suppress(OSError):  # no more processes may be started here
            for _ in range(count):
                process = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
                self._all.append(process)
                self._idle.put(process)

    def __enter__(self) -> _Processes:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._all:
            process.kill()
            process.communicate()

    def read(self, folder: str, jobs: Sequence[Job]) -> list[Answer]:
        """`read_batch` in an idle process."""
        if not self._all:
            return read_batch(folder, jobs)
        process = self._idle.get()
        try:
            return _asked(process, folder, jobs)
        except (OSError, ValueError):
            return read_batch(folder, jobs)
        finally:
            self._idle.put(process)


def _asked(process: subprocess.Popen[bytes], folder: str, jobs: Sequence[Job]) -> list[Answer]:
    if process.stdin is None or process.stdout is None:
        raise OSError("the process has no pipes")
    process.stdin.write(json.dumps([folder, jobs]).encode("ascii") + b"\n")
    process.stdin.flush()
    answers: list[Answer] = json.loads(process.stdout.readline())
    return answers


def serve() -> None:
    """Answer batches on standard input, a line of JSON each, with a line of what their files say."""
    gc.disable()  # rows hold no cycles, and looking for them takes a tenth of the time
    for line in sys.stdin.buffer:
        folder, jobs = json.loads(line)
        answer = json.dumps(read_batch(folder, jobs), separators=(",", ":"))
        sys.stdout.buffer.write(answer.encode("ascii") + b"\n")
        sys.stdout.buffer.flush()
