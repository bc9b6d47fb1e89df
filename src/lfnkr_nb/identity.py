"""Who does something: the name a person gives, beside the git identity of the account where there is one."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import Final

__all__ = ["account", "folded_name", "git_identity", "same_identity"]

#: A repository can name programs that git runs; none of them is needed to ask for a name.
_HARMLESS: Final = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")


def git_identity(folder: Path) -> str:
    """`Name <address>` as git would sign a commit made in a folder; empty where git knows nobody."""
    name = os.environ.get("GIT_AUTHOR_NAME") or _configured("user.name", folder)
    address = os.environ.get("GIT_AUTHOR_EMAIL") or _configured("user.email", folder)
    return f"{name} <{address}>".strip() if address else name


def _configured(key: str, folder: Path) -> str:
    git = shutil.which("git")
    if git is None or not folder.is_dir():
        return ""
    command = [git, *_HARMLESS, "-C", str(folder), "config", "--get", key]
    try:
        # The program is the user's own git; no part of the command comes from a file.
        done = subprocess.run(command, capture_output=True, check=False, timeout=30)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return " ".join(done.stdout.decode("utf-8", "replace").split())


def account() -> str:
    """The name of the account that runs the program; empty where the system does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def folded_name(name: str) -> str:
    """A name as it is compared: whatever its case, width, blanks and dots."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in plain if c.isalnum())


def same_identity(one: str, other: str) -> bool:
    """Whether two git identities are one: the same address, or the same name where there is none."""

    def compared(identity: str) -> str:
        return folded_name(identity.rpartition("<")[2].rstrip(">") if "<" in identity else identity)

    return bool(compared(one)) and compared(one) == compared(other)
