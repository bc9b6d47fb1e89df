"""Mentions of places: each name of the gazetteer, where it stands and in which sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from lfnkr_nb.analysis.gazetteer import Place, read_gazetteer
from lfnkr_nb.analysis.text import lines_of
from lfnkr_nb.frames import build_frame

if TYPE_CHECKING:
    import pandas as pd

    from lfnkr_nb.archive import Archive
    from lfnkr_nb.post import Post

__all__ = ["places_frame"]


def places_frame(archive: Archive) -> pd.DataFrame:
    """The `places` frame of an archive, in the order of its posts and of their texts.

    Raises:
        ArchiveError: The archive's own gazetteer cannot be understood.
    """
    finder = _Finder(read_gazetteer(archive.root))
    rows = [row for post in archive for row in _rows(post, archive.keys[post.path], finder)]
    return build_frame("places", rows)


def _rows(post: Post, key: str, finder: _Finder) -> Iterator[dict[str, Any]]:
    date = post.date.instant if post.date else None
    for line in lines_of(post.plain, post.lang):
        for place, start, end in finder.find(line.text):
            yield {
                "post": key,
                "place": place.name,
                "words": line.said(start, end),
                "sentence": line.said(*line.sentence(start)),
                "start": line.span(start, end)[0],
                "end": line.span(start, end)[1],
                "lat": place.lat,
                "lon": place.lon,
                "date": date,
                "lang": line.lang,
            }


class _Finder:
    """Finds every name of the gazetteer in one pass, the longest where several begin at one place."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.place_of: Mapping[str, Place] = {name: place for place in places for name in place.names}
        longest_first = sorted(self.place_of, key=lambda name: (-len(name), name))
        self.pattern = re.compile("|".join(map(_pattern, longest_first)))

    def find(self, text: str) -> Iterator[tuple[Place, int, int]]:
        """Each place that a text names, and where."""
        for found in self.pattern.finditer(text):
            yield self.place_of[found[0]], found.start(), found.end()


def _pattern(name: str) -> str:
    """A Latin name is a whole word; a Korean one begins a word, and particles may follow; others stand anywhere."""
    written = re.escape(name)
    if re.match(r"[\uac00-\ud7a3]", name):
        return rf"(?<![\uac00-\ud7a3]){written}"
    left = r"(?<![^\W\u3040-\u9fff\uac00-\ud7a3])" if re.match(r"[^\W\u3040-\u9fff]", name[0]) else ""
    right = r"(?![^\W\u3040-\u9fff\uac00-\ud7a3])" if re.match(r"[^\W\u3040-\u9fff]", name[-1]) else ""
    # A name in katakana is not a part of a longer word in katakana: タイ is not in タイプ.
    if re.match(r"[\u30a1-\u30fa]", name):
        left, right = r"(?<![\u30a1-\u30fa\u30fc])", r"(?![\u30a1-\u30fa\u30fc])"
    return f"{left}{written}{right}"
