"""What finding near-duplicates and related posts costs, beside reading every post once.

    python benchmarks/related.py [--count 100000] [--posts 20] [--folder DIR]

An archive is generated (in DIR, where it stays for the next time; else in a temporary folder). Each row is measured
in a fresh process: CPU is its user and system time, memory the largest size of it minus its size when the archive
was open. "Reading" is `Post.read` and the words of each post, which sketches are made of; the second look at
near-duplicates finds the sketches in `.lfnkr/`. Compare ratios, never seconds of different machines.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from generated_posts import archive_in

START = """
import json, resource, sys, time
from random import Random
from lfnkr_nb import Archive
from lfnkr_nb.related import near_duplicates, related_posts
from lfnkr_nb.search.source import prepare
import pandas
archive = Archive.open(sys.argv[1])
posts = int(sys.argv[2])
len(archive)
def size():
    # Maximum resident set; Linux counts kilobytes, macOS bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
def told(work):
    before, start = size(), time.process_time()
    found = work()
    print(json.dumps([time.process_time() - start, size() - before, found]))
"""
READING = """
holdings = archive._holdings
told(lambda: sum(1 for _ in prepare(holdings, range(len(holdings)))))
"""
DUPLICATES = "told(lambda: len(archive.near_duplicates(public=None)))"
RELATED = """
archive.search("warm", limit=1)
keys = Random(3).sample(sorted(archive.keys.values()), posts)
archive.related(keys[0])
told(lambda: sum(len(archive.related(key)) for key in keys))
"""


def measured(script: str, folder: Path, posts: int) -> tuple[float, float, int]:
    """CPU seconds, bytes of memory, and how much was found."""
    command = [sys.executable, "-c", START + script, str(folder), str(posts)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, size, found = json.loads(done.stdout)
    return seconds, size, found


def report(folder: Path, posts: int) -> None:
    """Measure and print the table."""
    (folder / ".lfnkr" / "sketches.sqlite").unlink(missing_ok=True)
    reading = measured(READING, folder, posts)
    print(f"{'':<42}{'CPU s':>9}{'of reading':>12}{'MB':>8}{'found':>9}")
    for name, script, share in (
        ("near-duplicates, first look", DUPLICATES, 1),
        ("near-duplicates, second look", DUPLICATES, 1),
        ("related posts, for one post", RELATED, posts),
    ):
        seconds, size, found = measured(script, folder, posts)
        ratio = seconds / share / reading[0]
        print(f"{name:<42}{seconds / share:>9.2f}{ratio:>12.4f}{size / 1e6:>8.0f}{found / share:>9.0f}")
    print(f"{'reading every post':<42}{reading[0]:>9.2f}{1:>12.4f}{reading[1] / 1e6:>8.0f}{reading[2]:>9}")


def main() -> None:
    """Generate, measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--posts", type=int, default=20, help="posts whose related posts are looked for")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with archive_in(given.folder, given.count) as folder:
        report(folder, given.posts)


if __name__ == "__main__":
    main()
