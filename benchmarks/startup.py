"""What starting costs: the package and its command beside `import pandas`.

    python benchmarks/startup.py [--runs 9]

Each row is a fresh interpreter; the rows take turns, so that what the machine does besides falls on all of
them. CPU is user and system time; nothing is subtracted, so the bare interpreter is part of every figure.
Compare ratios, never seconds of different machines.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from statistics import median

TARGET = 0.25
PANDAS = "import pandas"
IMPORT = "import lfnkr_nb"
HELP = "lfnkr --help"
COMMANDS = {
    PANDAS: ["-c", "import pandas"],
    IMPORT: ["-c", "import lfnkr_nb"],
    HELP: ["-m", "lfnkr_nb", "--help"],
    "the interpreter alone": ["-c", "pass"],
}
#: The rows a target stands for.
JUDGED = (IMPORT, HELP)


def cpu_of(arguments: list[str]) -> float:
    """CPU seconds of one fresh interpreter; NaN when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, *arguments], capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        return float("nan")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(runs: int) -> dict[str, float]:
    """Median CPU seconds by command, after one round that is not counted and warms the caches."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for counted in [False] + [True] * runs:
        for name, arguments in COMMANDS.items():
            seconds = cpu_of(arguments)
            if counted:
                taken[name].append(seconds)
    return {name: median(seconds) for name, seconds in taken.items()}


def verdict(name: str, ratio: float) -> str:
    """The end of a row: target and whether it is met."""
    if name not in JUDGED:
        return ""
    if ratio != ratio:  # noqa: PLR0124 - only NaN differs from itself
        return f"{TARGET:>8.2f}  does not run here"
    return f"{TARGET:>8.2f}  {'yes' if ratio <= TARGET else 'NO'}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=9, help="rounds, at least 7")
    runs = max(parser.parse_args().runs, 7)
    medians = measure(runs)
    print(f"CPU medians of {runs} interleaved runs, nothing subtracted, load {os.getloadavg()[0]:.1f}")
    print(f"{'':<24}{'CPU s':>8}{'ratio':>8}{'target':>8}  met")
    for name, seconds in medians.items():
        ratio = seconds / medians[PANDAS]
        print(f"{name:<24}{seconds:>8.3f}{ratio:>8.3f}{verdict(name, ratio)}")


if __name__ == "__main__":
    main()
