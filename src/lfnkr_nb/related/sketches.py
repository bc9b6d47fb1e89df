"""A sketch of a text: a few numbers that are mostly the same for texts that are mostly the same.

One-permutation MinHash with densification by rotation (Li, Owen and Zhang 2012; Shrivastava and Li 2014) over
shingles of five tokens: of all shingles whose hash falls into a bin the least one stays. The share of equal bins
estimates the Jaccard likeness of two texts, and texts that have three neighbouring bins in common are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final
from zlib import crc32

import numpy as np

__all__ = ["BINS", "FEWEST", "candidates", "likeness", "shingles", "sketch"]

#: Numbers of a sketch, and how many of them make a band: 21 bands of 3.
BINS, _BAND = 63, 3
_SHINGLE: Final = 5
#: A text of fewer tokens is too short to be a copy of anything.
FEWEST: Final = 12
#: Texts that fall together in one band beyond this are compared with their neighbours only.
_CROWD: Final = 40
_EMPTY: Final = np.uint32(0xFFFFFFFF)

Hashes = np.ndarray[Any, np.dtype[np.uint64]]
Sketch = np.ndarray[Any, np.dtype[np.uint32]]


def shingles(tokens: list[str]) -> Hashes:
    """The hashes of all runs of five tokens, each once, in order."""
    codes = np.fromiter(map(_code, tokens), dtype=np.uint64, count=len(tokens))
    if len(codes) < _SHINGLE:
        return np.zeros(0, dtype=np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(codes, _SHINGLE)
    found = np.zeros(len(windows), dtype=np.uint64)
    for column in range(_SHINGLE):
        found = _mixed(found + windows[:, column])
    return np.unique(found)


_code = lru_cache(maxsize=200_000)(lambda token: crc32(token.encode("utf-8", "surrogatepass")))


def _mixed(values: Hashes) -> Hashes:
    """Values spread evenly: the finalizer of SplitMix64 (Steele, Lea and Flood 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Hashes = values ^ (values >> np.uint64(31))
    return mixed


def sketch(tokens: list[str]) -> Sketch:
    """The sketch of a text; all bins of a text that is too short are empty."""
    bins: Sketch = np.full(BINS, _EMPTY, dtype=np.uint32)
    if len(tokens) < FEWEST:
        return bins
    hashes = shingles(tokens)
    np.minimum.at(
        bins, (hashes % np.uint64(BINS)).astype(np.intp), (hashes >> np.uint64(33)).astype(np.uint32)
    )
    return _filled(bins)


def _filled(bins: Sketch) -> Sketch:
    """Empty bins take what the next one has that is not, with its distance mixed in."""
    full = np.flatnonzero(bins != _EMPTY)
    if len(full) in (0, BINS):
        return bins
    after = full[np.searchsorted(full, np.arange(BINS)) % len(full)]
    distance = ((after - np.arange(BINS)) % BINS).astype(np.uint32)
    filled: Sketch = (bins[after] + distance * np.uint32(0x9E3779B1)) & np.uint32(0x7FFFFFFF)
    return filled


def candidates(sketches: Sketch) -> Iterator[tuple[int, int]]:
    """Pairs of rows of a table of sketches that are worth comparing, each once, the lesser row first."""
    seen: set[tuple[int, int]] = set()
    rows = np.flatnonzero((sketches != _EMPTY).all(axis=1))
    for first in range(0, BINS, _BAND):
        bands = sketches[rows, first : first + _BAND].astype(np.uint64)
        keys = _mixed(_mixed(_mixed(bands[:, 0]) + bands[:, 1]) + bands[:, 2])
        order = np.argsort(keys, kind="stable")
        edges = np.flatnonzero(np.diff(keys[order])) + 1
        for group in np.split(rows[order], edges):
            if len(group) > 1:
                yield from _new_pairs(group.tolist(), seen)


def _new_pairs(group: list[int], seen: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    reach = len(group) if len(group) <= _CROWD else 2
    for place, one in enumerate(group):
        for other in group[place + 1 : place + reach]:
            if (one, other) not in seen:
                seen.add((one, other))
                yield one, other


def likeness(one: Hashes, other: Hashes) -> float:
    """The Jaccard likeness of two texts by their shingles: 1 is the same text."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    total = len(one) + len(other) - both
    return both / total if total else 0.0
