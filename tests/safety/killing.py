"""Starts a piece of work again and again, kills it at a random moment, and looks at what lies on the disk.

    python killing.py save|import|export FOLDER TIMES

An import and an export are tried until so many were killed at work: one that was done before its moment came makes
the next moments come earlier. Run as a program of its own: forking a process that has loaded everything already is
quick, and harmless here where nothing else runs. Prints what was seen as JSON.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from lfnkr_nb import Archive, Briefing, Post
from lfnkr_nb.commands.console import tidy
from lfnkr_nb.saving import TEMP_PREFIX
from lfnkr_nb.wordpress.importer import import_wordpress

LETTERS = "ABCDEF"
DICE = random.Random(20171104)


def killed(work: Callable[[], object], longest: float) -> bool:
    """Do a piece of work in a child and kill it within so many seconds; whether it was still at work."""
    child = os.fork()
    if child == 0:
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, 1)
        os.dup2(devnull, 2)
        work()
        os._exit(0)
    time.sleep(DICE.uniform(0, longest))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def duration(work: Callable[[], object]) -> float:
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    os.waitpid(child, 0)
    return time.monotonic() - begun


class Moments:
    """Kills within about the time that a piece of work takes, however busy the machine is at the moment."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.longest = duration(work)

    def kill(self, work: Callable[[], object]) -> bool:
        """Whether it was still at work."""
        struck = killed(work, self.longest)
        self.longest *= 1.05 if struck else 0.8
        return struck


def attempts(seen: Counter[str], times: int) -> Iterator[int]:
    """Numbers of attempts, until so many were killed at work."""
    while seen["killed"] < times:
        yield seen["attempts"]
        seen["attempts"] += 1


def leftovers(folder: Path) -> list[Path]:
    return list(folder.rglob(f"{TEMP_PREFIX}*"))


def save(folder: Path, times: int) -> Counter[str]:
    """Save a post of a megabyte with other contents, on and on."""
    path = folder / "posts" / "a.md"
    Post.new(path, "A" * 1_000_000 + "\n", title="A", status="publish").save()
    whole = {letter * 1_000_000 + "\n" for letter in LETTERS}

    def work() -> None:
        post = Post.read(path)
        while True:
            for letter in LETTERS:
                post = post.replace(content=letter * 1_000_000 + "\n").save()

    seen: Counter[str] = Counter()
    for _ in range(times):
        seen["killed"] += killed(work, 0.08)
        seen["whole"] += Post.read(path).content in whole
        seen["leftovers"] += bool(leftovers(folder))
        tidy(Archive.open(folder))
        seen["clean"] += [p.name for p in (folder / "posts").iterdir()] == ["a.md"]
    return seen


def import_(folder: Path, times: int) -> Counter[str]:
    """Import an export, half of the times over what the import before was killed at."""
    export = folder / "export.xml"
    import_wordpress([export], folder / "whole" / "posts")
    wanted = files(folder / "whole" / "posts")
    here = folder / "here" / "posts"

    def work() -> None:
        import_wordpress([export], here)

    moments = Moments(work)
    seen: Counter[str] = Counter()
    for number in attempts(seen, times):
        if number % 2 == 0:
            shutil.rmtree(here.parent)
            here.mkdir(parents=True)
        seen["killed"] += moments.kill(work)
        present = {name: data for name, data in files(here).items() if not Path(name).name.startswith(".")}
        seen["whole"] += present.items() <= wanted.items()
        seen["some"] += 0 < len(present) < len(wanted)
        seen["leftovers"] += bool(leftovers(folder / "here"))
    receipt = import_wordpress([export], here)
    seen["finished"] = int(files(here) == wanted and not receipt.losses and not receipt.conflicts)
    seen["clean"] = int(not leftovers(folder / "here"))
    return seen


def export(folder: Path, times: int) -> Counter[str]:
    """Export a briefing as page and as PDF."""
    archive = Archive.open(folder)
    made: dict[str, bytes] = {}
    moments: dict[str, Moments] = {}
    seen: Counter[str] = Counter()
    for number in attempts(seen, times):
        suffix = "pdf" if number % 2 else "html"
        target = folder / "exports" / f"x.{suffix}"

        def work(target: Path = target) -> None:
            Briefing("T", archive, show="whole").export(target)

        if suffix not in made:
            # In a child as well: a process that has used Typst's threads cannot be forked any more.
            moments[suffix] = Moments(work)
            made[suffix] = target.read_bytes()
        target.unlink(missing_ok=True)
        seen["killed"] += moments[suffix].kill(work)
        seen["whole"] += not target.exists() or target.read_bytes() == made[suffix]
        seen["absent"] += not target.exists()
        places = (folder / "exports", Path(os.environ["TMPDIR"]))
        seen["leftovers"] += any(list(place.glob("*lfnkr-tmp-*")) for place in places)
        tidy(archive)
        seen["clean"] += not any(list(place.glob("*lfnkr-tmp-*")) for place in places)
    return seen


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


if __name__ == "__main__":
    task = {"save": save, "import": import_, "export": export}[sys.argv[1]]
    print(json.dumps(task(Path(sys.argv[2]), int(sys.argv[3]))))
