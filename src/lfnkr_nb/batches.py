"""Work in batches, in this process or in whatever executor the caller gives.

Any `concurrent.futures.Executor` will do: a pool of processes, or `dask.distributed`'s
`Client.get_executor()`, which spreads the work over machines that share the archive's folder. Each task is a
batch, since handing over a task can cost as much as a post. Every batch can be done twice without harm: should
the executor break down, the rest is done here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from itertools import islice
from typing import Final, TypeVar

__all__ = ["BATCH", "cut", "in_batches"]

#: Items of a task; at 32 the 3.5 ms of a task of dask are small beside the work.
BATCH: Final = 32

#: Batches under way at once; bounds the memory that answers can take.
_UNDER_WAY: Final = 256

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def cut(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """The items in lists of `size`; the last may be shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def in_batches(
    function: Callable[[Sequence[Item]], list[Answer]],
    items: Iterable[Item],
    *,
    executor: Executor | None = None,
    size: int = BATCH,
) -> Iterator[Answer]:
    """The answer to each item, in order.

    Args:
        function: Makes a list of answers from a list of items; with an executor of processes or machines it
            and the items must be such as can be sent there.
        items: What is to be done.
        executor: Where; None does it here, one batch after the other.
        size: Items of a task.

    Raises:
        Exception: Whatever `function` raises.
    """
    waiting: deque[tuple[list[Item], Future[list[Answer]] | None]] = deque()
    try:
        for batch in cut(items, size):
            if executor is None:
                yield from function(batch)
                continue
            waiting.append((batch, _submitted(executor, function, batch)))
            if len(waiting) >= _UNDER_WAY:
                yield from _answered(function, *waiting.popleft())
        while waiting:
            yield from _answered(function, *waiting.popleft())
    finally:
        for _, future in waiting:
            if future is not None:
                future.cancel()


def _submitted(
    executor: Executor, function: Callable[[Sequence[Item]], list[Answer]], batch: list[Item]
) -> Future[list[Answer]] | None:
    try:
        return executor.submit(function, batch)
    except BrokenExecutor:
        return None


def _answered(
    function: Callable[[Sequence[Item]], list[Answer]],
    batch: list[Item],
    future: Future[list[Answer]] | None,
) -> list[Answer]:
    if future is not None:
        try:
            return future.result()
        except Exception as error:
            if not _broke_down(error):
                raise
    return function(batch)


def _broke_down(error: Exception) -> bool:
    """Whether an error tells of the executor and not of the work; dask has errors of its own for that."""
    return isinstance(error, BrokenExecutor | CancelledError) or type(error).__module__.startswith(
        "distributed."
    )
