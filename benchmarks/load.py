"""Opening an archive of 1,000, 10,000 and 100,000 posts, beside the plain loop and other readers.

    python benchmarks/load.py [--posts 1000 10000 100000] [--runs 5] [--folder FOLDER]

The plain loop is what people write: `frontmatter.load` for each file, then a DataFrame with content and all.
The floor is what nobody can go below: listing the folders and asking for the state of each file. Every row is
measured in fresh processes that have imported all they need and touched every file once, and the rows take
turns; wall time, since a first load uses every core. `.posts` and `.terms` are built in a first load, `.posts`
in the others. Memory is the largest size of a process minus its size when everything was imported. Pelican's
reader (up to 1,000 posts, since it renders them) and `hugo list all` run where they are installed. Compare
ratios, never seconds of different machines.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from generated_posts import write_archive

FLOOR, PLAIN, FIRST, SECOND, CHANGED = "floor", "plain loop", "first load", "second load", "one changed file"
PELICAN, HUGO = "pelican's reader", "hugo list all"
DIGEST = "open, select, digest"

#: It renders every text, which takes minutes where the others take seconds.
MOST_FOR_PELICAN = 1_000

#: What a fresh process does: it prints seconds and the bytes by which it grew at most.
START = """
import gc, json, os, resource, sys, threading, time
from pathlib import Path
import pandas
pandas.array(["a"], dtype="str")  # where pyarrow is installed, pandas imports a part of it only now
root = Path(sys.argv[1])
posts = root / "posts"
def size():
    # Maximum resident set; Linux counts kilobytes, macOS bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
def told(work):
    before, start = size(), time.perf_counter()
    kept = work()
    seconds = time.perf_counter() - start
    print(json.dumps([seconds, size() - before]))
"""
SCRIPTS = {
    FLOOR: """
def walk(folder):
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            walk(entry.path)
        else:
            entry.stat(follow_symlinks=False)
told(lambda: walk(posts))
""",
    PLAIN: """
import frontmatter, pandas as pd
def work():
    rows = []
    for path in posts.rglob("*.md"):
        post = frontmatter.load(path)
        rows.append({**post.metadata, "content": post.content, "path": str(path)})
    return pd.DataFrame(rows)
told(work)
""",
    FIRST: """
import lfnkr_nb.frames
from lfnkr_nb import Archive
def work():
    archive = Archive.open(root)
    return archive.posts, archive.terms
told(work)
""",
    SECOND: """
import lfnkr_nb.frames
from lfnkr_nb import Archive
told(lambda: Archive.open(root).posts)
""",
    PELICAN: """
from pelican.readers import MarkdownReader
from pelican.settings import DEFAULT_CONFIG
import pandas as pd
def work():
    reader = MarkdownReader(DEFAULT_CONFIG)
    return pd.DataFrame([reader.read(str(path))[1] for path in posts.rglob("*.md")])
told(work)
""",
    DIGEST: """
import lfnkr_nb.assembly, lfnkr_nb.exporters.to_html, lfnkr_nb.frames
from lfnkr_nb import Archive, Briefing
def work():
    found = Archive.open(root).select(category="Relief", since="2017", until="2017", public=True)
    keys = list(found.keys.values())[:20]
    briefing = Briefing("Relief", posts=keys, archive=found.whole)
    return briefing.export(root / "digest.html")
