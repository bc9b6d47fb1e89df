"""Markdown, HTML or a notebook becomes one clean tree of blocks, which both exporters read."""

from __future__ import annotations

from lfnkr_nb.document.characters import split_languages
from lfnkr_nb.document.cleaning import clean_picture
from lfnkr_nb.document.excerpts import excerpt, plain_text
from lfnkr_nb.document.from_markdown import read_html, read_inline, read_markdown
from lfnkr_nb.document.from_notebook import NotebookReading, read_notebook
from lfnkr_nb.document.pictures import load_picture
from lfnkr_nb.document.reading import Reading, Source

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
