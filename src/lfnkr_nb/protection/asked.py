"""Whose names have to be replaced when some posts go out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lfnkr_nb.document.tree import Notice
from lfnkr_nb.errors import GateError
from lfnkr_nb.manifests import editions
from lfnkr_nb.protection.register import REGISTER, Register

if TYPE_CHECKING:
    from lfnkr_nb.post import Post

__all__ = ["NO_REGISTER", "protected_people", "refuse_lost_register", "unlooked"]

#: What is said of an export when the archive has no register.
NO_REGISTER: Final = "no register: no names were looked for"


def protected_people(posts: Iterable[Post], root: Path, register: Register | None = None) -> Register | None:
    """The people whose names have to be replaced; None without a register.

    Args:
        posts: What goes out.
        root: The root of their archive.
        register: The register (default: `private/register.yaml` beside the archive's posts).

    Raises:
        GateError: A post names a label in `protect:` that the register does not have.
        RegisterError: There is a register and it cannot be used.
    """
    register = register or Register.beside(root)
    asked = [(post, label) for post in posts for label in post.get("protect", ())]
    for post, label in asked:
        if register is None or label not in register:
            raise _unknown_label(post, label, register)
    return register.protecting(label for _, label in asked) if register else None


def refuse_lost_register(root: Path, register: Register | None) -> None:
    """Stop an export from an archive that has lost its register: names would go out without a word.

    A register that is empty, or was begun anew and has nobody of those who were protected before, is lost as well.

    Args:
        root: The root of the archive that what goes out is from.
        register: The whole register that is used; None without one.

    Raises:
        GateError: Earlier editions carried labels, and the register has none of them.
    """
    relied = [edition for edition in editions(root) if edition.labels]
    known = frozenset(register.labels if register else ())
    if not relied or any(label in known for edition in relied for label in edition.labels):
        return
    where = relied[0].path.relative_to(root).as_posix()
    lost = "There is no register" if register is None else "The register has nobody who was protected before"
    hint = f"Put {REGISTER.as_posix()} back as it was, or name it with `--register FILE`."
    raise GateError(f"{lost}, but {where} shows that people are protected here", hint=hint)


def unlooked(root: Path, register: Register | None) -> tuple[Notice, ...]:
    """What an export says of names that were not looked for.

    Args:
        root: The root of the archive.
        register: The whole register that is used; None without one.
    """
    if register is None or not register.people:
        return (Notice(NO_REGISTER, hint="`lfnkr protect add` makes one."),)
    gone = sorted(
        {label for edition in editions(root) for label in edition.labels}.difference(register.labels)
    )
    hint = f"Put them back into {REGISTER.as_posix()}, unless their names may be read by everybody now."
    said = f"not in the register any more, so these names were not looked for: {', '.join(gone)}"
    return (Notice(said, hint=hint),) if gone else ()


def _unknown_label(post: Post, label: str, register: Register | None) -> GateError:
    there = "and there is no register" if register is None else "whom the register does not have"
    hint = f"Add this person with `lfnkr protect add`, into {(register and register.path) or REGISTER}."
    line = post.header.line("protect")
    return GateError(f"`protect:` of this post names {label}, {there}", hint=hint, path=post.path, line=line)
