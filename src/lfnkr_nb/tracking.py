"""Whether git tracks a file, asked in a way that runs nothing of the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

__all__ = ["is_tracked"]

#: A repository can name programs that git runs; none of them is needed to look into its index.
_HARMLESS: Final = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-optional-locks")


#: Variables that would make git look into another repository than the one around the file.
_ELSEWHERE: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX")


def is_tracked(path: Path) -> bool:
    """Whether git tracks the file, in whatever repository lies around it.

    Where git is missing or does not want to answer, the index of the repository is searched for the path; in
    doubt the answer is yes.
    """
    path = path.absolute().parent.resolve() / path.name
    repository = next((folder for folder in path.parents if (folder / ".git").exists()), None)
    if repository is None:
        return False
    answer = _asked(path)
    return _in_index(repository, path) if answer is None else answer


def _asked(path: Path) -> bool | None:
    """What git says; None when it is missing or refuses to say."""
    git = shutil.which("git")
    if git is None:
        return None
    command = [git, *_HARMLESS, "-C", str(path.parent), "ls-files", "--error-unmatch", "--", path.name]
    surroundings = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    try:
        # The program is the user's own git; the name is handed over after `--` as one argument.
        done = subprocess.run(command, capture_output=True, check=False, timeout=30, env=surroundings)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {0: True, 1: False}.get(done.returncode)


def _in_index(repository: Path, path: Path) -> bool:
    index = repository / ".git" / "index"
    try:
        return path.relative_to(repository).as_posix().encode() in index.read_bytes()
    except FileNotFoundError:
        return False  # nothing was ever added
    except OSError:
        return True  # a worktree keeps its index elsewhere, and git itself did not answer
