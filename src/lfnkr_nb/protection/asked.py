"""Whose names have to be replaced when some posts go out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from lfnkr_nb.errors import GateError
from lfnkr_nb.protection.register import REGISTER, Register

if TYPE_CHECKING:
    from lfnkr_nb.post import Post

__all__ = ["protected_people"]


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


def _unknown_label(post: Post, label: str, register: Register | None) -> GateError:
    there = "and there is no register" if register is None else "whom the register does not have"
    hint = f"Add this person with `lfnkr protect add`, into {(register and register.path) or REGISTER}."
    line = post.header.line("protect")
    return GateError(f"`protect:` of this post names {label}, {there}", hint=hint, path=post.path, line=line)
