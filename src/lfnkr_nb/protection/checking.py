"""What `check` looks for in a register and in the posts that rely on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from lfnkr_nb.fields import Problem
from lfnkr_nb.protection.folding import bare

if TYPE_CHECKING:
    from lfnkr_nb.archive import Archive
    from lfnkr_nb.post import Post
    from lfnkr_nb.protection.register import Person, Register

__all__ = ["check_labels", "check_person", "check_register"]

_RANK = {"error": 0, "warning": 1, "note": 2}


def check_register(register: Register, archive: Archive, *, today: date) -> list[Problem]:
    """All problems of a register and of the posts that name its labels, errors first, then by file and line."""
    found = [*register.problems]
    for person in register.people:
        found += check_person(person, register, today=today)
    for post in archive:
        found += [*check_labels(post, register), *_published(post, register)]
    return sorted(found, key=lambda p: (_RANK[p.severity], str(p.path), p.line or 0, p.message))


def check_person(person: Person, register: Register, *, today: date) -> list[Problem]:
    """The problems of one entry of a register."""
    checks = (_initials, _minor, _part_of_a_name, _twice)
    return [*_consent(person, register, today), *(p for check in checks for p in check(person, register))]


# --- people ----------------------------------------------------------------------------------------------


def _consent(person: Person, register: Register, today: date) -> Iterator[Problem]:
    if person.consent.expired(today):
        message = f"The consent of {person.label} ended on {person.consent.until}"
        hint = "Ask again, or take `consent:` away; until then only the label is printed."
        yield _of_person(person, register, "consent", message, hint)


def _initials(person: Person, register: Register) -> Iterator[Problem]:
    """A label made of the true initials leads to the person."""
    letters = re.fullmatch(r"(?:(\w)[.．\s]*)+", person.label) and "".join(re.findall(r"\w", person.label))
    if letters and len(letters) > 1 and letters.casefold() in true_initials(person):
        message = f"The label {person.label} is the person's true initials"
        yield _of_person(person, register, "label", message, "Choose initials that are not the true ones.")


def true_initials(person: Person) -> frozenset[str]:
    """The initials of a person in small letters, in both orders, of every way their name is spelt in Latin letters."""
    from lfnkr_nb.protection.spellings import family_spellings, given_spellings  # noqa: PLC0415 - tables

    families = {
        text[0] for s in family_spellings(person) if s.script == "latin" for text in s.units[0] if text
    }
    givens: set[str] = set()
    for spelling in given_spellings(person):
        if spelling.script == "latin":
            heads = [{text[0] for text in unit if text} for unit in spelling.units]
            givens |= heads[0] | {a + b for a in heads[0] for b in (heads[1] if len(heads) > 1 else ())}
    return frozenset(whole for f in families for g in givens for whole in (f + g, g + f))


def _part_of_a_name(person: Person, register: Register) -> Iterator[Problem]:
    """A label that is somebody's family or given name says a part of what it hides."""
    label = bare(person.label)
    for other in register.people:
        if label in map(bare, (*other.family, *other.given)):
            whose = "the person's own name" if other is person else f"the name of {other.label}"
            message = f"The label {person.label} is a part of {whose}"
            yield _of_person(
                person, register, "label", message, "Choose a label that says nothing of a name."
            )
            return


def _twice(person: Person, register: Register) -> Iterator[Problem]:
    """The same name under two labels: a text carries only one of them, and a recall by the other misses it."""
    for other in register.people:
        if other is person:
            return
        if _share(person.family, other.family) and _share(person.given, other.given):
            message = f"{person.label} has the same name as {other.label}"
            hint = "Make one person of them; where they are two, a text cannot tell them apart."
            yield _of_person(person, register, "given", message, hint)


def _share(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return not {*map(bare, some)}.isdisjoint(map(bare, others))


def _minor(person: Person, register: Register) -> Iterator[Problem]:
    if person.minor and person.consent.scope == "name":
        message = f"{person.label} is under age, so the consent to print the name does not count"
        yield _of_person(
            person, register, "consent", message, "Say `scope: label`, and who decides for the person."
        )
    elif person.minor is None and person.consent.scope == "name":
        message = f"The name of {person.label} may be printed, and nothing says whether the person is of age"
        yield _of_person(person, register, "minor", message, "Add `minor: false` or `minor: true`.")
    elif person.minor is None:
        message = f"Nothing says whether {person.label} is of age"
        yield _of_person(
            person, register, "minor", message, "Add `minor: false` or `minor: true`.", severity="note"
        )


def _of_person(
    person: Person, register: Register, field: str, message: str, hint: str, *, severity: str = "warning"
) -> Problem:
    return Problem(message, hint, field, person.line, severity, register.path)


# --- posts -----------------------------------------------------------------------------------------------


def check_labels(post: Post, register: Register | None) -> Iterator[Problem]:
    """Labels that a post names in `protect:` and the register does not have."""
    for label in post.get("protect", ()):
        if register is None or label not in register:
            message = f"`protect:` names {label}, whom the register does not have"
            hint = "Add the person with `lfnkr protect add`; until then this post stops every export."
            yield Problem(message, hint, "protect", post.header.line("protect"), "error", post.path)


def _published(post: Post, register: Register) -> Iterator[Problem]:
    """Names in the text: of a public post they are published already; of others `protect:` should name them."""
    hits = register.matcher().find(post.text)
    first = {hit.label: hit.start for hit in reversed(hits)}
    asked = set(post.get("protect", ()))
    for label in register.labels:
        if label in first and label not in asked:
            yield _named(post, label, post.text.count("\n", 0, first[label]) + 1)
    for label in sorted(asked & set(register.labels) - first.keys()):
        message = f"`protect:` names {label}, and no spelling of the name stands in this post"
        hint = (
            "Compare the spellings of the register with the text; `lfnkr protect check --look-alikes` helps."
        )
        yield Problem(message, hint, "protect", post.header.line("protect"), "note", post.path)


def _named(post: Post, label: str, line: int) -> Problem:
    if post.is_public:
        message = f"The name of {label} is published in this post"
        hint = (
            "Take it off the site too, or add the label to `protect:`; exports carry the label in any case."
        )
    else:
        message = f"The name of {label} stands in this post, and `protect:` does not say so"
        hint = f"Add `protect: [{label}]`."
    return Problem(message, hint, "", line, "warning" if post.is_public else "note", post.path)
