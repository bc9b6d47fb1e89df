"""Progress on a terminal: one line that comes and goes; nothing in a pipe or file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["show_progress"]


@contextmanager
def show_progress(what: str, *, unit: str = "posts") -> Iterator[Callable[[int, int | None], None] | None]:
    """A function to be called with (done, total or None); None where nobody is looking.

    Args:
        what: What is being done, such as `Reading posts`.
        unit: What is counted.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm  # noqa: PLC0415 - loaded when somebody looks

    with tqdm(desc=what, unit=f" {unit}", leave=False, dynamic_ncols=True, file=sys.stderr) as bar:

        def step(done: int, total: int | None) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield step
