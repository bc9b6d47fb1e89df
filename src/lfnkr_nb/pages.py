"""The real pages of a briefing as pictures, and what an editor should know of them, without writing anything.

What is shown is what `lfnkr brief` would print now: the same document, the same renderer, the same stamps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any, Self

import pypdfium2

from lfnkr_nb.clearance import Clearance, clearance, stamps
from lfnkr_nb.exporters.to_pdf import PdfRenderer
from lfnkr_nb.fingerprint import document_id
from lfnkr_nb.manifests import edition_number, manifest_name
from lfnkr_nb.protection.report import LabelCount, count_labels

if TYPE_CHECKING:
    from lfnkr_nb.briefing import Briefing
    from lfnkr_nb.document.tree import Document, Notice

__all__ = ["PageSet", "Pages"]

#: Points of a page's width that make one pixel: pages are laid out at 72 points an inch.
_POINTS = 72


@dataclass(frozen=True, slots=True)
class PageSet:
    """The pages of a briefing as it stands.

    Attributes:
        sizes: Width and height of each page, in points.
        places: The page, from 1, on which each post begins, by its key.
        notices: What was changed or left out on the way to the page.
        clearance: How far the briefing is.
        labels: Labels that stand on the pages, and how often.
    """

    sizes: tuple[tuple[float, float], ...]
    places: dict[str, int]
    notices: tuple[Notice, ...]
    clearance: Clearance
    labels: tuple[LabelCount, ...]


class Pages:
    """Makes the pages of one briefing after the other; what did not change is not laid out anew.

    Use it in a `with` statement, or call `close`.
    """

    def __init__(self) -> None:
        self._renderer = PdfRenderer()
        self._pdf: pypdfium2.PdfDocument | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of everything; it cannot be used afterwards."""
        self._shut()
        self._renderer.close()

    def _shut(self) -> None:
        if self._pdf is not None:
            self._pdf.close()
            self._pdf = None

    def show(self, briefing: Briefing) -> PageSet:
        """The pages of a briefing with its posts as their files say now.

        Raises:
            LfnkrError: It cannot be put together or set; the pages shown before stay.
        """
        briefing = briefing.as_on_disk()
        document = briefing.document()
        state = clearance(briefing, document)
        document = _stamped(briefing, document, state)
        result = self._renderer.render(document)
        self._shut()
        self._pdf = pypdfium2.PdfDocument(result.data)
        return PageSet(
            tuple(page.get_size() for page in self._pdf),
            dict(_places(briefing, document, self._pdf)),
            tuple(dict.fromkeys([*document.notices, *result.notices])),
            state,
            tuple(count_labels(document, briefing)),
        )

    def picture(self, number: int, width: int) -> bytes:
        """One page as PNG.

        Args:
            number: The page, from 1.
            width: Its width in pixels.

        Raises:
            IndexError: There is no such page.
        """
        if self._pdf is None or not 1 <= number <= len(self._pdf):
            raise IndexError(number)
        page = self._pdf[number - 1]
        image = page.render(scale=width / page.get_width()).to_pil()
        data = BytesIO()
        image.save(data, "PNG", compress_level=1)
        return data.getvalue()


def _stamped(briefing: Briefing, document: Document, state: Clearance) -> Document:
    """The document as its next export would be numbered and stamped."""
    root, path = briefing.archive.root, briefing.recipe.path
    number = briefing.get("edition")
    if number is None and path is not None:
        number = edition_number(root, manifest_name(path, path, root), state.content)
    document = replace(document, edition=number or 1, stamps=stamps(briefing, state.state))
    return replace(document, id=document_id(document))


def _places(briefing: Briefing, document: Document, pdf: pypdfium2.PdfDocument) -> Iterator[tuple[str, int]]:
    """Where each post begins: its title's entry in the outline of the PDF, both in the same order."""
    keys = [briefing.archive.keys[choice.post.path] for choice in briefing.choices]
    titles = [_title(section.title) for section in document.sections if section.role == "post"]
    entries = iter(list(_outline(pdf)))
    for key, title in zip(keys, titles, strict=False):
        rest = list(entries)
        at = next((number for number, (said, _) in enumerate(rest) if said == title), None)
        if at is None:
            entries = iter(rest)
            continue
        yield key, rest[at][1]
        entries = iter(rest[at + 1 :])


def _outline(pdf: pypdfium2.PdfDocument) -> Iterator[tuple[str, int]]:
    for entry in pdf.get_toc():
        target = entry.get_dest()
        page = target.get_index() if target is not None else None
        if page is not None:
            yield "".join(entry.get_title().split()), page + 1


def _title(runs: Iterable[Any]) -> str:
    """A title without its blanks: a line break in an outline is told in several ways."""
    return "".join("".join(run.text for run in runs).split())
