"""Reading many files into the rows of the index.

`read_files` reads a few files here, many in as many processes as there are cores, or in the executor
that the caller gives. Our processes are started with a command of their own, so that a script or notebook
that opens an archive is never run a second time, whatever the system's way to start processes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from lfnkr_nb.batches import in_batches
from lfnkr_nb.post_rows import Answer, Job, read_batch, receive, send

__all__ = ["read_files"]

Progress = Callable[[int, int | None], None]

#: Fewer files are read before a second process has started.
_PARALLEL_FROM: Final = 400
#: Files that a process of ours is given at once.
_PORTION: Final = 200
_COMMAND: Final = "import sys; sys.path[:] = sys.argv[1:]; from lfnkr_nb.post_rows import serve; serve()"


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
            yield from read_batch(folder, [job])
    else:
        with _Processes(cores) as processes, ThreadPoolExecutor(cores) as threads:
            yield from in_batches(partial(processes.read, folder), jobs, executor=threads, size=_PORTION)


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
        except (OSError, EOFError, ValueError, TypeError):
            return read_batch(folder, jobs)
        finally:
            self._idle.put(process)


def _asked(process: subprocess.Popen[bytes], folder: str, jobs: Sequence[Job]) -> list[Answer]:
    if process.stdin is None or process.stdout is None:
        raise OSError("the process has no pipes")
    send(process.stdin, [folder, list(jobs)])
    answers: list[Answer] = receive(process.stdout)
    return answers
