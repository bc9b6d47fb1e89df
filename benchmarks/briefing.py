"""Briefings of 1, 10, 50 and 500 posts beside Chromium and WeasyPrint, in one run.

    python benchmarks/briefing.py [--quick] [--all] [--chromium PROGRAM]

Rendering is the way from the document tree to a PDF: ours from the tree itself, the others from the page
that `to_html` makes of it. Chromium goes the way of nbconvert's webpdf: Playwright opens the page and prints
it. Each figure is the CPU time (user and system) of a whole fresh process with all its children, starting
and importing included; nothing is subtracted. The tools take turns, and the median is told. Processes that
outlive their parents are waited for; should one get lost, it makes the others look cheaper, never us.

The whole command reads a folder of posts and writes a PDF; beside it stands the same command that writes
HTML, together with the rendering of that page. A rebuild happens in a process that rendered once: a sentence
in the middle changed, and with it the document's id at the foot of every page.

Compare ratios, never seconds of different machines.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import pickle
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lfnkr_nb.document.tree import Document, Section

OURS, CHROMIUM, WEASYPRINT = "lfnkr-nb", "Chromium", "WeasyPrint"
FIRST, REBUILD = "first in its process", "rebuild"
COMMAND, COMMAND_HTML = "lfnkr brief, PDF", "lfnkr brief, HTML"
#: How many times our CPU each tool has to take at least, by posts.
TARGETS = {(1, CHROMIUM): 10.0, (50, CHROMIUM): 3.0, (50, WEASYPRINT): 6.0}
#: How many times a rebuild the first rendering has to take at least.
REBUILD_TARGET = 8.0
#: How many times the rendering of 50 posts that of 500 may take at most.
LINEAR_TARGET = 11.0
REBUILDS = 5
#: From this size on the other tools are left out unless asked for.
LARGE = 500
#: `PR_SET_CHILD_SUBREAPER` of prctl(2): orphans of our children become our children and are counted.
SUBREAPER = 36


@dataclass
class Costs:
    """CPU seconds by what took them, run after run.

    Attributes:
        taken: The figures.
        missing: Why something has none.
    """

    taken: dict[str, list[float]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, seconds: float) -> None:
        """Note one run."""
        self.taken.setdefault(name, []).append(seconds)

    def __getitem__(self, name: str) -> float:
        """The median; NaN when there is none."""
        return median(self.taken.get(name, [float("nan")]))


# --- in a fresh process of its own --------------------------------------------------------------------


def render_ours(tree: str, out: str) -> None:
    """Tree → PDF."""
    from lfnkr_nb.exporters.to_pdf import to_pdf

    Path(out).write_bytes(to_pdf(load(tree)).data)


def render_with_weasyprint(page: str, out: str) -> None:
    """HTML → PDF."""
    from weasyprint import HTML

    HTML(filename=page).write_pdf(out)


def render_with_chromium(page: str, out: str, program: str) -> None:
    """HTML → PDF, in the steps and with the waits of nbconvert's webpdf."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        tab = browser.new_page()
        tab.emulate_media(media="print")
        tab.wait_for_timeout(100)
        tab.goto(Path(page).as_uri(), wait_until="networkidle")
        tab.wait_for_timeout(100)
        tab.pdf(path=out, print_background=True)
        browser.close()


def rebuild(tree: str) -> None:
    """Print what the first rendering took, fonts included, and then each rebuild, in CPU seconds.

    Importing is not counted, though it is part of a first rendering too.
    """
    from lfnkr_nb.exporters.to_pdf import PdfRenderer

    document = load(tree)
    start = time.process_time()
    with PdfRenderer() as renderer:
        renderer.render(document)
        print(time.process_time() - start)
        for number in range(REBUILDS):
            edited = changed(document, number)
            start = time.process_time()
            renderer.render(edited)
            print(time.process_time() - start)


def brief(posts: str, out: str) -> None:
    """What the command does, through the library."""
    from lfnkr_nb import Archive, Briefing

    Briefing("Measured", Archive.open(posts), template="briefing").export(out)


WORKERS: dict[str, Callable[..., None]] = {
    each.__name__: each
    for each in (render_ours, render_with_weasyprint, render_with_chromium, rebuild, brief)
}


def load(tree: str) -> Document:
    """A tree that was put aside."""
    document: Document = pickle.loads(Path(tree).read_bytes())
    return document