told(work)
""",
}


@dataclass
class Cost:
    """Medians of what one row took: seconds, and bytes by which the process grew at most."""

    seconds: float
    size: float


def run(name: str, root: Path) -> tuple[float, float]:
    """One fresh process; NaN where it does not run here."""
    done = subprocess.run(
        [sys.executable, "-c", START + SCRIPTS[name], str(root)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return float("nan"), float("nan")
    seconds, size = json.loads(done.stdout.splitlines()[-1])
    return seconds, size


def hugo(root: Path) -> tuple[float, float]:
    """`hugo list all` over the same posts; NaN without hugo."""
    if not shutil.which("hugo"):
        return float("nan"), float("nan")
    (root / "hugo.toml").write_text('baseURL = "https://sample.example/"\ncontentDir = "posts"\n')
    (root / "config.toml").write_text('baseURL = "https://sample.example/"\ncontentDir = "posts"\n')
    code = (
        "import resource, subprocess, sys, time, json\nstart = time.perf_counter()\n"
        "done = subprocess.run(['hugo', 'list', 'all'], cwd=sys.argv[1], stdout=subprocess.DEVNULL)\n"
        "seconds = time.perf_counter() - start\n"
        "print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024]))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(root)], capture_output=True, text=True, check=True)
    seconds, size = json.loads(done.stdout)
    return seconds, size


def once(name: str, root: Path) -> tuple[float, float]:
    """One measurement of a row, with what has to be so before it."""
    if name == FIRST:
        shutil.rmtree(root / ".lfnkr", ignore_errors=True)
    if name == CHANGED:
        changed = next(iter(sorted((root / "posts" / "2010").iterdir())))
        with changed.open("a", encoding="utf-8") as file:
            file.write("One more sentence.\n")
        return run(SECOND, root)
    return hugo(root) if name == HUGO else run(name, root)


def measure(root: Path, names: list[str], runs: int) -> dict[str, Cost]:
    """Medians of rows that take turns; a first round is not counted."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for number in range(runs + 1):
        for name in names:
            found = once(name, root)
            if number:
                taken[name].append(found)
    return {name: Cost(*map(median, zip(*values, strict=True))) for name, values in taken.items()}


def digests(roots: dict[int, Path], runs: int) -> dict[int, float]:
    """By number of posts the median seconds of opening, selecting and a digest; the sizes take turns."""
    taken: dict[int, list[float]] = {posts: [] for posts in roots}
    for number in range(runs + 1):
        for posts, root in roots.items():
            seconds, _ = run(DIGEST, root)
            if number:
                taken[posts].append(seconds)
    return {posts: median(seconds) for posts, seconds in taken.items()}


def targets(posts: int, costs: dict[str, Cost]) -> list[tuple[str, float, float]]:
    """What is promised at a size: the ratio, what it is, and what it may be at most."""
    seconds = {name: cost.seconds for name, cost in costs.items()}
    found = [("first load / plain loop", seconds[FIRST] / seconds[PLAIN], 0.65)] if posts == 10_000 else []
    if posts >= 10_000:
        found += [
            ("second load / floor", seconds[SECOND] / seconds[FLOOR], 2.5),
            ("second load / plain loop", seconds[SECOND] / seconds[PLAIN], 1 / 20),
            ("one changed file / second load", seconds[CHANGED] / seconds[SECOND], 1.2),
        ]
    if posts == 100_000:
        found.append(("memory of the frames / plain loop", costs[SECOND].size / costs[PLAIN].size, 1 / 5))
    return found


def report(posts: int, costs: dict[str, Cost]) -> None:
    """Print the table of one size."""
    plain = costs[PLAIN].seconds
    print(f"\n{posts:,} posts, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{'':<22}{'wall s':>9}{'x plain':>9}{'grew MiB':>10}")
    for name, cost in costs.items():
        missing = "  not installed here" if cost.seconds != cost.seconds else ""
        print(
            f"{name:<22}{cost.seconds:>9.3f}{cost.seconds / plain:>9.3f}{cost.size / 2**20:>10.0f}{missing}"
        )
    for what, ratio, most in targets(posts, costs):
        print(f"  {what:<34}{ratio:>7.3f}  at most {most:.2f}  {'yes' if ratio <= most else 'NO'}")


def main() -> None:
    """Print a table for each size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--runs", type=int, default=5, help="rounds, each of every row")
    parser.add_argument("--folder", type=Path, help="keep the archives here and use them again")
    given = parser.parse_args()
    roots = {}
    with tempfile.TemporaryDirectory() as name:
        for posts in given.posts:
            root = roots[posts] = (given.folder or Path(name)) / str(posts)
            if not root.exists():
                write_archive(root, posts)
            rows = [FLOOR, PLAIN, FIRST, SECOND, CHANGED, HUGO]
            rows += [PELICAN] if posts <= MOST_FOR_PELICAN else []
            costs = measure(root, rows, given.runs if posts < 100_000 else min(given.runs, 3))
            report(posts, costs)
        least, most = min(roots), max(roots)
        seconds = digests({least: roots[least], most: roots[most]}, given.runs) if least != most else {}
    if seconds:
        ratio = seconds[most] / seconds[least]
        print(
            f"\nopening, selecting a category of a year and a digest of 20 posts, second run: {most:,} posts"
        )
        print(f"take {ratio:.2f} x as long as {least:,}, at most 4  {'yes' if ratio <= 4 else 'NO'}")


if __name__ == "__main__":
    main()
