"""`lfnkr build`."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from lfnkr_nb.building import Built, build
from lfnkr_nb.commands.console import open_archive, say
from lfnkr_nb.errors import BriefingError, LfnkrError
from lfnkr_nb.folders import recipe_files
from lfnkr_nb.progress import show_progress

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr build`: every recipe becomes its file in exports/; the exit code is that of the worst failure."""
    archive = open_archive(options)
    recipes = [*options.recipe, *(recipe_files(archive.root) if options.all else ())]
    if not recipes:
        hint = '`lfnkr new briefing "Title"` begins one.' if options.all else (
            "Name recipes, or use --all for every one in briefings/."
        )  # fmt: skip
        nothing = "There is no recipe in briefings/" if options.all else "There is nothing to build"
        raise BriefingError(nothing, hint=hint)
    with _executor(options.dask) as executor, show_progress("Building", unit="briefings") as progress:
        done = build(
            archive,
            dict.fromkeys(recipe.absolute() for recipe in recipes),
            suffix=".html" if options.html else ".pdf",
            changed=options.changed,
            executor=executor,
            progress=progress,
        )
    for built in done:
        _tell(built, archive.root)
    counts = {state: sum(each.state == state for each in done) for state in ("built", "unchanged", "failed")}
    say(", ".join(f"{count} {state}" for state, count in counts.items()))
    return max(each.exit_code for each in done)


def _tell(built: Built, root: Path) -> None:
    path, said = built.path.relative_to(root), built.message.replace(f"{root}{os.sep}", "")
    for notice in built.notices:
        say(f"note: {path}: {notice}")
    say(f"{path}: {built.state}{': ' + said if said else ''}")


@contextmanager
def _executor(address: str | None) -> Iterator[Executor | None]:
    """The executor of dask at an address; None builds here."""
    if address is None:
        yield None
        return
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        hint = 'Install it in the folder of lfnkr-nb: pip install ".[dask]".'
        raise LfnkrError("Dask is not installed", hint=hint) from error
    try:
        client = distributed.Client(address, timeout=10)
    except (OSError, ValueError) as error:
        hint = "Start one with `dask scheduler` and `dask worker`, and give its address, such as tcp://10.0.0.5:8786."
        raise LfnkrError(f"No scheduler of dask answers at {address}", hint=hint) from error
    with client:
        yield client.get_executor()
