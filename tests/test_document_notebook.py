"""Notebooks become sections: their text and outputs, never their code."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

import nbformat.v4 as nb
import pandas as pd
import pytest
from PIL import Image

from document_dump import dump, said
from lfnkr_nb.document import Reading, Source, clean_picture, read_notebook
from lfnkr_nb.document.tree import Code, Figure, Paragraph, Table, walk

if TYPE_CHECKING:
    from lfnkr_nb.document.from_notebook import NotebookReading

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="9" height="9"/></svg>'


def png() -> str:
    out = io.BytesIO()
    Image.new("RGB", (8, 6), (9, 90, 9)).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def read(*cells: Any, **metadata: Any) -> NotebookReading:
    return read_notebook(nb.new_notebook(cells=list(cells), metadata=metadata), Source(origin="x.ipynb"))


def shown(**data: Any) -> NotebookReading:
    """What one output of the types `text_html=…` becomes."""
    types = {name.replace("_", "/", 1): value for name, value in data.items()}
    return read(nb.new_code_cell("secret_code()", outputs=[nb.new_output("display_data", data=types)]))


def lines(reading: NotebookReading) -> list[str]:
    """Every section as the lines of `document_dump`."""
    found: list[str] = []
    for section in reading.sections:
        found.append(f"# {said(section.title)}".rstrip())
        found += dump(Reading(section.blocks, section.notes)).strip("\n").splitlines()
    return found


def said_in_notices(reading: NotebookReading) -> str:
    return "\n".join(notice.message for notice in reading.notices)


def test_headings_of_level_one_make_sections() -> None:
    """What stands before the first one is a section without heading; lower headings follow without gaps."""
    reading = read(
        nb.new_markdown_cell("Before[^1].\n\n[^1]: A note."),
        nb.new_markdown_cell("# First\n\n### Deep"),
        nb.new_markdown_cell("Text[^1].\n\n[^1]: Another.\n\n# Second *part*"),
    )
    assert reading.title == "First"
    assert lines(reading) == [
        "#",
        "p Before{note cell-1-1}.",
        "note cell-1-1",
        "  p A note.",
        "# First",
        "h2 Deep",
        "p Text{note cell-3-1}.",
        "note cell-3-1",
        "  p Another.",
        "# Second {em: part}",
    ]
    anchors = [section.anchor for section in reading.sections]
    assert len(set(anchors)) == 3


def test_a_single_heading_is_the_title() -> None:
    """It is not said twice, and the notebook's own title comes before it."""
    cell = nb.new_markdown_cell("# 難民の記録\n\nText")
    assert read(cell).title == "難民の記録"
    assert lines(read(cell)) == ["#", "p Text"]
    assert read(cell, title="Given").title == "Given"
    assert lines(read(cell, title="Given")) == ["# {ja: 難民の記録}", "p Text"]


def test_code_and_hidden_cells_do_not_appear() -> None:
    """Tags hide cells and outputs as in Jupyter Book."""
    stream = nb.new_output("stream", name="stdout", text="printed\n")
    reading = read(
        nb.new_code_cell("secret = 1", outputs=[stream]),
        nb.new_code_cell("x", outputs=[stream], metadata={"tags": ["remove-output"]}),
        nb.new_markdown_cell("hidden", metadata={"tags": ["remove-cell"]}),
        nb.new_raw_cell("raw words"),
    )
    assert lines(reading) == ["#", "code", "  |printed"]
    assert "raw cell 4" in said_in_notices(reading)


