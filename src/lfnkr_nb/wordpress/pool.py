"""Where the work of an import runs: in this process, in two, or in an executor that the caller gives."""

from __future__ import annotations

import concurrent.futures
import gc
import multiprocessing
import os
import threading
from collections import deque
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

__all__ = ["Pool"]

#: Exports below this size are done before a second process has started.
PARALLEL_FROM_BYTES: Final = 3_000_000
#: Batches under way at once; bounds the memory that results can take.
_UNDER_WAY: Final = 6

Answer = TypeVar("Answer")


class Pool:
    """Runs batches in order. Use it in a `with` block; what is under way is cancelled at its end."""

    def __init__(self, executor: concurrent.futures.Executor | None, size: int) -> None:
        self.executor = executor
        self.own: concurrent.futures.Executor | None = None
        if executor is None and size >= PARALLEL_FROM_BYTES and (os.cpu_count() or 1) > 1:
            self.own = self.executor = _two_processes()

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.own is not None:
            self.own.shutdown(wait=True, cancel_futures=True)

    def run(
        self, function: Callable[..., Answer], batches: Iterable[tuple[Any, ...]]
    ) -> Iterator[tuple[tuple[Any, ...], Answer]]:
        """Each batch of arguments with its answer, in order.

        Should the processes break down (they were killed, or cannot be started here), the rest runs in this
        one: every batch can be done twice without harm.
        """
        if self.executor is None:
            for batch in batches:
                yield batch, function(*batch)
            return
        waiting: deque[tuple[tuple[Any, ...], concurrent.futures.Future[Answer] | None]] = deque()
        for batch in batches:
            waiting.append((batch, self._submit(function, batch)))
            if len(waiting) >= _UNDER_WAY:
                yield self._answer(function, *waiting.popleft())
        while waiting:
            yield self._answer(function, *waiting.popleft())

    def _submit(
        self, function: Callable[..., Answer], batch: tuple[Any, ...]
    ) -> concurrent.futures.Future[Answer] | None:
        if self.executor is None:
            return None
        try:
            return self.executor.submit(function, *batch)
        except BrokenProcessPool:
            self.executor = None
            return None

    def _answer(
        self,
        function: Callable[..., Answer],
        batch: tuple[Any, ...],
        future: concurrent.futures.Future[Answer] | None,
    ) -> tuple[tuple[Any, ...], Answer]:
        if future is not None:
            try:
                return batch, future.result()
            except BrokenProcessPool:
                self.executor = None
        return batch, function(*batch)


def _two_processes() -> concurrent.futures.Executor:
    """Two processes that start small: forked now where that is safe, before the survey fills the memory.

    They make no reference cycles worth collecting, and looking for them costs a tenth of their time.
    """
    methods = multiprocessing.get_all_start_methods()
    method = "fork" if "fork" in methods and threading.active_count() == 1 else "spawn"
    context = multiprocessing.get_context(method)
    pool = concurrent.futures.ProcessPoolExecutor(max_workers=2, mp_context=context, initializer=gc.disable)
    for started in [pool.submit(os.getpid) for _ in range(2)]:
        started.result()
    return pool
