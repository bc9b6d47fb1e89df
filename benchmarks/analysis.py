"""What figures, dates and events cost beside reading the posts they are read from.

    python benchmarks/analysis.py [--count 10000]

The posts are those of `generated_posts.py`, each with a gold sentence for every hundred words or so, so that there
are figures and dates to find. *Reading* is what every use of a text needs: the file, its header and its visible
words. *Analysis* is what comes on top for all figures and dates of the post. Both are measured post by post in
one process, so that they meet the same machine; the frames are measured after that, once with nothing read
and once again. CPU time; read the ratios.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import process_time

from generated_posts import write_archive

from lfnkr_nb.analysis.reading import read_post
from lfnkr_nb.analysis.remembering import forget_readings
from lfnkr_nb.archive import Archive
from lfnkr_nb.post import Post

ROOT = Path(__file__).resolve().parent.parent
#: Analysis as a multiple of reading, at most.
TARGET = 3.0


def gold_sentences() -> dict[str, list[str]]:
    """The gold sentences that may be looked at, by language."""
    found: dict[str, list[str]] = {}
    for block in (ROOT / "tests" / "gold" / "dev.txt").read_text("utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        found.setdefault(lines[0].split()[1], []).append(lines[1])
    return found


def add_figures(folder: Path) -> None:
    """Put sentences with figures and dates between the paragraphs of each post."""
    sentences, random = gold_sentences(), Random(1)
    for path in sorted((folder / "posts").rglob("*.md")):
        text = path.read_text("utf-8")
        lang = next((lang for lang in sentences if f"\nlang: {lang}\n" in text), "en")
        head, _, content = text.partition("\n---\n")
        paragraphs = content.split("\n\n")
        for _ in range(len(content) // 600):
            paragraphs.insert(random.randint(1, len(paragraphs)), random.choice(sentences[lang]))
        path.write_text(f"{head}\n---\n" + "\n\n".join(paragraphs), "utf-8")


def cpu_of(step: Callable[[], object]) -> float:
    """CPU seconds of one step."""
    before = process_time()
    step()
    return process_time() - before


def post_by_post(paths: list[Path]) -> tuple[float, float, int, int]:
    """CPU seconds of reading and of analysing all posts; figures and dates found."""
    reading = analysis = 0.0
    figures = dates = 0
    for path in paths:
        post: list[Post] = []

        def read(path: Path = path, post: list[Post] = post) -> None:
            post.append(Post.read(path))
            _ = post[0].plain

        reading += cpu_of(read)
        before = process_time()
        found = read_post(post[0], None)
        analysis += process_time() - before
        figures, dates = figures + len(found.claims), dates + len(found.dates)
    return reading, analysis, figures, dates


def frames_of(archive: Archive) -> None:
    """Ask for every frame."""
    for name in ("figures", "dates", "events"):
        getattr(archive, name)
    archive.contested()


def main() -> None:
    """Print the table."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--count", type=int, default=10_000, help="how many posts")
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_archive(folder, count)
        add_figures(folder)
        paths = sorted((folder / "posts").rglob("*.md"))
        post_by_post(paths[:20])  # warms caches; not counted
        reading, analysis, figures, dates = post_by_post(paths)
        archive = Archive.open(folder / "posts")
        forget_readings()
        first = cpu_of(lambda: frames_of(archive))
        forget_readings()
        again = cpu_of(lambda: frames_of(Archive.open(folder / "posts")))
    print(f"{count:,} posts, {figures:,} figures, {dates:,} dates")
    print(f"{'':<44}{'CPU s':>8}{'x reading':>11}{'target':>8}")
    met = "yes" if analysis <= TARGET * reading else "NO"
    print(f"{'reading: file, header, visible words':<44}{reading:>8.2f}{1:>11.2f}")
    judged = f"{analysis:>8.2f}{analysis / reading:>11.2f}{TARGET:>8.1f}  {met}"
    print(f"{'analysis: figures and dates of these words':<44}{judged}")
    print(f"{'all four frames, reading included':<44}{first:>8.2f}{first / reading:>11.2f}")
    print(f"{'all four frames, nothing changed since':<44}{again:>8.2f}{again / reading:>11.2f}")
    sys.exit(met != "yes")


if __name__ == "__main__":
    main()
