"""Small rules of the printed page that need no document: sizes, languages, addresses, mathematics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from lfnkr_nb.document.tree import Paragraph, plain

if TYPE_CHECKING:
    from lfnkr_nb.document.tree import Picture, Table

__all__ = [
    "LARGEST_START",
    "LONG_PARAGRAPH",
    "PICTURE_HEIGHT",
    "TEXT_WIDTH",
    "address",
    "ending",
    "harmless_math",
    "is_short",
    "language",
    "may_repeat",
    "one_line",
    "printed_size",
    "shortened",
    "whole_header",
]

#: Width of the text column and the most height a picture gets, in points (A4 less the margins of look.typ).
TEXT_WIDTH = 414.0
PICTURE_HEIGHT = 400.0
#: Pictures are printed at this many pixels an inch unless that makes them wider than the column.
PICTURE_DPI = 110.0
#: `<ol start>` beyond this is printed from here: Typst counts in machine integers, and no list is that long.
LARGEST_START = 9_999_999
#: A table of at most so many rows and characters is kept in one piece: even with narrow columns it fills no
#: more than half a page.
SHORT_ROWS, SHORT_TEXT = 10, 500
#: Headers of more rows than this are not repeated: they would leave too little of each page.
REPEATED_ROWS = 3
#: Characters of a paragraph that is printed in parts, and each line broken by itself: 300,000 ideographs in one
#: piece took Typst 10 seconds, a word of a million letters minutes.
LONG_PARAGRAPH = 10_000
RUNNING_TITLE = 72

#: Functions a formula may call in Typst's math mode (https://typst.app/docs/reference/math/): all are pure
#: layout. Anything else with a parenthesis after it (`read`, `eval`, `image`, …) is refused.
MATH_FUNCTIONS = frozenset(
    {
        "abs",
        "accent",
        "attach",
        "bb",
        "binom",
        "bold",
        "cal",
        "cancel",
        "cases",
        "ceil",
        "circle",
        "class",
        "display",
        "dot",
        "floor",
        "frac",
        "frak",
        "grave",
        "hat",
        "inline",
        "italic",
        "limits",
        "lr",
        "macron",
        "mat",
        "mid",
        "mono",
        "norm",
        "op",
        "overbrace",
        "overbracket",
        "overline",
        "overparen",
        "overshell",
        "primes",
        "root",
        "round",
        "sans",
        "script",
        "scripts",
        "serif",
        "sqrt",
        "sscript",
        "stretch",
        "tilde",
        "underbrace",
        "underbracket",
        "underline",
        "underparen",
        "undershell",
        "upright",
        "vec",
        "arrow",
        "breve",
        "caron",
        "acute",
        "diaer",
        "h",
        "harpoon",
    }
)
CALL = re.compile(r"([A-Za-z][A-Za-z0-9_.\-]*[A-Za-z0-9])\s*\(")
IRI = re.compile(r"[^\x21-\x7e]")


def language(tag: str) -> dict[str, str]:
    """A language tag as Typst takes it: `ja`, or `zh` with region `TW`; nothing for a tag of another form."""
    lang, _, rest = tag.partition("-")
    if not re.fullmatch(r"[A-Za-z]{2,3}", lang):
        return {}
    region = next((part.upper() for part in rest.split("-") if re.fullmatch(r"[A-Za-z]{2}", part)), "")
    return {"lang": lang.lower(), "region": region} if region else {"lang": lang.lower()}


def harmless_math(source: str) -> bool:
    """Whether Typst math may be compiled: no code, no strings, no functions but those of pure layout."""
    if not source or len(source) > 5_000 or any(sign in source for sign in '#$"@\x00') or "//" in source:
        return False
    return all(name in MATH_FUNCTIONS for name in CALL.findall(source))


def whole_header(table: Table) -> int:
    """Header rows such that no header cell reaches below them; 0 when the whole table would be header."""
    rows = table.header_rows
    reach = max((c.row + c.rowspan for c in table.cells if c.row < rows), default=0)
    while reach > rows:
        rows = reach
        reach = max(c.row + c.rowspan for c in table.cells if c.row < rows)
    return rows if rows < table.rows or rows == 1 else 0


def may_repeat(table: Table, header_rows: int) -> bool:
    """Whether the header may stand again on each page: it is low, and holds no link or footnote call.

    A repeated header is an artifact of the page, which PDF/UA-1 allows no links in.
    """
    header = [block for cell in table.cells if cell.row < header_rows for block in cell.blocks]
    runs = [run for block in header if isinstance(block, Paragraph) for run in block.runs]
    simple = all(isinstance(block, Paragraph) for block in header)
    return simple and header_rows <= REPEATED_ROWS and not any(run.href or run.note for run in runs)


def is_short(table: Table) -> bool:
    """Whether a table surely fits on a page and may be kept in one piece: little text, nothing tall."""
    paragraphs = [block for cell in table.cells for block in cell.blocks]
    if table.rows > SHORT_ROWS or not all(isinstance(block, Paragraph) for block in paragraphs):
        return False
    return sum(len(plain(block.runs)) for block in paragraphs if isinstance(block, Paragraph)) <= SHORT_TEXT


def printed_size(
    picture: Picture, widest: float, highest: float, *, dpi: float = PICTURE_DPI
) -> tuple[float, float]:
    """Width and height in points: natural at `dpi`, never larger than the room."""
    width, height = max(picture.width, 1) * 72 / dpi, max(picture.height, 1) * 72 / dpi
    scale = min(1.0, widest / width, highest / height)
    return round(width * scale, 2), round(height * scale, 2)


def ending(data: bytes) -> str:
    """The file ending that the bytes themselves ask for."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return ".png"
    return ".jpg" if data.startswith(b"\xff\xd8\xff") else ".svg"


def address(href: str) -> str:
    """An address in ASCII, as PDF's URI actions ask (ISO 32000-1, 12.6.4.7)."""
    return IRI.sub(lambda match: quote(match[0]), href)


def one_line(text: str) -> str:
    """Text with line breaks and tabs as blanks; hard breaks are runs of their own."""
    return re.sub(r"[\n\r\t\u2028\u2029]", " ", text)


def shortened(text: str) -> str:
    """Text for the running header."""
    return text if len(text) <= RUNNING_TITLE else f"{text[: RUNNING_TITLE - 1].rstrip()}…"
