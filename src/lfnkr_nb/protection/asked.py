"""Whose names have to be replaced when some posts go out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lfnkr_nb.errors import GateError
from lfnkr_nb.manifests import editions
from lfnkr_nb.protection.register import REGISTER, Register

if TYPE_CHECKING:
    from lfnkr_nb.post import Post

__all__ = ["NO_REGISTER", "protected_people", "refuse_lost_register"]

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


def refuse_lost_register(root: Path) -> None:
    """Stop an export without a register from an archive that had one: names would go out without a word.

    Args:
        root: The root of the archive that what goes out is from; it has no register.

    Raises:
        GateError: An earlier edition carried labels.
    """
    relied = _edition_with_labels(root)
    if relied is not None:
        where = relied.relative_to(root).as_posix()
        hint = f"Put {REGISTER.as_posix()} back where it was, or name it with `--register FILE`."
        raise GateError(f"There is no register, but {where} shows that people are protected here", hint=hint)


def _edition_with_labels(root: Path) -> Path | None:
    return next((edition.path for edition in editions(root) if edition.labels), None)


def _unknown_label(post: Post, label: str, register: Register | None) -> GateError:
    there = "and there is no register" if register is None else "whom the register does not have"
    hint = f"Add this person with `lfnkr protect add`, into {(register and register.path) or REGISTER}."
    line = post.header.line("protect")
    return GateError(f"`protect:` of this post names {label}, {there}", hint=hint, path=post.path, line=line)
