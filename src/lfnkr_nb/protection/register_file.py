"""Reading `private/register.yaml`: strictly, and only where nobody else can."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final, get_args

from lfnkr_nb.errors import HeaderError, RegisterError, UnsafeFileError
from lfnkr_nb.fields import Problem
from lfnkr_nb.header import Header, Plain, core_value, read_header
from lfnkr_nb.header_edit import edit_header
from lfnkr_nb.protection.register import Consent, Person, Register, Scope
from lfnkr_nb.saving import read_bytes, replace_text
from lfnkr_nb.tracking import is_tracked

__all__ = ["add_person", "read_register"]

_KEYS: Final = ("label", "family", "given", "exact", "given_alone", "consent", "minor", "note")
_CONSENT_KEYS: Final = ("scope", "until", "note")
_ITEM = re.compile(r"(?P<indent> *)-(?P<gap> +|$)")
_BLANK = re.compile(r"\s*(?:#.*)?$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def read_register(path: Path, *, private: bool = True) -> Register:
    """The register in a file; see `Register.open`."""
    if private:
        _refuse_public(path)
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnsafeFileError as error:
        raise RegisterError(error.message, hint=error.hint, path=path) from error
    except UnicodeDecodeError as error:
        raise RegisterError("The register is not UTF-8 text", hint="Save it as UTF-8.", path=path) from error
    people: list[Person] = []
    problems: list[Problem] = []
    for line, item in _items(text, path):
        person = _person(_header(item, line, path), line, path, problems)
        _refuse_twin(person, people, path)
        people.append(person)
    return Register(tuple(people), path, tuple(problems))


# --- who can read the file -------------------------------------------------------------------------------


def _refuse_public(path: Path) -> None:
    """A register that others can read protects nobody, so nothing may rely on it."""
    try:
        mode = os.lstat(path).st_mode
    except OSError as error:
        hint = "Make it with `lfnkr protect add`, or copy private/register.example.yaml there."
        missing = isinstance(error, FileNotFoundError)
        what = "There is no register" if missing else f"The register cannot be read ({error.strerror})"
        raise RegisterError(what, hint=hint if missing else "Check its permissions.", path=path) from error
    if is_tracked(path):
        hint = (
            f"Take it out of git: `git rm --cached {path.name}` in its folder. What was pushed has gone out."
        )
        raise RegisterError(
            "Git tracks the register, so its names go wherever git goes", hint=hint, path=path
        )
    if os.name == "posix" and stat.S_ISREG(mode) and mode & _OTHERS:
        hint = f"Run `chmod 600 {path}`."
        raise RegisterError("Others than you can read the register", hint=hint, path=path)


# --- adding ----------------------------------------------------------------------------------------------


def add_person(path: Path, person: Person) -> Register:
    """The register with one more person, written to its file; see `Register.add`."""
    register = read_register(path) if os.path.lexists(path) else Register((), path)
    with _wrong_input():
        _refuse_known(person, register, path)
    loaded = read_bytes(path) if os.path.lexists(path) else None
    text = (loaded or b"").decode("utf-8")
    text += "" if not text or text.endswith("\n") else "\n"
    entry = _written(person)
    with _wrong_input():
        again = _person(_header(entry, 1, path), 1, path, [])  # what is written must be readable again
        Register((*register.people, replace(again, given_alone=True, line=None)), path).matcher()
    replace_text(path, f"{text}\n- {entry[2:]}".lstrip("\n"), loaded=loaded, private=True)
    return read_register(path)


@contextmanager
def _wrong_input() -> Iterator[None]:
    """What is wrong with a new person is wrong input, while a register that cannot be used stops everything."""
    try:
        yield
    except RegisterError as error:
        error.exit_code = 2
        raise


def _refuse_known(person: Person, register: Register, path: Path) -> None:
    """A label that the register has: the names may be further spellings of that person, to be written there."""
    for other in register.people:
        if other.label.casefold() == person.label.casefold():
            raise RegisterError(
                f"The register has {other.label} already",
                hint=f"To add a spelling to that person, write it under `family:`, `given:` or `exact:` from line "
                f"{other.line} on; for somebody else take another label.",
                path=path,
                line=other.line,
            )


def _written(person: Person) -> str:
    """A person as lines of YAML, set in by two blanks."""
    consent: dict[str, object] = {"scope": person.consent.scope}
    if person.consent.until:
        consent["until"] = Plain(person.consent.until.isoformat())
    if person.consent.note:
        consent["note"] = person.consent.note
    values: dict[str, object] = {
        "label": person.label,
        "family": list(person.family),
        "given": list(person.given),
        "exact": list(person.exact),
        "given_alone": person.given_alone or None,
        "consent": consent,
        "minor": person.minor,
    }
    lines = edit_header(Header(""), {key: value for key, value in values.items() if value not in ([], None)})
    return "".join(f"  {line}\n" for line in lines.splitlines())


# --- one person after the other --------------------------------------------------------------------------


def _items(text: str, path: Path) -> Iterator[tuple[int, str]]:
    """Each person's lines as a header of its own, with its first line; so each has the limits of a header."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start, indent, item = 0, "", list[str]()
    for number, line in enumerate(lines, 1):
        found = _ITEM.match(line)
        if found and (not start or found["indent"] == indent):
            if start:
                yield start, "\n".join(item)
            start, indent = number, found["indent"]
            item = [f"{indent} {line[len(indent) + 1 :]}"]
        elif start:
            item.append(line)
        elif not _BLANK.match(line) and line.rstrip() not in ("---", "[]"):
            hint = "Begin each person with `- label: …`, as in private/register.example.yaml."
            raise RegisterError("The register is not a list of people", hint=hint, path=path, line=number)
    if start:
        yield start, "\n".join(item)


