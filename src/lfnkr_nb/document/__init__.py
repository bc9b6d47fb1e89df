"""Markdown, HTML or a notebook becomes one clean tree of blocks, which both exporters read.

The names below are loaded when they are first used: an exporter needs the tree alone, and none of the readers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lfnkr_nb.document.characters import split_languages as split_languages
    from lfnkr_nb.document.cleaning import clean_picture as clean_picture
    from lfnkr_nb.document.excerpts import excerpt as excerpt
    from lfnkr_nb.document.excerpts import plain_text as plain_text
    from lfnkr_nb.document.from_markdown import read_html as read_html
    from lfnkr_nb.document.from_markdown import read_inline as read_inline
    from lfnkr_nb.document.from_markdown import read_markdown as read_markdown
    from lfnkr_nb.document.from_notebook import NotebookReading as NotebookReading
    from lfnkr_nb.document.from_notebook import read_notebook as read_notebook
    from lfnkr_nb.document.pictures import load_picture as load_picture
    from lfnkr_nb.document.reading import Reading as Reading
    from lfnkr_nb.document.reading import Source as Source

_HOME = {
    "NotebookReading": "from_notebook",
    "Reading": "reading",
    "Source": "reading",
    "clean_picture": "cleaning",
    "excerpt": "excerpts",
    "load_picture": "pictures",
    "plain_text": "excerpts",
    "read_html": "from_markdown",
    "read_inline": "from_markdown",
    "read_markdown": "from_markdown",
    "read_notebook": "from_notebook",
    "split_languages": "characters",
}

__all__ = [
    "NotebookReading",
    "Reading",
    "Source",
    "clean_picture",
    "excerpt",
    "load_picture",
    "plain_text",
    "read_html",
    "read_inline",
    "read_markdown",
    "read_notebook",
    "split_languages",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
