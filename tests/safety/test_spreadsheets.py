"""No cell of an exported table is run by a spreadsheet, and no number is changed."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from lfnkr_nb import Post
from lfnkr_nb.cli import main
from lfnkr_nb.spreadsheets import csv_text, is_formula, safe_cell, safe_table

if TYPE_CHECKING:
    from pathlib import Path

FORMULAS = [
    "=1+1", "=cmd|'/C calc'!A0", '=HYPERLINK("https://e.org","x")', '=WEBSERVICE("https://e.org")',
    "+1+cmd|' /C calc'!A0", "+81-3-1234-5678", "-1+1", "-2+3+cmd|' /C calc'!D2", "@SUM(1+1)", "\t=1+1", "\r=1+1",
    "\n=1+1", "  =1+1", "\ufeff=1+1", "\u200b=1+1", '"=1+1"', "'=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(1)",
]  # fmt: skip
NUMBERS = [
    "-5",
    "+3.2",
    "-1,234.5",
    "-0.5%",
    "+1e5",
    "-5 %",
    "−5",
    "2017-09-04",
    "12:30",
    "007",
    "-",
    "",
    "1-2",
]
TEXTS = ["A title", "難民", "a=b", "5 > 3", "mail@example.org", "(1)", "C. S.", "'quoted'", "#1"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_becomes_text(formula: str) -> None:
    """21 of them: every sign, full width, and what can stand before a sign unseen."""
    assert len(FORMULAS) == 21
    safe = safe_cell(formula)
    assert safe.startswith("'")
    assert "=1+1" in formula or safe
    assert not is_formula(safe)


@pytest.mark.parametrize("text", [*NUMBERS, *TEXTS])
def test_numbers_dates_and_other_texts_stay_as_they_are(text: str) -> None:
    """Also numbers with a sign, as text."""
    assert safe_cell(text) == text
    assert not is_formula(text)


@pytest.mark.parametrize(
    "value", [5, -5, 3.2, -0.5, True, None, float("nan"), pd.Timestamp("2017-09-04", tz="UTC")]
)
def test_values_that_are_no_text_are_not_touched(value: object) -> None:
    """Types stay."""
    assert safe_cell(value) is value


def test_what_steers_or_hides_becomes_code_points() -> None:
    """Control, direction-changing and ANSI characters; line breaks stay."""
    assert safe_cell("a\x1b[31mb\u202ec\u2066d\x07e\nf") == "a[U+001B][31mb[U+202E]c[U+2066]d[U+0007]e\nf"


def test_a_table_keeps_its_numbers_and_its_shape() -> None:
    """Column names and index are cells, too."""
    frame = pd.DataFrame(
        {"=a": [-5, 3], "b": ["=1", "-2"], "c": [["=x"], "y"]}, index=pd.Index(["@k", "l"], name="+n")
    )
    safe = safe_table(frame)
    assert list(safe.columns) == ["'=a", "b", "c"]
    assert list(safe.index) == ["'@k", "l"]
    assert list(safe["'=a"]) == [-5, 3]
    assert list(safe["b"]) == ["'=1", "-2"]
    assert frame.loc["@k", "b"] == "=1"


def test_no_other_separator_splits_a_cell() -> None:
    """A spreadsheet that takes semicolons or tabs for separators finds every text in quotes."""
    text = csv_text(pd.DataFrame({"a": ["x;=1+1", "y\t=1+1"]}), index=False)
    assert [row[0] for row in csv.reader(io.StringIO(text), delimiter=";")][1] == "x;=1+1"
    assert [row[0] for row in csv.reader(io.StringIO(text), delimiter="\t")][2] == "y\t=1+1"


def test_the_commands_write_harmless_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`lfnkr list --csv` and `lfnkr search --csv`, whatever a title says."""
    for number, title in enumerate(FORMULAS):
        path = tmp_path / "posts" / f"p{number}.md"
        Post.new(path, "Text of it.", title=title.strip() or "x", status="publish").save()
    for command in (["list"], ["search", "text"]):
        main([*command, "--csv", "--posts", str(tmp_path / "posts")])
        rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
        assert len(rows) > 10
        assert not [cell for row in rows for cell in row if is_formula(cell)]