def _header(item: str, line: int, path: Path) -> Header:
    try:
        return read_header(item, first_line=line, path=path)
    except HeaderError as error:
        message = error.message.replace("The header", "This entry of the register")
        raise RegisterError(message, hint=error.hint, path=path, line=error.line) from error


def _person(header: Header, line: int, path: Path, problems: list[Problem]) -> Person:
    """A person from their lines; what cannot be understood stops the register, since guessing could leak."""
    read = _Reader(header, line, path, problems)
    read.known(header.raw, _KEYS)
    label = " ".join(read.text("label").split())
    if not label:
        read.refuse("label", "A person has no label", "Add `label:`, what readers see in place of the name.")
    person = Person(
        label=label,
        family=read.names("family"),
        given=read.names("given"),
        exact=read.names("exact"),
        given_alone=bool(read.flag("given_alone")),
        consent=read.consent(),
        minor=read.flag("minor"),
        line=line,
    )
    if not (person.exact or (person.family and person.given) or (person.given_alone and person.given)):
        hint = "Give `family:` and `given:`, or whole spellings under `exact:`."
        read.refuse("label", f"Nothing of {label} can be found", hint)
    return person


class _Reader:
    """Typed values of one person's lines."""

    def __init__(self, header: Header, line: int, path: Path, problems: list[Problem]) -> None:
        self.header = header
        self.first = line
        self.path = path
        self.problems = problems

    def refuse(self, key: str, message: str, hint: str) -> None:
        raise RegisterError(message, hint=hint, path=self.path, line=self.header.line(key) or self.first)

    def known(self, raw: Mapping[str, Any], keys: tuple[str, ...], under: str = "") -> None:
        """A misspelt key could be the one that protects, so it is an error."""
        from difflib import get_close_matches  # noqa: PLC0415 - only needed for a misspelt key

        for key in (key for key in raw if key not in keys):
            close = get_close_matches(key, keys, n=1)
            hint = f"Did you mean `{close[0]}`?" if close else f"Known keys: {', '.join(keys)}."
            self.refuse(under or key, f"`{key}` is no key of {under or 'a person'}", hint)

    def text(self, key: str) -> str:
        raw = self.header.raw.get(key, "")
        if not isinstance(raw, str):
            self.refuse(key, f"`{key}` is not one line of text", "Write one line of text.")
        return str(raw)

    def names(self, key: str) -> tuple[str, ...]:
        raw = self.header.raw.get(key, [])
        items = raw if isinstance(raw, list) else [raw]
        if not all(isinstance(item, str) for item in items):
            self.refuse(key, f"`{key}` is not a list of names", f"Write {key}: [Kim, 김, キム].")
        names = tuple(" ".join(item.split()) for item in items)
        if any(not any(c.isalnum() for c in name) for name in names if name):
            self.refuse(key, f"A name under `{key}` has no letter", "Write the name out, or take it away.")
        return tuple(dict.fromkeys(filter(None, names)))

    def flag(self, key: str) -> bool | None:
        value = core_value(self.header.raw.get(key, Plain("")))
        if value is not None and not isinstance(value, bool):
            self.refuse(key, f"`{key}` is neither true nor false", f"Write `{key}: true` or `{key}: false`.")
        return value if isinstance(value, bool) else None

    def consent(self) -> Consent:
        raw = self.header.raw.get("consent", Plain(""))
        if core_value(raw) is None:
            return Consent()
        if not isinstance(raw, dict):
            self.refuse("consent", "`consent` has no `scope:`", "Write consent: {scope: label}.")
        self.known(raw, _CONSENT_KEYS, "consent")
        scope = str(raw.get("scope", "label"))
        until = self._day(raw.get("until", ""))
        if scope not in get_args(Scope):
            hint = "Write `scope: label`, or `scope: name` with `until:`; put your own words under `note:`."
            message = f"`scope: {scope}` is no scope of consent, so only the label is printed"
            self.problems.append(
                Problem(message, hint, "consent", self.header.line("consent"), path=self.path)
            )
        if scope == "name" and until is None:
            self.refuse("consent", "A consent to print the name has no end", "Add `until: 2027-03-31`.")
        return Consent("name" if scope == "name" else "label", until, str(raw.get("note", "")))

    def _day(self, raw: object) -> date | None:
        written = str(raw)
        if written in ("", "null", "~"):
            return None
        try:
            return date.fromisoformat(written if _DAY.fullmatch(written) else "")
        except ValueError:
            self.refuse("consent", f"`until: {written}` is no date", "Write it as 2027-03-31.")
        return None


def _refuse_twin(person: Person, people: list[Person], path: Path) -> None:
    same: Callable[[str], str] = str.casefold
    for other in people:
        if same(other.label) == same(person.label):
            raise RegisterError(
                f"Two people have the label {person.label}",
                hint=f"Give one of them another label; the first is in line {other.line}.",
                path=path,
                line=person.line,
            )
