"""Cells that a spreadsheet would take for formulas are made text; numbers and dates stay what they are.

Every table that leaves the program goes through `safe_table`. What counts as a formula follows OWASP, "CSV
Injection" (a cell that begins with `=`, `+`, `-`, `@`, tab or carriage return), with the full-width signs that
Japanese and Korean spreadsheets read in the same way, and with what can stand before such a sign unseen.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.escaping import visible

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["csv_text", "is_formula", "safe_cell", "safe_table"]

#: Signs with which a formula begins, in both widths and in small forms.
_SIGNS: Final = "=+-@＝＋－＠﹦﹢﹣﹫−‐‑‒–"

_START = re.compile(rf"[\s\"'“”‘’`´＂＇\x00-\x1f\x7f-\x9f]*[{re.escape(_SIGNS)}]")
_LEADING_BREAK = re.compile(r"[\ufeff\u200b]*[\t\r]")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:[,  ]\d{3})+|\d+)?(?:[.,]\d+)?(?:[eE][+-]?\d+)?\s?[%‰°]?")
_ACTIVE = re.compile(r"[=＝﹦]|.*[(!|]|.*\bhttps?:", re.DOTALL)


def safe_cell(value: Any) -> Any:
    """A value that every spreadsheet shows as it is.

    Text that would be run gets an apostrophe before it, the sign by which spreadsheets know text. Control,
    direction-changing and other invisible characters become code points (`[U+001B]`); line breaks stay. Numbers,
    dates, flags and texts that are numbers (`-5`, `+3.2`) come back unchanged.
    """
    if not isinstance(value, str):
        return value
    shown = visible(value.replace("\r\n", "\n").replace("\r", "\n"), kept="\n\t")
    return f"'{shown}" if _would_run(value) else shown


def is_formula(text: str) -> bool:
    """Whether a cell of a finished table would be run: a formula, a call or an address, and no mere dash or sign."""
    bare = _bare(text)
    return _would_run(text) and not text.startswith("'") and bool(bare) and bool(_ACTIVE.match(bare))


def _would_run(text: str) -> bool:
    bare = _bare(text)
    if _LEADING_BREAK.match(text):
        return bool(bare)
    start = _START.match(bare)
    return start is not None and bool(bare[start.end() :].strip()) and not _is_number(bare)


def _bare(text: str) -> str:
    """Text without invisible characters and blanks at its beginning."""
    return "".join(c for c in text[:512] if unicodedata.category(c) not in ("Cf", "Cc")).lstrip() + text[512:]


def _is_number(text: str) -> bool:
    stripped = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    return any(c.isdigit() for c in stripped) and _NUMBER.fullmatch(stripped) is not None


def safe_table(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame as it may leave the program: column names, index and every text through `safe_cell`."""
    made = frame.copy()
    for place, name in enumerate(made.columns):
        column = made[name]
        if column.dtype.kind not in "biufcmM":
            made.isetitem(place, column.map(_safe_value).array)
    made.columns = made.columns.map(safe_cell)
    if made.index.dtype.kind not in "biufcmM":
        made.index = made.index.map(_safe_value)
    made.index.names = [_safe_name(name) for name in frame.index.names]
    return made


def _safe_value(value: Any) -> Any:
    """A cell; lists and mappings are written as texts and looked at as such."""
    if isinstance(value, list | tuple | set | dict):
        return safe_cell(str(value))
    return safe_cell(value)


def _safe_name(name: Hashable) -> Hashable:
    made: Hashable = safe_cell(name)
    return made


def csv_text(frame: pd.DataFrame, *, index: bool = True) -> str:
    """A frame as CSV that no spreadsheet runs: every text in quotes, so that no other separator splits it."""
    return safe_table(frame).to_csv(index=index, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
