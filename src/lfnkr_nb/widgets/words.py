"""The words of the interface in English, Japanese and Korean: one catalogue file for each language.

The catalogues lie with the JupyterLab extension, which reads the same files for its launcher cards.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from lfnkr_nb.schema import LANGUAGES

__all__ = ["catalogue", "catalogues"]


@cache
def catalogue(lang: str) -> dict[str, str]:
    """The words by key in a language; an unknown one gives English."""
    known = lang if lang in LANGUAGES else "en"
    file = files("lfnkr_nb") / "labextensions" / "lfnkr-desk" / "static" / "words" / f"{known}.json"
    words: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return words


def catalogues() -> dict[str, dict[str, str]]:
    """Every catalogue by language."""
    return {lang: catalogue(lang) for lang in LANGUAGES}