def test_a_data_frame_is_a_table() -> None:
    """Header rows and columns of a MultiIndex are header cells; figures stand to the right."""
    frame = pd.DataFrame(
        [[600, "approx."], [1, "<b>難民</b>"]],
        index=pd.MultiIndex.from_tuples([("2023", "Oct"), ("2023", "Nov")], names=["year", "month"]),
        columns=pd.MultiIndex.from_tuples([("people", "n"), ("people", "note")]),
    )
    reading = shown(text_html=frame._repr_html_(), text_plain=str(frame))
    assert lines(reading)[1:] == [
        "table 5×4 head=3",
        "  th 0,0",
        "  th 0,1",
        "  th 0,2 1×2 people",
        "  th 1,0",
        "  th 1,1",
        "  th 1,2 right n",
        "  th 1,3 note",
        "  th 2,0 year",
        "  th 2,1 month",
        "  th 2,2 right",
        "  th 2,3",
        "  th 3,0 2×1 2023",
        "  th 3,1 Oct",
        "  td 3,2 right 600",
        "  td 3,3 approx.",
        "  th 4,1 Nov",
        "  td 4,2 right 1",
        "  td 4,3 <b>{ja: 難民}</b>",
    ]
    assert not reading.notices


def test_a_styler_is_a_table_with_its_caption() -> None:
    styled = '<style>#T td {color: red}</style><table id="T"><caption>Returned</caption><thead><tr>'
    styled += (
        '<th class="blank">&nbsp;</th><th>n</th></tr></thead><tbody><tr><th>2017</th><td>3</td></tr></table>'
    )
    assert lines(shown(text_html=styled))[1:] == [
        "table 2×2 head=1 caption=Returned",
        "  th 0,0",
        "  th 0,1 n",
        "  th 1,0 2017",
        "  td 1,1 3",
    ]


def test_math_is_read_in_notebooks_only_as_math() -> None:
    """Inline, set apart, with prices beside it; what Typst cannot set stays TeX."""
    reading = read(nb.new_markdown_cell("$x^2$ for $5 or $10, $$\\frac{a}{b}$$ and $\\unknownmacro{x}$"))
    assert lines(reading) == [
        "#",
        "p {math typst=x^2: x^2} for $5 or $10,",
        "p.math {math typst=a/b: \\frac{a}{b}}",
        "p and {math: \\unknownmacro{x}}",
    ]


@pytest.mark.parametrize(
    "tex",
    [
        r"\operatorname{x}#read(1)",
        r"\#",
        r'\text{a} image("x")',
        "std.x",
        "a // b",
        "$",
        "{" * 5000,
        "x" * 5000,
        r"\frac",
        r"\begin{x}",
        "",
    ],
)
def test_a_doubtful_formula_is_shown_as_tex(tex: str) -> None:
    """Nothing that could be code for Typst, and nothing that does not compile alone."""
    (run,) = next(
        b.runs for s in shown(text_latex=f"$x {tex}$").sections for b in s.blocks if isinstance(b, Paragraph)
    )
    assert run.text.startswith("x")
    if tex:
        assert "#" not in run.typst
        assert "(" not in run.typst
        assert "//" not in run.typst


def test_pictures_carry_alt_text_and_caption() -> None:
    """From a comment in the cell; else what the object says of itself, with a notice."""
    plot = nb.new_output(
        "display_data", data={"image/png": png(), "text/plain": "<Figure size 8x6 with 1 Axes>"}
    )
    reading = read(
        nb.new_code_cell('#| fig-alt: "A rising line"\n#| fig-cap: People a year\nplot()', outputs=[plot]),
        nb.new_code_cell("plot()", outputs=[plot]),
    )
    assert lines(reading)[1:] == [
        "figure image/png 8×6 alt='A rising line' caption=People a year",
        "figure image/png 8×6 alt='Figure size 8x6 with 1 Axes'",
    ]
    assert said_in_notices(reading) == "picture without alt text: output of cell 2"


