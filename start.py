"""Set up everything in `.venv` and run it: `python3 start.py` makes the sample briefing, `… test` runs the tests.

Needs Python 3.11 or newer with pip. What is installed is fixed by version and hash in requirements.lock.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PROGRAMS = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
STAMP = ENVIRONMENT / "lfnkr-stamp"

TASKS = {
    "demo": ["-m", "lfnkr_nb", "demo"],
    "lab": ["-m", "lfnkr_nb", "lab"],
    "test": ["-m", "pytest", "-n", "auto", "--dist", "loadgroup"],
    "setup": ["-c", ""],
}


def main() -> int:
    """Set up where needed, then run the task named on the command line (default: demo)."""
    task, *rest = sys.argv[1:] or ["demo"]
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is run by whatever Python is there
        print("lfnkr-nb needs Python 3.11 or newer. Install it and run this file with it.", file=sys.stderr)
        return 2
    if task not in TASKS:
        print(f"There is no task {task!r}. Use one of: {', '.join(TASKS)}.", file=sys.stderr)
        return 2
    set_up()
    return subprocess.call([python(), *TASKS[task], *rest], cwd=ROOT)


def python() -> str:
    """The environment's interpreter."""
    return str(PROGRAMS / "python")


def set_up() -> None:
    """Make the environment when it is missing or its recipe changed."""
    wanted = hashlib.sha256(
        (ROOT / "requirements.lock").read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    ).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    print("Setting up .venv (a few minutes the first time) …", file=sys.stderr)
    venv.create(ENVIRONMENT, with_pip=True, clear=True)
    pip = [python(), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements.lock")], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], check=True)
    STAMP.write_text(wanted)


if __name__ == "__main__":
    sys.exit(main())
