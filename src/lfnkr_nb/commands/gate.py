"""`lfnkr gate`."""

from __future__ import annotations

import json
from argparse import Namespace
from collections import Counter
from pathlib import Path

from lfnkr_nb.commands.console import say
from lfnkr_nb.counting import counted
from lfnkr_nb.errors import GateError, RegisterError, UnsafeFileError
from lfnkr_nb.escaping import visible
from lfnkr_nb.protection.gate import Finding, check_file
from lfnkr_nb.protection.register import Register, register_around

__all__ = ["run"]

#: Places of one person or thing in one file that are told one by one.
_SHOWN = 5


def run(options: Namespace) -> int:
    """`lfnkr gate`: read finished files back; exit 3 when something is found, 2 when a file cannot be read."""
    named = _named(options.register).protecting() if options.register else None
    codes = {_one(file, named, as_json=options.json) for file in options.file}
    return GateError.exit_code if GateError.exit_code in codes else max(codes, default=0)


def _one(file: Path, named: Register | None, *, as_json: bool) -> int:
    """Check one file and say what was found; one that cannot be read stops no other."""
    try:
        findings = check_file(file, named or (_register_around(file) if file.is_file() else None))
    except UnsafeFileError as error:
        if as_json:
            print(
                json.dumps({"file": str(file), "hits": [], "error": visible(str(error))}, ensure_ascii=False)
            )
        say(str(error))
        return error.exit_code
    _as_json(file, findings) if as_json else _as_text(file, findings)
    return GateError.exit_code if findings else 0


def _register_around(file: Path) -> Register | None:
    """The register around the file or the working folder."""
    found = register_around(file.absolute().parent) or register_around(Path.cwd())
    if found is None:
        say(f"{file}: no register was found, so names are not looked for. Name one with --register FILE.")
    return found.protecting() if found else None


def _named(path: Path) -> Register:
    """A register that was named; looking for names with one that others can read does no further harm."""
    try:
        return Register.open(path)
    except RegisterError as error:
        register = Register.open(path, private=False)
        say(str(error))
        return register


def _as_json(file: Path, findings: list[Finding]) -> None:
    hits = [{"label": f.label, "where": visible(f.where), "kind": f.kind} for f in findings]
    print(json.dumps({"file": str(file), "hits": hits}, ensure_ascii=False))


def _as_text(file: Path, findings: list[Finding]) -> None:
    if not findings:
        print(visible(f"{file}: nothing found"))
        return
    by_label = Counter((finding.kind, finding.label) for finding in findings)
    print(visible(f"{file}: {counted(len(findings), 'finding')}"))
    for (kind, label), count in by_label.items():
        places = [f.where for f in findings if (f.kind, f.label) == (kind, label)][:_SHOWN]
        more = f" and {count - _SHOWN} more" if count > _SHOWN else ""
        print(visible(f"  {kind}: {label} ({'; '.join(places)}{more})"))
    for hint in dict.fromkeys(finding.hint for finding in findings):
        print(f"  {hint}")
