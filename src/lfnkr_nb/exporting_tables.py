"""The tables of an archive leave the house: made public, written, read back by the gate, and only then in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lfnkr_nb.errors import ExportError, GateError
from lfnkr_nb.exporters.to_tables import to_tables
from lfnkr_nb.protection.asked import protected_people, refuse_lost_register
from lfnkr_nb.protection.export_gate import refuse_named_file
from lfnkr_nb.protection.gate import Finding, check_bytes
from lfnkr_nb.protection.machine import Machine, this_machine
from lfnkr_nb.protection.register import Register
from lfnkr_nb.public_tables import is_small, public_selection, public_tables
from lfnkr_nb.saving import write_atomically

if TYPE_CHECKING:
    import pandas as pd

    from lfnkr_nb.archive import Archive

__all__ = ["ExportedTables", "export_tables"]


@dataclass(frozen=True, slots=True)
class ExportedTables:
    """Finished tables.

    Attributes:
        paths: The files.
        posts: How many posts are in them.
        left_out: How many of the chosen posts stay inside.
        small_groups: How many figures for fewer than three people were left out.
    """

    paths: tuple[Path, ...]
    posts: int
    left_out: int
    small_groups: int


def export_tables(
    archive: Archive,
    path: Path,
    *,
    include: Iterable[str] = (),
    restricted: bool = False,
    names: bool = False,
    small_groups: bool = False,
    register: Register | None = None,
) -> ExportedTables:
    """Write the tables of an archive; see `Archive.export`. Every file is read back before the first is in place."""
    selection = public_selection(archive, include)
    if not len(selection):
        hint = "`lfnkr list` shows what there is; `include` names states beside publish that may go out."
        raise ExportError("No post that may go out fulfils the conditions", hint=hint)
    protected = None if names else protected_people(selection, archive.root, register)
    if not names:
        refuse_lost_register(archive.root, register or Register.beside(archive.root))
    refuse_named_file(path, protected)
    tables = public_tables(selection, protected=protected, restricted=restricted, small_groups=small_groups)
    files = to_tables(tables, path)
    machine = _machine(tables)
    for name, data in files.items():
        _refuse_leaks(data, path / name if name else path, protected, machine)
    paths = tuple(_put(path / name if name else path, data) for name, data in files.items())
    chosen = archive if archive.conditions else archive.select()
    small = 0 if small_groups else int(is_small(selection.figures).sum())
    return ExportedTables(paths, len(selection), len(chosen) - len(selection), small)


def _refuse_leaks(data: bytes, path: Path, register: Register | None, machine: Machine) -> None:
    findings = check_bytes(data, register, name=path.name, machine=machine)
    if findings:
        raise GateError(
            f"The gate refused the finished table: {_told(findings)}. Nothing was written",
            hint=findings[0].hint,
            path=path,
        )


def _told(findings: Iterable[Finding]) -> str:
    return "; ".join(dict.fromkeys(f"{f.label} ({f.kind}) in {f.where}" for f in findings))[:500]


def _machine(tables: Mapping[str, pd.DataFrame]) -> Machine:
    """This machine; an ordinary word that a table itself says gives nothing away."""
    machine = this_machine()
    words = [name for name in (*machine.users, *machine.hosts) if name.isalpha()]
    said = {word for word in words for frame in tables.values() if _says(frame, word)}
    return replace(machine, expected=frozenset(said))


def _says(frame: pd.DataFrame, word: str) -> bool:
    texts = (frame[column] for column in frame.columns if frame[column].dtype.kind not in "biufM")
    return any(column.str.contains(word, regex=False, na=False).any() for column in texts)


def _put(path: Path, data: bytes) -> Path:
    try:
        write_atomically(path, data)
    except OSError as error:
        hint = "Choose another place, or make room and check permissions."
        raise ExportError(f"The file cannot be written ({error.strerror})", hint=hint, path=path) from error
    return path
