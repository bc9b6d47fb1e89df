"""Plain text of one line, as it can be printed."""

from __future__ import annotations

from lfnkr_nb.document import split_languages
from lfnkr_nb.document.characters import clean
from lfnkr_nb.document.tree import Run

__all__ = ["one_line", "text_runs"]


def text_runs(text: str, lang: str, *, href: str = "") -> tuple[Run, ...]:
    """Plain text of one line as runs; Japanese and Korean stretches carry their language where it is not `lang`."""
    return tuple(
        Run(stretch, lang="" if language == lang else language, href=href)
        for stretch, language in split_languages(one_line(text), lang)
    )


def one_line(text: str) -> str:
    """Text of one line as it can be printed: line breaks become blanks, control characters go."""
    cleaned = clean(text, lambda _message: None)
    return " ".join(cleaned.splitlines()) if "\n" in cleaned else cleaned
