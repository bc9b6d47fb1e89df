"""What safety costs: replacing names and reading the finished file back, beside the rendering itself.

    python benchmarks/safety.py [--posts 50] [--people 50] [--runs 3]

A briefing of 50 posts with 50 people in the register, of whom each post names three. Assembling is the way from
the posts to the document tree, rendering the way from the tree to the PDF. Redaction begins with the register
as it was read from its file: making what finds the names is part of it. The gate reads the finished PDF back.

Each run is a process of its own that makes the same file twice: *fresh*, as an editor meets it who exports once,
and *warm*, as the desk does that stays open (posts, pictures and what finds the names are known by then). The
steps of a run follow each other, so that what slows the machine slows all of them; the median of the ratios of
the runs is told. All is CPU time (user and system, of all threads) of a process that has loaded its modules.
Compare ratios, never seconds of different machines.

Two ratios are told. The target is read against making the file, assembling and rendering, in the fresh state:
this is what an editor waits for without any safety. The ratio to rendering alone is harder and is told beside it.
Warm, only what changed is laid out again, while every finished file is read back in full: there safety costs more
than making the file, and no target is set.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

TARGET = 0.35
#: The first and the second file of a process.
STATES = ("fresh", "warm")
#: Syllables of invented names: surnames in three scripts, and given names of two syllables.
FAMILIES = (
    ("Kim", "김", "金"),
    ("Ri", "리", "李"),
    ("Pak", "박", "朴"),
    ("Choe", "최", "崔"),
    ("Jong", "정", "鄭"),
)
GIVEN = (
    ("chol", "철", "哲"), ("su", "수", "秀"), ("yong", "영", "英"), ("hui", "희", "姬"), ("min", "민", "敏"),
    ("ok", "옥", "玉"), ("song", "성", "成"), ("hyok", "혁", "赫"), ("sun", "순", "順"), ("jin", "진", "眞"),
)  # fmt: skip


def people(count: int) -> list[dict[str, list[str]]]:
    """So many invented people, each with family and given names in Latin letters, Hangul and Hanja."""
    random = Random(7)
    pairs = [(family, one, two) for family in FAMILIES for one in GIVEN for two in GIVEN if one is not two]
    made = []
    for family, one, two in random.sample(pairs, count):
        latin = f"{one[0].capitalize()}-{two[0]}"
        made.append({"family": list(family), "given": [latin, one[1] + two[1], one[2] + two[2]]})
    return made


def write_register(root: Path, known: list[dict[str, list[str]]]) -> None:
    """The register of an archive, readable for its owner alone."""
    lines = [
        f"- label: P. {number}\n  family: [{', '.join(each['family'])}]\n  given: [{', '.join(each['given'])}]\n"
        for number, each in enumerate(known)
    ]
    (root / "private").mkdir()
    path = root / "private" / "register.yaml"
    path.write_text("".join(lines), encoding="utf-8")
    path.chmod(0o600)


def name_people(posts: Path, known: list[dict[str, list[str]]]) -> None:
    """Three people in a sentence at the end of each post, one in each script."""
    for number, path in enumerate(sorted(posts.rglob("*.md"))):
        names = []
        for place in range(3):
            each = known[(3 * number + place) % len(known)]
            names.append(each["family"][place] + (" " if place == 0 else "") + each["given"][place])
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n\nIt was {names[0]} who told of {names[1]} and {names[2]}.\n")


def prepare(root: Path, posts: int, count: int) -> None:
    """The archive that is measured."""
    here = Path(__file__).parent
    command = [sys.executable, str(here / "sample_posts.py"), str(root / "posts"), "--count", str(posts)]
    subprocess.run(command, check=True, capture_output=True)
    known = people(count)
    write_register(root, known)
    name_people(root / "posts", known)


def cost(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of a piece of work, and what it made."""
    begun = time.process_time()
    made = work()
    return time.process_time() - begun, made


