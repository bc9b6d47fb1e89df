"""Formulas of notebooks: TeX that Typst can set, tried out alone before it may enter a document."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import tex2typst
import typst

from lfnkr_nb.document.elements import text_of
from lfnkr_nb.document.tree import Paragraph, Run
from lfnkr_nb.scratch import ScratchFolder

if TYPE_CHECKING:
    from lfnkr_nb.document.elements import Node
    from lfnkr_nb.document.flow import Walker
    from lfnkr_nb.document.inline import Style

__all__ = ["formula", "math_span", "typst_math"]

#: Characters and open braces of a formula that is converted; deeper ones cost the converter seconds.
LONGEST = 2_000
DEEPEST = 40

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
# Outside strings: code, references to files and to the standard library, the end of math mode, comments.
_REFUSED = re.compile(
    r"[#$]|//|/\*|\bstd\b|\b(?:image|read|eval|plugin|import|include|json|csv|yaml|toml|xml|cbor|sys)\b"
)


def math_span(walker: Walker, node: Node, style: Style) -> None:
    """A formula in a text; one that was set apart (`$$…$$`) is a paragraph of its own."""
    run = formula(text_of(node))
    if node.get("data-math") == "display":
        walker.emit(Paragraph((run,), "math"))
    elif node.get("data-math"):
        walker.here.buffer.add(run)
    else:
        walker.walk(node.children, style)


def formula(tex: str) -> Run:
    """A math run of TeX; its `typst` is empty where Typst cannot set it and the TeX is shown."""
    source = " ".join(tex.split())
    return Run(source, marks=frozenset({"math"}), typst=typst_math(source))


@lru_cache(maxsize=1024)
def typst_math(tex: str) -> str:
    """The formula in Typst's notation, if it is harmless and compiles alone; else an empty string."""
    if len(tex) > LONGEST or tex.count("{") - tex.count(r"\{") > DEEPEST:
        return ""
    try:
        converted = tex2typst.tex2typst(tex)
    except ValueError:
        return ""
    if not converted.strip() or _REFUSED.search(_STRING.sub('""', converted)):
        return ""
    return converted if _compiles(converted) else ""


def _compiles(formula_text: str) -> bool:
    """Whether Typst sets the formula, alone and in an empty folder."""
    with ScratchFolder() as folder:
        page = folder.path / "formula.typ"
        page.write_text(f"$ {formula_text} $\n", encoding="utf-8")
        try:
            _, warnings = typst.compile_with_warnings(
                str(page), root=str(folder.path), format="pdf", ignore_system_fonts=True
            )
        except typst.TypstError:
            return False
    return not warnings
