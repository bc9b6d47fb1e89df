r"""Names of the machine this runs on, which say who made a file: home folder, user and host name.

A user name like `kim_jh83` counts wherever it stands. One that is an ordinary word (`editor`, `maria`) would be
found in every second text, so it counts as a word of its own, written exactly so, and not at all where the
text that was meant to go out says it itself (`expected`). In a path (`/home/maria`, `C:\Users\\maria`), in
`maria@host` and in metadata it always counts.
"""

from __future__ import annotations

import getpass
import os
import platform
import re
import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Final

__all__ = ["Machine", "this_machine"]

#: Accounts and hosts that thousands of machines share: as plain text they say nothing about anybody.
_COMMON: Final = frozenset(
    [
        "admin",
        "administrator",
        "alpine",
        "app",
        "archive",
        "arch",
        "azureuser",
        "build",
        "builder",
        "buildkit",
        "centos",
        "ci",
        "client",
        "code",
        "codespace",
        "computer",
        "container",
        "daemon",
        "data",
        "debian",
        "default",
        "demo",
        "desktop",
        "dev",
        "developer",
        "docker",
        "ec2-user",
        "editor",
        "editors",
        "fedora",
        "gitpod",
        "guest",
        "home",
        "host",
        "ip6-localhost",
        "jenkins",
        "jovyan",
        "jupyter",
        "laptop",
        "linux",
        "local",
        "localdomain",
        "localhost",
        "mac",
        "macbook",
        "main",
        "mint",
        "nobody",
        "node",
        "office",
        "owner",
        "pc",
        "pi",
        "press",
        "public",
        "raspberrypi",
        "root",
        "runner",
        "runneradmin",
        "sandbox",
        "server",
        "service",
        "shared",
        "staff",
        "student",
        "system",
        "temp",
        "test",
        "tester",
        "ubuntu",
        "user",
        "users",
        "vagrant",
        "vm",
        "vscode",
        "web",
        "windows",
        "work",
        "worker",
        "workspace",
        "workstation",
        "www-data",
    ]
)

#: A shorter ordinary word stands in too many texts to say anything.
_LEAST_WORD: Final = 4

#: Between the parts of a path, also where a backslash was escaped.
_SLASH: Final = r"[\\/]{1,2}"

#: Folders that hold the homes of people, on Linux, macOS and Windows.
_HOMES: Final = (
    r"(?:/(?:var/|export/|mnt/\w/)?(?:home|Users)/"
    r"|\b[A-Za-z]:[\\/]{1,2}(?:Users|Documents and Settings)[\\/]{1,2})"
)


#: What is found, a sign that has to stand in the text in small letters, and the pattern.
_Rule = tuple[str, str, re.Pattern[str]]


@dataclass(frozen=True)
class Machine:
    """What may give this machine away.

    Attributes:
        homes: Absolute paths of home folders.
        users: Account names.
        hosts: Names of the machine, with and without its domain.
        expected: Words the exported text says of itself; an ordinary word among them gives nothing away.
    """

    homes: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    expected: frozenset[str] = field(default=frozenset(), repr=False)

    def find(self, text: str, *, metadata: bool = False) -> list[str]:
        """Which of them a text holds: `home folder`, `user name`, `host name`, each once."""
        lower = text.lower()
        rules = self._everywhere + (self._in_metadata if metadata else ())
        found = (what for what, sign, rule in rules if sign in lower and rule.search(text))
        return list(dict.fromkeys(found))

    @property
    def words(self) -> list[str]:
        """The names that are ordinary words and are looked for all the same, unless they are `expected`."""
        return [name for name in (*self.users, *self.hosts) if name.isalpha() and _counts(name)]

    @cached_property
    def _everywhere(self) -> tuple[_Rule, ...]:
        return tuple((what, sign.lower(), re.compile(source)) for what, sign, source in self._sources())

    @cached_property
    def _in_metadata(self) -> tuple[_Rule, ...]:
        words = [("user name", name) for name in self.users] + [("host name", name) for name in self.hosts]
        return tuple(
            (what, name.lower(), re.compile(rf"(?i)(?<!\w){re.escape(name)}(?!\w)"))
            for what, name in words
            if name.lower() not in _COMMON
        )

    def _sources(self) -> Iterator[tuple[str, str, str]]:
        for home in self.homes:
            path = _SLASH.join(re.escape(part) for part in re.split(r"[\\/]+", home))
            yield "home folder", re.split(r"[\\/]", home)[-1], rf"(?<![\w.~-]){path}(?![\w-])"
        for user in self.users:
            yield "user name", user, rf"(?i){_HOMES}{re.escape(user)}(?![\w-])"
            yield from (("user name", user, source) for source in self._word(user))
            for host in self.hosts:
                yield "user name", user, rf"(?i)(?<![\w.-]){re.escape(user)}@{re.escape(host)}(?![\w-])"
        for host in self.hosts:
            yield from (("host name", host, source) for source in self._word(host))

    def _word(self, name: str) -> Iterator[str]:
        """How a name is found in running text, if at all."""
        whole = rf"(?<![\w.@-]){re.escape(name)}(?![\w@-]|\.\w)"
        if not _counts(name):
            return
        if not name.isalpha():
            yield f"(?i){whole}"
        elif name not in self.expected:
            yield whole


def _counts(name: str) -> bool:
    """Whether a name in running text may give a machine away."""
    return name.lower() not in _COMMON and (len(name) >= _LEAST_WORD or not name.isalpha())


@cache
def this_machine() -> Machine:
    """The real names of this machine and of the account that runs the program; nothing is asked of a network."""
    homes = {str(Path(home)) for home in _homes() if home and len(Path(home).parts) > 1}
    users = {name for name in _users() if name}
    hosts = {name for full in _hosts() for name in (full, full.split(".")[0]) if name}
    return Machine(tuple(sorted(homes)), tuple(sorted(users)), tuple(sorted(hosts)))


def _homes() -> Iterator[str]:
    with suppress(RuntimeError):
        yield str(Path.home())
    yield os.environ.get("USERPROFILE", "")
    with suppress(ImportError, KeyError):
        import pwd  # noqa: PLC0415 - not on Windows

        yield pwd.getpwuid(os.getuid()).pw_dir


def _users() -> Iterator[str]:
    with suppress(OSError, KeyError, ImportError):
        yield getpass.getuser()
    yield from (os.environ.get(name, "") for name in ("USER", "LOGNAME", "USERNAME"))
    with suppress(ImportError, KeyError):
        import pwd  # noqa: PLC0415 - not on Windows

        yield pwd.getpwuid(os.getuid()).pw_name


def _hosts() -> Iterable[str]:
    return (socket.gethostname(), platform.node())
