"""A post as it is read at the desk: the page of the HTML exporter, without its frame, in a sandboxed pane.

The pane gets an empty page with the style once, then the main part of one post after the other. Pictures are
named (`picture:3f2a….png`) and sent once, not with each keystroke.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from lfnkr_nb.exporters.html_text import Page
from lfnkr_nb.exporters.mathml import mathml
from lfnkr_nb.exporters.to_html import anchors_of, environment, formulas, places_of, style_sheet
from lfnkr_nb.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment

    from lfnkr_nb.document.tree import Brand, Document, Picture

__all__ = ["preview_main", "preview_page"]


def preview_page(brand: Brand, *, dark: bool) -> str:
    """An empty page with the style of the HTML exporter: no script, nothing loaded, light or dark as asked.

    Raises:
        BriefingError: A colour of the brand is not written as `#rrggbb`.
    """
    sheet = str(style_sheet(brand))
    sheet = sheet.replace(
        "@media screen and (prefers-color-scheme:dark)", "@media screen" if dark else "@media not all"
    )
    sheet = sheet.replace("color-scheme:light dark", f"color-scheme:{'dark' if dark else 'light'}")
    # Our own style sheet with colours that `style_sheet` has checked.
    return _environment().get_template("preview.html.jinja").render(css=Markup(sheet))  # noqa: S704


def preview_main(document: Document, anchors: Iterable[str] = ()) -> str:
    """The `<main>` of the sections of a document.

    Args:
        document: What is read.
        anchors: Anchors outside the document that its links may lead to, for the pane to follow.
    """
    words = wording(document.lang) | document.wording
    page = Page(words, frozenset((*anchors_of(document), *anchors)), mathml(formulas(document)))
    template = _environment().get_template("preview_main.html.jinja")
    return template.render(
        document=document, words=words, brand=document.brand, places=places_of(document, page)
    )


@cache
def _environment() -> Environment:
    """The exporter's environment, with pictures by name."""
    made = environment().overlay()
    made.filters = {**made.filters, "data_url": _named}
    return made


def _named(picture: Picture) -> str:
    return f"picture:{picture.name}"