def changed(document: Document, number: int) -> Document:
    """The document with one more sentence in the middle, and the other id that comes with it."""
    sections = list(document.sections)
    posts = [place for place, section in enumerate(sections) if section.role == "post"]
    middle = posts[len(posts) // 2]
    sections[middle] = with_sentence(sections[middle], f" A sentence more, number {number}.")
    return replace(document, sections=tuple(sections), id=f"{document.id[:-2]}-{number}")


def with_sentence(section: Section, sentence: str) -> Section:
    """The section with a sentence added to its middle paragraph."""
    from lfnkr_nb.document.tree import Paragraph, Run

    paragraphs = [(at, block) for at, block in enumerate(section.blocks) if isinstance(block, Paragraph)]
    at, paragraph = paragraphs[len(paragraphs) // 2]
    longer = replace(paragraph, runs=(*paragraph.runs, Run(sentence)))
    return replace(section, blocks=(*section.blocks[:at], longer, *section.blocks[at + 1 :]))


# --- measuring ----------------------------------------------------------------------------------------


def adopt_orphans() -> bool:
    """Become the parent of our children's orphans; whether this system can do so (Linux)."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None) if sys.platform == "linux" else None
    return prctl is not None and prctl(SUBREAPER, 1, 0, 0, 0) == 0


def wait_for_orphans(seconds: float = 15) -> None:
    """Wait until no child is left: only then has its time been counted."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.02)
        except ChildProcessError:
            return
    print("A process did not end: its time is not counted.", file=sys.stderr)


def cpu_of(command: list[str]) -> tuple[float, str]:
    """CPU seconds of a command with all its descendants, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1800)
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["no message"])[-1])
    wait_for_orphans()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def worker(name: Callable[..., None], *arguments: object) -> list[str]:
    """The command line of a worker."""
    return [sys.executable, __file__, "--worker", name.__name__, *map(str, arguments)]


def command(posts: Path, out: Path) -> list[str]:
    """The command line of a whole briefing; through the library where there is no command yet."""
    if not find_spec("lfnkr_nb.__main__"):
        return worker(brief, posts, out)
    given = ["--posts", str(posts), "--title", "Measured", "--template", "briefing", "-o", str(out)]
    return [sys.executable, "-m", "lfnkr_nb", "brief", *given]


def absent(program: str | None) -> dict[str, str]:
    """The tools that are not here, each with what would help."""
    found = {}
    if not find_spec("playwright"):
        found[CHROMIUM] = "not here: pip install playwright"
    elif not program:
        found[CHROMIUM] = "not here: install Chromium"
    if not find_spec("weasyprint"):
        found[WEASYPRINT] = "not here: pip install weasyprint"
    return found


def prepare(folder: Path, count: int) -> None:
    """Make the posts, the tree of a briefing of them and its page."""
    from sample_posts import write_posts

    from lfnkr_nb import Archive, Briefing
    from lfnkr_nb.exporters.to_html import to_html

    write_posts(folder / "posts", count)
    document = Briefing("Measured", Archive.open(folder / "posts"), template="briefing").document()
    (folder / "tree").write_bytes(pickle.dumps(document))
    (folder / "page.html").write_bytes(to_html(document).data)


def measure(folder: Path, runs: int, *, program: str | None, others: bool) -> Costs:
    """All figures for one folder of posts."""
    costs = Costs()
    costs.missing = absent(program) if others else dict.fromkeys((CHROMIUM, WEASYPRINT), "only with --all")
    tree, page = folder / "tree", folder / "page.html"
    commands = {
        OURS: worker(render_ours, tree, folder / "ours.pdf"),
        CHROMIUM: worker(render_with_chromium, page, folder / "chromium.pdf", program),
        WEASYPRINT: worker(render_with_weasyprint, page, folder / "weasyprint.pdf"),
        COMMAND: command(folder / "posts", folder / "whole.pdf"),
        COMMAND_HTML: command(folder / "posts", folder / "whole.html"),
    }
    for _ in range(runs):
        for name, arguments in commands.items():
            run_once(costs, name, arguments)
        first, *rebuilds = map(float, cpu_of(worker(rebuild, tree))[1].split())
        costs.add(FIRST, first)
        costs.add(REBUILD, median(rebuilds))
    return costs


def run_once(costs: Costs, name: str, arguments: list[str]) -> None:
    """Run a command unless it is known not to work; others may fail, we may not."""
    if name in costs.missing:
        return
    try:
        costs.add(name, cpu_of(arguments)[0])
    except (RuntimeError, subprocess.TimeoutExpired) as error:
        if name not in (CHROMIUM, WEASYPRINT):
            raise
        costs.missing[name] = f"failed: {error}"[:70]


# --- telling ------------------------------------------------------------------------------------------


def row(name: str, seconds: float, ratio: float, target: str = "", *, met: bool = True) -> None:
    """One line of the table."""
    end = f"{target:>12}  {'yes' if met else 'NO'}" if target else ""
    print(f"{name:<46}{seconds:>9.2f}{ratio:>9.2f}{end}")


def tell_rendering(count: int, costs: Costs) -> None:
    """Rendering alone."""
    row(f"rendering: {OURS}", costs[OURS], 1)
    for name in (CHROMIUM, WEASYPRINT):
        if name in costs.missing:
            print(f"rendering: {name:<35}{costs.missing[name]}")
            continue
        ratio, target = costs[name] / costs[OURS], TARGETS.get((count, name))
        told = f"at least {target:g}" if target else ""
        row(f"rendering: {name}", costs[name], ratio, told, met=not target or ratio >= target)
    row(f"{FIRST}, without imports", costs[FIRST], costs[FIRST] / costs[OURS])
    ratio = costs[FIRST] / costs[REBUILD]
    met = ratio >= REBUILD_TARGET
    row("rebuild; ratio: the first to it", costs[REBUILD], ratio, f"at least {REBUILD_TARGET:g}", met=met)


def tell_whole(costs: Costs) -> None:
    """The whole command."""
    row(f"whole: {COMMAND}", costs[COMMAND], 1)
    for name in (CHROMIUM, WEASYPRINT):
        if name not in costs.missing:
            seconds = costs[COMMAND_HTML] + costs[name]
            row(f"whole: {COMMAND_HTML} + {name}", seconds, seconds / costs[COMMAND])


def tell_growth(by_count: dict[int, Costs]) -> None:
    """Whether the cost of rendering grows with the posts and no faster."""
    if LARGE in by_count and 50 in by_count:
        large = by_count[LARGE][OURS]
        ratio = large / by_count[50][OURS]
        print("\ngrowth")
        told = f"at most {LINEAR_TARGET:g}"
        row("rendering 500; ratio: to rendering 50", large, ratio, told, met=ratio <= LINEAR_TARGET)


def tell_sizes(folder: Path) -> str:
    """How large the input and our PDF are."""
    page, made = (folder / "page.html").stat().st_size / 1e6, (folder / "ours.pdf").stat().st_size / 1e6
    return f"page {page:.1f} MB, our PDF {made:.1f} MB"


def compare(counts: list[int], *, program: str | None, everything: bool) -> None:
    """Measure and tell, size by size."""
    by_count: dict[int, Costs] = {}
    route = "lfnkr" if find_spec("lfnkr_nb.__main__") else "library (no lfnkr command here)"
    print(f"CPU seconds, medians; whole command through: {route}")
    for count in counts:
        runs = 5 if count < 50 else 3
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            prepare(folder, count)
            others = everything or count < LARGE
            costs = by_count[count] = measure(folder, runs, program=program, others=others)
            load = os.getloadavg()[0]
            print(f"\n{count} posts, {runs} runs, {tell_sizes(folder)}, load {load:.1f}")
        print(f"{'':<46}{'CPU s':>9}{'ratio':>9}{'target':>12}  met")
        tell_rendering(count, costs)
        tell_whole(costs)
        sys.stdout.flush()
    tell_growth(by_count)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="1 and 10 posts only")
    parser.add_argument("--all", action="store_true", help="the other tools with 500 posts, too (minutes)")
    parser.add_argument("--chromium", default=shutil.which("chromium"), help="the browser's program")
    parser.add_argument("--worker", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        name, *arguments = given.worker
        WORKERS[name](*arguments)
        return
    if not adopt_orphans():
        print("Orphans cannot be counted here: Chromium may look cheaper than it is.")
    counts = [1, 10] if given.quick else [1, 10, 50, LARGE]
    compare(counts, program=given.chromium, everything=given.all)


if __name__ == "__main__":
    main()
