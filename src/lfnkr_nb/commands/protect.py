"""`lfnkr protect add|list|check`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from lfnkr_nb.archive import Archive
from lfnkr_nb.commands.console import open_archive, say
from lfnkr_nb.counting import counted
from lfnkr_nb.errors import RegisterError
from lfnkr_nb.escaping import visible
from lfnkr_nb.folders import find_root
from lfnkr_nb.protection.register import REGISTER, Consent, Person, Register

__all__ = ["run"]

_ASKED = {"family": "Family name", "given": "Given name", "exact": "Exact spellings"}


def run(options: Namespace) -> int:
    """`lfnkr protect`: add somebody to the register, list its labels, or check it and the posts."""
    actions = {"add": _add, "list": _list, "check": _check}
    return actions[options.action](options)


def _path(options: Namespace) -> Path:
    if options.register:
        return Path(options.register)
    root = Path(options.posts).absolute().parent if options.posts else find_root()
    return root / REGISTER


# --- add -------------------------------------------------------------------------------------------------


def _add(options: Namespace) -> int:
    names = {key: tuple(getattr(options, key) or ()) for key in _ASKED}
    if not any(names.values()):
        names = _read_names()
    person = Person(
        label=" ".join((options.label or "").split()),
        family=_parted(names["family"]),
        given=_parted(names["given"]),
        exact=_parted(names["exact"]),
        given_alone=options.given_alone,
        consent=_consent(options),
        minor=True if options.minor else False if options.of_age else None,
    )
    if not person.label:
        raise _wrong_input("No label was given", 'Give one: `lfnkr protect add "H. Y."`.')
    register = Register.add(_path(options), person)
    for problem in register.check_person(person.label):
        say(f"{problem.severity}: {problem.message}. {problem.hint}")
    count = len(register.people)
    say(f"{person.label} is in the register, which has {count} {'person' if count == 1 else 'people'} now")
    return 0


def _parted(names: Iterable[str]) -> tuple[str, ...]:
    """Names of which several may stand in one text, parted by commas."""
    return tuple(
        part for name in names for part in map(str.strip, name.replace("、", ",").split(",")) if part
    )


def _read_names() -> dict[str, tuple[str, ...]]:
    """Names from standard input, where no shell keeps them: `family: …`, `given: …`, `exact: …`, to an empty line."""
    asked = sys.stdin.isatty()
    found: dict[str, list[str]] = {key: [] for key in _ASKED}
    if asked:
        for key, words in _ASKED.items():
            say(f"{words}, in every script you have met it in, parted by commas (Enter leaves it out):")
            found[key].append(sys.stdin.readline().strip())
        return {key: tuple(names) for key, names in found.items()}
    for line in sys.stdin:
        key, colon, names = line.partition(":")
        if not line.strip():
            continue
        if not colon or key.strip() not in found:
            hint = "Write `family: Han, 한` and `given: Yu-ran, 유란`, one a line, on standard input."
            raise _wrong_input("A line of names does not say what it holds", hint)
        found[key.strip()].append(names.strip().strip("[]"))
    return {key: tuple(names) for key, names in found.items()}


def _consent(options: Namespace) -> Consent:
    try:
        until = date.fromisoformat(options.until) if options.until else None
    except ValueError as error:
        raise _wrong_input(
            f"`--until {visible(options.until)}` is no date", "Write it as 2027-03-31."
        ) from error
    return Consent(options.scope or "label", until)


def _wrong_input(message: str, hint: str) -> RegisterError:
    """An error of what was typed, not of the register, so that nothing is said to be refused."""
    error = RegisterError(message, hint=hint)
    error.exit_code = 2
    return error


# --- list ------------------------------------------------------------------------------------------------


def _list(options: Namespace) -> int:
    register = Register.open(_path(options))
    for person in register.people:
        print(visible(_row(person, names=options.names)))
    return 0


def _row(person: Person, *, names: bool) -> str:
    consent = person.consent
    parts = [person.label, f"consent: {consent.scope}{f' until {consent.until}' if consent.until else ''}"]
    parts += ["minor"] if person.minor else []
    if names:
        parts += [" / ".join(part) for part in (person.family, person.given, person.exact) if part]
    return "  ".join(parts)


# --- check -----------------------------------------------------------------------------------------------


def _check(options: Namespace) -> int:
    register = Register.open(_path(options))
    archive = open_archive(options)
    if options.look_alikes:
        return _look_alikes(register, archive)
    problems = register.check(archive)
    for problem in problems:
        path = problem.path
        near = path is not None and path.is_relative_to(archive.root)
        placed = problem.at(path.relative_to(archive.root)) if path is not None and near else problem
        print(visible(f"{problem.severity}: {placed}"))
    counts = [sum(p.severity == s for p in problems) for s in ("error", "warning", "note")]
    said = zip(counts, ("error", "warning", "note"), strict=True)
    say(", ".join(counted(count, name) for count, name in said))
    return 2 if counts[0] or (options.strict and counts[1]) else 0


def _look_alikes(register: Register, archive: Archive) -> int:
    """For people to judge: where, what stands there, whom it may mean, how like it is."""
    found = register.look_alikes(archive)
    for one in found:
        path = one.path.relative_to(archive.root) if one.path.is_relative_to(archive.root) else one.path
        print(visible(f"{path}:{one.line}: {one.text} ({one.label}? {one.kind}, {one.score:.0f} %)"))
    say(f"{counted(len(found), 'look-alike')}; nothing is replaced because of them")
    return 0