def measure(root: Path) -> dict[str, float]:
    """CPU seconds of one run, in this process."""
    import lfnkr_nb.protection.matching
    import lfnkr_nb.protection.pdf
    import lfnkr_nb.protection.picture_metadata  # noqa: F401 - loaded, not used
    from lfnkr_nb import Archive, Briefing
    from lfnkr_nb.exporters.to_html import to_html
    from lfnkr_nb.exporters.to_pdf import to_pdf
    from lfnkr_nb.protection.export_gate import refuse_leaks
    from lfnkr_nb.protection.gate import check_bytes
    from lfnkr_nb.protection.redaction import redact
    from lfnkr_nb.protection.register import Register

    check_bytes(b"<p>warm</p>", None, name="x.html")
    archive = Archive.open(root)
    briefing = Briefing("Measured", archive, show="whole")
    empty = Register(())
    register = Register.open(root / "private" / "register.yaml")
    costs: dict[str, float] = {}
    for state in STATES:
        costs[f"assembling, {state}"], document = cost(lambda: briefing.document(register=empty))
        costs[f"redaction, {state}"], redacted = cost(lambda document=document: redact(document, register))
        labels = sum(notice.message.count("stands in place of a name") for notice in redacted.notices)
        assert labels > 0, "no name was replaced, so nothing was measured"
        for kind, render in (("pdf", to_pdf), ("html", to_html)):
            costs[f"rendering {kind}, {state}"], made = cost(
                lambda render=render, tree=redacted: render(tree)
            )
            costs[f"gate {kind}, {state}"], _ = cost(
                lambda made=made, kind=kind, tree=redacted: refuse_leaks(
                    made.data, Path(f"x.{kind}"), document=tree, register=register, briefing=briefing
                )
            )
    return costs


def ratio(run: dict[str, float], kind: str, state: str, *, whole: bool) -> float:
    """Redaction and gate as a part of the rendering, or of the `whole` way from the posts to the file."""
    safety = run[f"redaction, {state}"] + run[f"gate {kind}, {state}"]
    return safety / (run[f"rendering {kind}, {state}"] + whole * run[f"assembling, {state}"])


def tell(posts: int, count: int, runs: list[dict[str, float]]) -> bool:
    """Print the tables; whether the target is met."""
    print(f"{posts} posts, {count} people in the register, medians of {len(runs)} runs, CPU seconds\n")
    print(f"{'step':<20}" + "".join(f"{state:>9}" for state in STATES))
    for step in ("assembling", "redaction", "rendering pdf", "gate pdf", "rendering html", "gate html"):
        cells = (median(run[f"{step}, {state}"] for run in runs) for state in STATES)
        print(f"{step:<20}" + "".join(f"{cell:>9.2f}" for cell in cells))
    print(f"\n{'redaction + gate, as a part of':<47}" + "".join(f"{state:>9}" for state in STATES))
    met = True
    for kind in ("pdf", "html"):
        for whole, what in ((True, "making the file (assembling + rendering)"), (False, "rendering alone")):
            cells = [median(ratio(run, kind, state, whole=whole) for run in runs) for state in STATES]
            print(f"{kind + ': ' + what:<47}" + "".join(f"{cell:>9.2f}" for cell in cells))
            if kind == "pdf" and whole:
                met = cells[0] <= TARGET
    print(f"\ntarget: at most {TARGET} of making the PDF, fresh: {'met' if met else 'NOT met'}")
    return met


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=int, default=50)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "archive"
        root.mkdir()
        prepare(root, options.posts, options.people)
        runs = []
        for _ in range(options.runs):
            command = [sys.executable, __file__, "--measure", str(root)]
            run = subprocess.run(command, check=True, capture_output=True, text=True)
            runs.append(json.loads(run.stdout.splitlines()[-1]))
    sys.exit(0 if tell(options.posts, options.people, runs) else 1)


if __name__ == "__main__":
    main()
