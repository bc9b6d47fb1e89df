"""Which files are still those that were read: compared by size, times and inode, without opening any.

A file whose time of change is too near to the moment of reading counts as changed: it may have been written
again within the same tick of its clock (git calls such entries racy, Documentation/technical/racy-git.txt).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from lfnkr_nb.folders import STATS, Listed

__all__ = ["FileStates", "Folder"]

_WIDTH: Final = len(STATS)
_BYTES: Final = 8 * _WIDTH

#: How far a clock may lag behind, in nanoseconds: 2 s is the tick of FAT and more than that of network file
#: systems; a time with digits below 10 ms comes from a finer clock, Linux' ticks are at most 10 ms long.
_COARSE: Final = 2_000_000_000
_FINE: Final = 100_000_000
_TICK: Final = 10_000_000

Numbers = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a folder as they were listed, and when (in nanoseconds since 1970) each was read."""

    names: list[str]
    stats: bytes
    read: Numbers

    def table(self) -> Numbers:
        """The numbers of `STATS`, a row a file."""
        return np.frombuffer(self.stats, np.int64).reshape(-1, _WIDTH)

    def racy(self) -> list[str]:
        """Files that may have changed since without a trace."""
        changed = self.table()[:, 1:3].max(axis=1)
        lag = np.where(changed % _TICK == 0, _COARSE, _FINE)
        return [self.names[place] for place in np.flatnonzero(changed + lag > self.read)]


class FileStates:
    """The files that were read, by folder."""

    def __init__(self, folders: Mapping[str, Folder] | None = None) -> None:
        self.folders = dict(folders or {})

    def __len__(self) -> int:
        return sum(len(folder.names) for folder in self.folders.values())

    def differences(self, listed: Iterable[Listed]) -> tuple[list[str], set[str]]:
        """What has to be read because it is new or may have changed, and what is gone."""
        to_read: list[str] = []
        gone: set[str] = set()
        missing = dict(self.folders)
        for now in listed:
            before = missing.pop(now.folder, None)
            if before is None:
                to_read += [now.folder + name for name in now.names]
            elif before.names == now.names:
                to_read += [now.folder + name for name in _changed(before, now)]
            else:
                to_read += [now.folder + name for name in _changed_or_new(before, now)]
                gone |= {now.folder + name for name in set(before.names) - set(now.names)}
        gone |= {place + name for place, folder in missing.items() for name in folder.names}
        return to_read, gone

    def updated(self, listed: Iterable[Listed], reading: set[str], moment: int) -> FileStates:
        """The files as they are listed now; those in `reading` were read after `moment`."""
        folders = {}
        reading_in = _by_folder(reading)
        for now in listed:
            before = self.folders.get(now.folder)
            if before is not None and before.names == now.names:
                read = before.read.copy()
            else:
                known = dict(zip(before.names, before.read.tolist(), strict=True)) if before else {}
                read = np.array([known.get(name, moment) for name in now.names], dtype=np.int64)
            if own := reading_in.get(now.folder):
                read[[place for place, name in enumerate(now.names) if name in own]] = moment
            folders[now.folder] = Folder(now.names, now.stats, read)
        return FileStates(folders)

    # --- single files ---------------------------------------------------------------------------------

    def entries(self, names: Iterable[str]) -> dict[str, list[int]]:
        """For some files the numbers of `STATS` and when it was read."""
        found: dict[str, list[int]] = {}
        for place, own in _by_folder(names).items():
            folder = self.folders[place]
            for row, name in enumerate(folder.names):
                if name in own:
                    found[place + name] = [*folder.table()[row].tolist(), int(folder.read[row])]
        return found

    def with_entries(self, entries: Mapping[str, list[int] | None]) -> FileStates:
        """The files with the entries of some of them set anew; None takes a file out."""
        folders = dict(self.folders)
        for place, own in _by_folder(entries).items():
            folders[place] = _with_entries(folders.get(place, _EMPTY), {n: entries[place + n] for n in own})
        return FileStates(folders)

    # --- packing --------------------------------------------------------------------------------------

    def pack(self) -> dict[str, bytes]:
        """Everything in four pieces; no name of a file holds the NUL between them."""
        folders = list(self.folders.values())
        counts = [(place, len(folder.names)) for place, folder in self.folders.items()]
        names = "\0".join(name for folder in folders for name in folder.names)
        return {
            "folders": json.dumps(counts).encode("ascii"),
            "names": names.encode("utf-8", "surrogateescape"),
            "stats": b"".join(folder.stats for folder in folders),
            "read": b"".join(folder.read.tobytes() for folder in folders),
        }

    @classmethod
    def unpack(cls, packed: Mapping[str, bytes]) -> FileStates:
        """The files of packed pieces; KeyError or ValueError when they do not fit each other."""
        counts = json.loads(packed["folders"])
        text = packed["names"].decode("utf-8", "surrogateescape")
        names = text.split("\0") if text else []
        read = np.frombuffer(packed["read"], np.int64)
        if not len(names) == len(read) == len(packed["stats"]) // _BYTES == sum(count for _, count in counts):
            raise ValueError("the files of an index do not fit each other")
        folders, start = {}, 0
        for place, count in counts:
            end = start + count
            stats = packed["stats"][start * _BYTES : end * _BYTES]
            folders[place] = Folder(names[start:end], stats, read[start:end])
            start = end
        return cls(folders)


_EMPTY: Final = Folder([], b"", np.array([], dtype=np.int64))


def _changed(before: Folder, now: Listed) -> list[str]:
    """Files of a folder with the same names that have to be read again."""
    racy = before.racy()
    if before.stats == now.stats:
        return racy
    ours, theirs = before.table(), np.frombuffer(now.stats, np.int64).reshape(-1, _WIDTH)
    differ = [now.names[row] for row in np.flatnonzero((ours != theirs).any(axis=1))]
    return [*differ, *set(racy).difference(differ)]


def _changed_or_new(before: Folder, now: Listed) -> list[str]:
    racy = set(before.racy())
    known = {name: stats for name, stats in _pieces(before.names, before.stats) if name not in racy}
    return [name for name, stats in _pieces(now.names, now.stats) if known.get(name) != stats]


def _pieces(names: list[str], stats: bytes) -> Iterable[tuple[str, bytes]]:
    return ((name, stats[row * _BYTES : (row + 1) * _BYTES]) for row, name in enumerate(names))


def _by_folder(names: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name in names:
        place, slash, own = name.rpartition("/")
        found.setdefault(place + slash, set()).add(own)
    return found


def _with_entries(folder: Folder, entries: Mapping[str, list[int] | None]) -> Folder:
    read = folder.read.tolist()
    known = {
        name: (stats, moment)
        for (name, stats), moment in zip(_pieces(folder.names, folder.stats), read, strict=True)
    }
    for name, numbers in entries.items():
        if numbers is None:
            known.pop(name, None)
        else:
            known[name] = (np.array(numbers[:-1], np.int64).tobytes(), numbers[-1])
    moments = np.array([moment for _, moment in known.values()], dtype=np.int64)
    return Folder(list(known), b"".join(stats for stats, _ in known.values()), moments)