def test_a_refused_drawing_gives_way_to_its_picture() -> None:
    """The best type that can be shown is taken."""
    bad = SVG.replace("<rect", '<image href="http://example.org"/><rect')
    figures = {"image/svg+xml": SVG, "image/png": png(), "text/plain": "x"}
    good = read(nb.new_code_cell("", outputs=[nb.new_output("display_data", data=figures)]))
    worse = read(
        nb.new_code_cell("", outputs=[nb.new_output("display_data", data=figures | {"image/svg+xml": bad})])
    )
    shown = [b.picture for r in (good, worse) for s in r.sections for b in s.blocks if isinstance(b, Figure)]
    assert shown == [clean_picture(SVG.encode()), clean_picture(base64.b64decode(png()))]
    assert shown[0] != shown[1]


def test_streams_are_shown_as_a_terminal_shows_them() -> None:
    """Without colours and overwritten lines; warnings name files of the machine and are left out."""
    reading = read(
        nb.new_code_cell(
            "",
            outputs=[
                nb.new_output("stream", name="stdout", text="10 %\r100 %\n\x1b[31mre"),
                nb.new_output("stream", name="stdout", text="d\x1b[0m\n"),
                nb.new_output("stream", name="stderr", text="/home/somebody/x.py:1: UserWarning"),
            ],
        )
    )
    assert lines(reading)[1:] == ["code", "  |100 %", "  |red"]
    assert "UserWarning" in said_in_notices(reading)


def test_an_error_is_said_without_its_traceback() -> None:
    output = nb.new_output(
        "error", ename="KeyError", evalue="/home/x", traceback=["/home/somebody/secret.py"]
    )
    reading = read(nb.new_code_cell("", outputs=[output]))
    assert lines(reading)[1:] == ["p Cell 1 ended with an error: KeyError."]
    assert "KeyError" in said_in_notices(reading)


def test_widgets_and_scripts_are_left_out_and_that_is_said() -> None:
    """Widget state holds what a reader must not see."""
    widget = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "HBox(secret)"}
    reading = read(
        nb.new_code_cell(
            "",
            outputs=[
                nb.new_output("display_data", data=widget),
                nb.new_output(
                    "display_data",
                    data={
                        "text/html": "<script>x</script>",
                        "text/plain": "<IPython.core.display.HTML object>",
                    },
                ),
            ],
        ),
        widgets={"state": {"secret": 1}},
    )
    assert reading.sections == ()
    assert "widget" in said_in_notices(reading)
    assert "text/html" in said_in_notices(reading)


def test_attachments_are_read() -> None:
    cell = nb.new_markdown_cell("![Map](attachment:map.png) ![Gone](attachment:gone.png)")
    cell["attachments"] = {"map.png": {"image/png": png()}}
    found = [b.picture is not None for s in read(cell).sections for b in s.blocks if isinstance(b, Figure)]
    assert found == [True, False]


def test_markdown_and_plain_outputs() -> None:
    assert lines(shown(text_markdown="**x** $y$", text_plain="z"))[1:] == ["p {strong: x} {math typst=y: y}"]
    assert lines(shown(text_plain="  1\n  2\n"))[1:] == ["code", "  |  1", "  |  2"]


@pytest.mark.parametrize(
    "notebook",
    [
        {},
        {"cells": []},
        {"cells": [{}]},
        {"cells": [{"cell_type": "code"}]},
        {"cells": [{"cell_type": "code", "outputs": [{"output_type": "display_data"}], "metadata": None}]},
        {
            "cells": [
                {"cell_type": "code", "outputs": [{"output_type": "display_data", "data": {"image/png": 7}}]}
            ]
        },
        {
            "cells": [
                {"cell_type": "code", "outputs": [{"output_type": "stream"}, {}, {"output_type": "error"}]}
            ]
        },
        {"cells": [{"cell_type": "markdown", "source": ["a\n", "b"], "metadata": {"tags": None}}]},
    ],
)
def test_an_odd_notebook_is_read_as_far_as_it_goes(notebook: dict[str, Any]) -> None:
    """Notebooks are written by many programs."""
    reading = read_notebook(notebook)
    assert all(not isinstance(b, Code | Table) for s in reading.sections for b in walk(s.blocks))
