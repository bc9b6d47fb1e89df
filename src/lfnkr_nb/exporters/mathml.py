"""Formulas as MathML, which browsers draw and screen readers speak: made by Typst, then cleaned."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import typst
from lxml import etree, html

from lfnkr_nb.scratch import ScratchFolder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["mathml"]

#: MathML Core (W3C), section 2.1: the elements that carry a formula; none of them loads or runs anything.
_ELEMENTS: Final = re.compile(
    "math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms "
    "mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover".replace(" ", "|")
)

#: Attributes of layout; their values are lengths, numbers and keywords.
_ATTRIBUTES: Final = re.compile(
    "accent accentunder columnspan display displaystyle fence form height largeop linethickness lspace "
    "mathvariant maxsize minsize movablelimits rowspan rspace scriptlevel separator stretchy symmetric "
    "width".replace(" ", "|")
)


def mathml(sources: Iterable[str]) -> dict[str, str]:
    """Typst math by source as a `<math>` element; a source that does not compile is left out.

    The sources come from the readers, which try each one alone. They are compiled in an empty folder, so
    nothing can be read from this machine; code (`#`) and the end of the formula (`$`) are refused here too.
    """
    wanted = [source for source in dict.fromkeys(sources) if source and not set(source) & set("#$")]
    with ScratchFolder() as folder:
        made = _compiled(wanted, folder.path)
        if len(made) == len(wanted):
            return dict(zip(wanted, made, strict=True))
        each = {source: _compiled([source], folder.path) for source in wanted}
    return {source: elements[0] for source, elements in each.items() if len(elements) == 1}


def _compiled(sources: list[str], folder: Path) -> list[str]:
    if not sources:
        return []
    file = folder / "formulas.typ"
    file.write_text("\n\n".join(f"${source}$" for source in sources), encoding="utf-8")
    try:
        page = typst.compile(str(file), root=str(folder), format="html", ignore_system_fonts=True)
    except typst.TypstError:
        return []
    tree = html.document_fromstring(page or b"<html></html>")
    return [_rebuilt(element) for element in tree.iter("math")]


def _rebuilt(element: html.HtmlElement) -> str:
    return etree.tostring(_clean(element), encoding="unicode", method="html", with_tail=False)


def _clean(element: html.HtmlElement) -> etree._Element:
    kept = {key: value for key, value in element.attrib.items() if _ATTRIBUTES.fullmatch(key)}
    name = element.tag if _ELEMENTS.fullmatch(element.tag) else "mrow"
    made = etree.Element(str(name), kept)
    made.text, made.tail = element.text, element.tail
    made.extend(_clean(child) for child in element.iterchildren(tag=etree.Element))
    return made
