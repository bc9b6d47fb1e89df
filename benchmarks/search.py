"""What searching costs, beside `str.contains` over the same texts in memory.

    python benchmarks/search.py [--count 100000] [--queries 100] [--folder DIR]

An archive is generated (in DIR, where it stays for the next time; else in a temporary folder) and indexed. Then
queries of ten kinds, made of words that stand in it, take turns: pandas' `str.contains` on all contents, with the
words joined by & and | as the query joins them, and ours. The posts that Japanese and Korean queries find are
compared with those that a plain scan finds. CPU is user and system time of this process.

pandas keeps texts as Python objects, or in Arrow's memory where pyarrow is installed, and there it scans faster. The
targets are held against the first: it is what installing the package brings. Only the extra `parquet` brings pyarrow,
and the tests do, for which `requirements.lock` has it; what the second costs is told below the table where it is there.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
from generated_posts import archive_in

from lfnkr_nb import Archive
from lfnkr_nb.search.folding import fold_text
from lfnkr_nb.search.texts import text_of

KINDS = ("word", "word", "word", "and", "phrase", "prefix", "or", "ja", "ja", "ko")
TARGETS = {"p50": 60, "p99": 8, "p50 with snippets": 25, "index": 0.65}


def make_query(kind: str, archive: Archive, random: Random) -> tuple[str, list[str]]:
    """A query of a kind, and the words that a scan looks for; they stand in some post of the archive."""
    lang = kind if kind in ("ja", "ko") else "en"
    posts = archive._holdings
    rows = [row for row, value in enumerate(posts.table.column("lang").listed()) if value == lang]
    while True:
        words = [word for word in posts.post(random.choice(rows)).content.split() if word.isalnum()]
        if lang == "en":
            words = [word for word in words if len(word) > 4]
        place = random.randrange(max(len(words) - 1, 1))
        if place + 1 < len(words):
            return _written(kind, words[place], words[place + 1], random)


def _written(kind: str, one: str, other: str, random: Random) -> tuple[str, list[str]]:
    match kind:
        case "and":
            return f"{one} {other}", [one, other]
        case "or":
            return f"{one} OR {other}", [one, other]
        case "phrase":
            return f'"{one} {other}"', [f"{one} {other}"]
        case "prefix":
            return f"{one[:6]}*", [one[:6]]
        case "ja" | "ko":
            size, start = random.choice((2, 2, 3, 4)), random.randrange(max(len(one) - 4, 1))
            return f'"{one[start : start + size]}"', [one[start : start + size]]
        case _:
            return one, [one]


def scanned(bodies: pd.Series[str], kind: str, words: list[str]) -> int:
    """How many texts `str.contains` finds."""
    flags = [bodies.str.contains(word) for word in words]
    joined = np.logical_or.reduce(flags) if kind == "or" else np.logical_and.reduce(flags)
    return int(joined.sum())


def cpu(work: Callable[[], Any]) -> float:
    """CPU seconds of some work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(
    archive: Archive, bodies: pd.Series[str], folded: list[str], count: int
) -> dict[str, list[float]]:
    """CPU seconds of each way, and how many Japanese and Korean queries found other posts than a scan."""
    random = Random(5)
    names = ("contains", "pyarrow", "search", "snippets", "wrong", "cjk")
    taken: dict[str, list[float]] = {name: [] for name in names}
    in_arrow = bodies.astype(pd.StringDtype("pyarrow", na_value=np.nan)) if find_spec("pyarrow") else None
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        query, words = make_query(kind, archive, random)
        taken["contains"].append(cpu(lambda k=kind, w=words: scanned(bodies, k, w)))
        if in_arrow is not None:
            taken["pyarrow"].append(cpu(lambda k=kind, w=words: scanned(in_arrow, k, w)))
        taken["search"].append(cpu(lambda q=query: archive.select(text=q)))
        taken["snippets"].append(cpu(lambda q=query: archive.search(q, limit=20)))
        if kind in ("ja", "ko"):
            wanted = fold_text(words[0])
            expected = {row for row, text in enumerate(folded) if wanted in text}
            taken["cjk"].append(len(expected))
            taken["wrong"].append(set(archive.select(text=query)._rows.tolist()) != expected)
    return taken


def prepared(archive: Archive) -> tuple[pd.Series[str], list[str], int]:
    """All contents, all titles and texts as they are compared, and the size of the texts in bytes."""
    bodies, folded, size = [], [], 0
    for post in archive:
        text = text_of(post)
        bodies.append(post.content)
        folded.append(fold_text(f"{post.title}\n{text}"))
        size += len(post.title.encode()) + len(text.encode())
    return pd.Series(bodies, dtype=pd.StringDtype("python", na_value=np.nan)), folded, size


def report(taken: dict[str, list[float]]) -> None:
    """Print the table."""

    def at(name: str, quantile: float) -> float:
        return float(np.quantile(taken[name], quantile))

    print(f"{'':<44}{'CPU ms':>9}{'contains':>10}{'ratio':>8}{'target':>8}  met")
    for name, way, quantile in (
        ("p50", "search", 0.5),
        ("p99", "search", 0.99),
        ("p50 with snippets", "snippets", 0.5),
    ):
        ours, theirs, target = at(way, quantile), at("contains", quantile), TARGETS[name]
        met = "yes" if theirs / ours >= target else "NO"
        label = {"search": "posts that fulfil a query", "snippets": "20 best, ranked, with snippets"}[way]
        row = f"{label}, {name.split()[0]}"
        print(f"{row:<44}{ours * 1e3:>9.2f}{theirs * 1e3:>10.1f}{theirs / ours:>8.0f}{target:>8}  {met}")
    print("held against str.contains as the package installs pandas; pyarrow comes with an extra only")
    if taken["pyarrow"]:
        told = [
            f"with pyarrow it takes p50 {at('pyarrow', 0.5) * 1e3:.1f}, p99 {at('pyarrow', 0.99) * 1e3:.1f} ms:"
        ]
        told += [f"p50 {at('pyarrow', 0.5) / at('search', 0.5):.0f}, p99"]
        told += [f"{at('pyarrow', 0.99) / at('search', 0.99):.0f}, with snippets"]
        told += [f"{at('pyarrow', 0.5) / at('snippets', 0.5):.0f} times ours"]
        print(" ".join(told))
    wrong, queries = int(sum(taken["wrong"])), len(taken["cjk"])
    hits = int(sum(taken["cjk"]))
    print(f"Japanese and Korean queries that equal a scan: {queries - wrong} of {queries}, {hits:,} hits")


def main() -> None:
    """Generate, index, measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with archive_in(given.folder, given.count) as folder:
        archive = Archive.open(folder)
        made = cpu(lambda: archive.search("nothingofthisname"))
        bodies, folded, size = prepared(archive)
        archive.select(text="warm")
        taken = measure(archive, bodies, folded, given.queries)
        share = (folder / ".lfnkr" / "search.sqlite").stat().st_size / size
    print(
        f"{len(bodies):,} posts, {size / 1e6:,.0f} MB of text, {given.queries} queries, load {os.getloadavg()[0]:.1f}"
    )
    print(
        f"index: {share:.3f} of the text, target {TARGETS['index']}, {'yes' if share <= TARGETS['index'] else 'NO'}"
    )
    print(f"bringing the index up to date: {made:.1f} s CPU")
    report(taken)


if __name__ == "__main__":
    main()
