"""Import 1,000 and 20,000 posts beside wordpress-export-to-markdown and a bare parse, in one run.

    python benchmarks/import_speed.py [--posts 1000 20000] [--baseline FOLDER]

A generator inflates a real export: its posts and pages again and again under new ids, slugs and addresses.
The baseline is installed from npm into a temporary folder; `--baseline` names a folder with a copy of it
instead. It runs with `--write-delay 0` and downloads nothing. CPU counts user and system time of a process
and its children, memory the largest process. Where making a file takes long, such as beside many that were
removed a moment before, the file system is what is measured: `TMPDIR` names another place. Compare ratios,
never seconds of different machines.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = ("wptt-themeunit.xml", "wptt-blocks.xml", "wp-71-all.xml")
BASELINE = "wordpress-export-to-markdown"

OURS = """
import sys, time
from pathlib import Path
start = time.perf_counter()
from lfnkr_nb.wordpress.importer import import_wordpress
def told(done, total):
    if not first:
        first.append(time.perf_counter() - start)
first = []
import_wordpress(Path(sys.argv[1]), Path(sys.argv[2]), progress=told)
print(first[0])
"""
BARE = """
import sys
from lxml import etree
for _, item in etree.iterparse(sys.argv[1], tag="item", huge_tree=True):
    item.clear()
    while item.getprevious() is not None:
        del item.getparent()[0]
"""
IDLE = "from lxml import etree"


@dataclass(frozen=True)
class Cost:
    """What one command took."""

    wall: float
    cpu: float
    memory: float
    output: str


def inflate(source: Path, posts: int, target: Path) -> None:
    """An export with that many posts and pages, made of those in `source`."""
    text = source.read_text(encoding="utf-8")
    items = re.findall(r"<item>.*?</item>", text, re.S)
    kinds = re.compile(r"<wp:post_type>(?:<!\[CDATA\[)?(?:post|page)\b")
    originals = [item for item in items if kinds.search(item)]
    with target.open("w", encoding="utf-8") as out:
        out.write(text[: text.index("<item>")])
        for number, item in enumerate(islice(cycle(originals), posts)):
            out.write(_renumbered(item, number) + "\n")
        out.write(text[text.rindex("</item>") + 7 :])


def _renumbered(item: str, number: int) -> str:
    """The item as one of its own."""
    item = re.sub(r"(<wp:post_id>)\d+", rf"\g<1>{100_000 + number}", item)
    item = re.sub(r"(<wp:post_name>(?:<!\[CDATA\[)?)([^<\]]*)", rf"\g<1>p{number}-\g<2>", item)
    item = re.sub(r"(<guid[^>]*>[^<]*)", rf"\g<1>&amp;n={number}", item)
    return re.sub(r"(<link>[^<]*?)/?(</link>)", rf"\g<1>-{number}/\g<2>", item)


def run(command: list[str], folder: Path) -> Cost:
    """Run a command and measure it and its children, with the largest of its processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=1800,
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    *output, memory = done.stdout.strip().splitlines()
    return Cost(wall, cpu, int(memory) / 1024, output[-1] if output else "")


#: A small parent that tells the largest resident size among the command and its children.
MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def baseline(folder: Path, given: Path | None) -> Path | None:
    """The entry point of the baseline; None when it cannot be had here."""
    package = given
    if package is None:
        if not shutil.which("npm"):
            return None
        subprocess.run(["npm", "install", "--silent", "--no-audit", BASELINE], cwd=folder, check=False)
        package = folder / "node_modules" / BASELINE
    return next((package / name for name in ("app.js", "index.js") if (package / name).exists()), None)


def baseline_command(entry: Path, export: Path, out: Path) -> list[str]:
    """The baseline's command line; versions before 3 have no `--write-delay` and other names."""
    common = [
        "node",
        str(entry),
        "--wizard=false",
        f"--input={export}",
        f"--output={out}",
        "--post-folders=false",
    ]
    if entry.name == "app.js":
        return [*common, "--save-images=none", "--write-delay=0", "--prefix-date=true", "--date-folders=year"]
    settings = entry.parent / "src" / "settings.js"
    settings.write_text(
        re.sub(r"(markdown_file_write_delay = )\d+", r"\g<1>0", settings.read_text(encoding="utf-8"))
    )
    return [
        *common,
        "--save-attached-images=false",
        "--save-scraped-images=false",
        "--include-other-types=true",
    ]


def compare(source: Path, posts: int, *, entry: Path | None, folder: Path) -> None:
    """Print the table for one file at one size."""
    export = folder / "export.xml"
    inflate(source, posts, export)
    idle = run([sys.executable, "-c", IDLE], folder)
    costs = {"bare parse": run([sys.executable, "-c", BARE, str(export)], folder)}
    costs["lfnkr-nb"] = run([sys.executable, "-c", OURS, str(export), str(folder / "ours" / "posts")], folder)
    if entry:
        costs[BASELINE] = run(baseline_command(entry, export, folder / "theirs"), folder)
    size, load = export.stat().st_size / 1e6, os.getloadavg()[0]
    print(f"\n{source.name}, {posts:,} posts, {size:.0f} MB, load {load:.1f}")
    print(f"{'':<32}{'wall s':>8}{'CPU s':>8}{'largest MiB':>13}")
    for name, cost in costs.items():
        print(f"{name:<32}{cost.wall:>8.2f}{cost.cpu:>8.2f}{cost.memory:>13.0f}")
    ours = costs["lfnkr-nb"]
    above = ours.memory - idle.memory
    print(f"first progress after {float(ours.output):.2f} s; {above:.0f} MiB above lxml alone")
    if entry:
        theirs = costs[BASELINE]
        print(
            f"against the baseline: CPU {ours.cpu / theirs.cpu:.2f} x, wall {ours.wall / theirs.wall:.2f} x"
        )
        for name, place in (("ours", folder / "ours" / "posts"), ("theirs", folder / "theirs")):
            print(f"  files by {name}: {sum(1 for _ in place.rglob('*.md')):,}")


def main() -> None:
    """Print one table for each file and size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=int, nargs="*", default=[1000, 20_000])
    parser.add_argument("--sources", type=Path, nargs="*")
    parser.add_argument(
        "--baseline", type=Path, help="folder with wordpress-export-to-markdown, dependencies installed"
    )
    given = parser.parse_args()
    sources = given.sources or [ROOT.parent / "shared" / "data" / "wxr" / name for name in SOURCES]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        entry = baseline(folder, given.baseline)
        if entry is None:
            print(f"{BASELINE} cannot be installed here: no comparison")
        for source in sources:
            for posts in given.posts:
                # What was written stays until the end: for minutes after many files were removed ext4 makes new
                # ones twenty times more slowly, and what is measured would be the cleaning up before it.
                own = folder / f"{source.stem}-{posts}"
                own.mkdir()
                compare(source, posts, entry=entry, folder=own)


if __name__ == "__main__":
    main()
