"""The objects of a PDF as they are written: most stand in the bytes of the file as plainly as qpdf would write them.

Having qpdf take apart and write anew each of the ten thousand objects of a tagged briefing costs as much as reading
its pages. An object whose bytes can mean only one thing is read as it stands; whatever is not so plain (a stream, an
escape, a comment, an object inside a stream of objects, a file with a password) goes through qpdf.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final, NamedTuple

import pikepdf

__all__ = ["Written", "written_objects"]

#: Number and generation of an object.
_Number = tuple[int, int]

#: An object that stands in the file itself (ISO 32000-2, table 18: types of entries).
_UNCOMPRESSED: Final = 1

_END: Final = b"endobj"
#: A hexadecimal string, but for a text in UTF-16, which begins with its mark.
_HEXADECIMAL = re.compile(rb"(?<!<)<(?!<|FEFF)")
#: What can mean something else than it reads: a comment, escapes in names and strings, a blank nobody sees.
_UNPLAIN: Final = b"%#\\\0"


class Written(NamedTuple):
    """One object.

    Attributes:
        number: Its number and generation.
        text: It in PDF syntax.
        start, end: Where it stands in the file; both 0 where qpdf wrote the text.
        item: It as qpdf reads it; None where its bytes say all.
    """

    number: _Number
    text: bytes
    start: int = 0
    end: int = 0
    item: pikepdf.Object | None = None

    def read(self, document: pikepdf.Pdf) -> pikepdf.Object:
        """It as qpdf reads it."""
        return document.get_object(self.number) if self.item is None else self.item


def written_objects(document: pikepdf.Pdf, data: bytes, *, plain: bool = True) -> list[Written]:
    """Every object, whether or not anything refers to it.

    Args:
        document: The document as qpdf has opened it.
        data: The bytes of its file.
        plain: Whether objects may be read as they stand; in a file that qpdf had to mend they may not.
    """
    if document.is_encrypted or not plain:
        numbers = (getattr(item, "objgen", (0, 0)) for item in document.objects)
        return [_by_qpdf(number, item) for number, item in zip(numbers, document.objects, strict=True)]
    table = document.get_xref_table()
    offsets = {n: entry.offset or 0 for n, entry in table.items() if entry.type == _UNCOMPRESSED}
    as_they_stand = dict(_plain_objects(offsets, data))
    return [as_they_stand.get(number) or _by_qpdf(number, document.get_object(number)) for number in table]


def _by_qpdf(number: _Number, item: Any) -> Written:
    # Null, truth and numbers come as values of Python.
    text = item.unparse(resolved=True) if isinstance(item, pikepdf.Object) else str(item).encode()
    return Written(number, text, item=item)


def _plain_objects(offsets: dict[_Number, int], data: bytes) -> Iterator[tuple[_Number, Written]]:
    """The objects that can be read as they stand, by number."""
    places = sorted((offset, number) for number, offset in offsets.items())
    for (start, number), (following, _) in pairwise([*places, (len(data), (0, 0))]):
        end = data.find(_END, start, following) + len(_END)
        if end < start:  # it has no end
            continue
        text = data[start:following]
        head = b"%d %d obj" % number
        if text.startswith(head) and not text[end - start :].strip() and _is_plain(text):
            yield number, Written(number, text[len(head) : end - start - len(_END)], start, end)


def _is_plain(text: bytes) -> bool:
    """Whether an object reads the same for everybody."""
    if len(text.translate(None, _UNPLAIN)) != len(text) or b"stream" in text:
        return False
    return text.count(b"<") == 2 * text.count(b"<<") or not _HEXADECIMAL.search(text)
