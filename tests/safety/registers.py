"""Registers for the tests of names: a copy that only its owner reads, as the program demands."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from lfnkr_nb.protection.register import Register

HERE = Path(__file__).parent / "names"


def private_copy(source: Path | str, folder: Path) -> Path:
    """A register, given as file or text, at its place in the archive `folder`."""
    path = folder / "private" / "register.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source.read_text("utf-8") if isinstance(source, Path) else source, "utf-8")
    path.chmod(0o600)
    return path


@cache
def opened(source: Path = HERE / "people.yaml") -> Register:
    """The register of the tests' invented people."""
    with TemporaryDirectory() as folder:
        return Register.open(private_copy(source, Path(folder)))


@cache
def spellings(name: str = "variants.txt", *, slips: bool = False) -> list[tuple[str, str]]:
    """The spellings of a file of names, or its slips of the pen, as (label, spelling)."""
    rows = [line.split("\t") for line in lines(name)]
    found = [(label, spelling) for label, *others in rows for spelling in others]
    return [(label, s.removeprefix("~")) for label, s in found if s.startswith("~") == slips]


@cache
def lines(name: str) -> list[str]:
    """The lines of a file of names, without comments."""
    text = (HERE / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def shared_spellings(folder: Path, expected: str) -> list[tuple[str, str]]:
    """Spellings of the shared data with that expectation, as (label, spelling)."""
    rows = [
        row.split("\t") for row in (folder / "names" / "variants.tsv").read_text("utf-8").splitlines()[1:]
    ]
    return [(label, json.loads(text)) for label, said, _, text in rows if said == expected]
