"""The register: the people whose names stay inside, and the labels that stand in their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from lfnkr_nb.errors import RegisterError
from lfnkr_nb.fields import Problem

if TYPE_CHECKING:
    from lfnkr_nb.archive import Archive
    from lfnkr_nb.protection.look_alikes import LookAlike
    from lfnkr_nb.protection.matching import Matcher

__all__ = ["REGISTER", "Consent", "Person", "Register", "Scope", "register_around", "root_around"]

#: Where the register of an archive lies, seen from its root.
REGISTER: Final = Path("private") / "register.yaml"

#: What a person has agreed to: only the label is printed, or the name itself may be.
Scope = Literal["label", "name"]


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person has agreed to.

    Attributes:
        scope: `label`: only the label is printed. `name`: the name itself may be printed.
        until: The last day on which the scope holds; `name` needs one.
        note: How it was given, in the editor's own words; used by nobody.
    """

    scope: Scope = "label"
    until: date | None = None
    note: str = ""

    def allows_name(self, today: date) -> bool:
        """Whether the name itself may be printed on that day."""
        return self.scope == "name" and self.until is not None and today <= self.until

    def expired(self, today: date) -> bool:
        """Whether it has to be asked for again."""
        return self.until is not None and today > self.until


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the register.

    Attributes:
        label: What readers see in place of the name.
        family: The family name in every script it was met in.
        given: The given name, in the same way.
        exact: Spellings, nicknames and pen names that are found as they are written.
        given_alone: Whether the given name counts when it stands alone.
        consent: What the person has agreed to.
        minor: Whether the person is under age; None when the register does not say.
        line: Line in the register on which the person begins, for messages.
    """

    label: str
    family: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    given_alone: bool = False
    consent: Consent = field(default_factory=Consent)
    minor: bool | None = None
    line: int | None = None

    def is_protected(self, today: date) -> bool:
        """Whether the label stands in place of the name on that day; of a minor it always does."""
        return bool(self.minor) or not self.consent.allows_name(today)


@dataclass(frozen=True)
class Register:
    """The people whose names stay inside, as one file keeps them.

    Attributes:
        people: The people, in the order of the file.
        path: The file; None for a register made in memory.
        problems: What is odd but harmless, such as an unknown key.
    """

    people: tuple[Person, ...]
    path: Path | None = None
    problems: tuple[Problem, ...] = ()

    @classmethod
    def open(cls, path: Path | str, *, private: bool = True) -> Register:
        """The register in a file.

        Args:
            path: The file.
            private: Whether a file that others can read is refused; only who does not export may do without.

        Raises:
            RegisterError: The file is missing, git tracks it, others than its owner can read it, or it cannot
                be understood. Then nothing may be exported.
        """
        from lfnkr_nb.protection.register_file import read_register  # noqa: PLC0415 - it builds upon this module

        return read_register(Path(path), private=private)

    @classmethod
    def beside(cls, root: Path | str) -> Register | None:
        """The register of an archive, or None when it has none.

        Args:
            root: The folder that holds `posts/`, or the posts folder itself.

        Raises:
            RegisterError: There is one, and it cannot be used.
        """
        root = Path(root).absolute()
        if root.name == "posts" and not (root / "posts").is_dir():
            root = root.parent
        path = root / REGISTER
        return cls.open(path) if path.exists() or path.is_symlink() else None

    @staticmethod
    def add(path: Path | str, person: Person) -> Register:
        """The register in a file with one more person; the file is made, for its owner alone, when missing.

        Raises:
            RegisterError: The register cannot be used, has the label already, or nothing of the person can be found.
            ConflictError: Somebody else changed the file in this moment; nothing was written.
        """
        from lfnkr_nb.protection.register_file import add_person  # noqa: PLC0415 - as above

        return add_person(Path(path), person)

    def check(self, archive: Archive, *, today: date | None = None) -> list[Problem]:
        """What an editor should look at: labels, consents, initials, minors, and names that are published already.

        Args:
            archive: The posts that name labels.
            today: The day that counts for consents (default: the present day in UTC).
        """
        from lfnkr_nb.protection.checking import check_register  # noqa: PLC0415 - parsing Markdown

        return check_register(self, archive, today=today or datetime.now(UTC).date())

    def check_person(self, label: str, *, today: date | None = None) -> list[Problem]:
        """What an editor should look at in the entry of one person, as `check` says it; without any posts.

        Args:
            label: The label of the person.
            today: The day that counts for consents (default: the present day in UTC).

        Raises:
            KeyError: The register has no such label.
        """
        from lfnkr_nb.protection.checking import check_person  # noqa: PLC0415 - as above

        return check_person(self[label], self, today=today or datetime.now(UTC).date())

    def look_alikes(self, archive: Archive) -> list[LookAlike]:
        """Texts in an archive that look like a name of the register without being found as one, for a person to judge.

        Sorted by post and line; nothing is ever replaced because of this list.
        """
        from lfnkr_nb.protection.look_alikes import look_alikes  # noqa: PLC0415 - rapidfuzz is needed only here

        return look_alikes(self, archive)

    def __getitem__(self, label: str) -> Person:
        """The person of a label.

        Raises:
            KeyError: The register has no such label.
        """
        return self._by_label[label]

    def __contains__(self, label: object) -> bool:
        return label in self._by_label

    @cached_property
    def _by_label(self) -> dict[str, Person]:
        return {person.label: person for person in self.people}

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in the order of the file."""
        return tuple(person.label for person in self.people)

    def protecting(self, asked: Iterable[str] = (), *, today: date | None = None) -> Register:
        """The register of those whose names have to be replaced now.

        Left out is only who has agreed that the name itself is printed, today, is no minor, and whose
        protection is not asked for by name.

        Args:
            asked: Labels that posts name in `protect:`.
            today: The day that counts for consents (default: the present day in UTC).
        """
        today = today or datetime.now(UTC).date()
        asked = frozenset(asked)
        people = tuple(p for p in self.people if p.label in asked or p.is_protected(today))
        return self if len(people) == len(self.people) else replace(self, people=people)

    def matcher(self) -> Matcher:
        """What finds the names of these people; made once.

        Raises:
            RegisterError: A label shows a name of the register, so it would not hide it.
        """
        return self._matcher

    @cached_property
    def _matcher(self) -> Matcher:
        from lfnkr_nb.protection.matching import Matcher  # noqa: PLC0415 - tables are loaded when names are looked for

        matcher = Matcher(self.people)
        for person in matcher.named_labels():
            hint = "Give a label that says nothing about the name, such as other initials or `the nurse`."
            raise RegisterError(
                "The label is a spelling of a name of the register",
                hint=hint,
                path=self.path,
                line=person.line,
            )
        return matcher

    def __repr__(self) -> str:
        count = len(self.people)
        return f"<Register: {count} {'person' if count == 1 else 'people'}>"


def register_around(folder: Path) -> Register | None:
    """The register of the archive that a folder lies in, or None.

    Raises:
        RegisterError: There is one, and it cannot be used.
    """
    root = root_around(folder)
    return Register.beside(root) if root else None


def root_around(folder: Path) -> Path | None:
    """The root of the archive that a folder lies in: the nearest folder with posts or a register, or None."""
    folder = folder.absolute()
    roots = (
        root for root in (folder, *folder.parents) if (root / "posts").is_dir() or (root / REGISTER).exists()
    )
    return next(roots, None)
