"""A name of the register is in no finished file, wherever in a post it stood and however it was written."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING

import nbconvert
import pytest
from named_archive import briefing, post, shown
from registers import HERE, opened, private_copy, spellings

from lfnkr_nb import Post

if TYPE_CHECKING:
    from pathlib import Path

    from lfnkr_nb import Briefing


def _letters(text: str) -> str:
    """Letters and digits of a text in one case and width: what a reader would compare."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _exported(made: Briefing, folder: Path, suffix: str) -> str:
    path = folder / f"out{suffix}"
    made.export(path)
    return shown(path)


def _some(count: int, start: int = 0) -> list[tuple[str, str]]:
    """Spellings from all over the list, at most so many."""
    rows = [row for row in spellings() if "\n" not in row[1] and "#" not in row[1]]
    return rows[start :: max(1, len(rows) // count)][:count]


#: The page in the fast run, the PDF in the whole one.
FILES = [".html", pytest.param(".pdf", marks=pytest.mark.slow)]


def _nothing_left(folder: Path, suffix: str, rows: list[tuple[str, str]], **fields: object) -> None:
    for number, (_, spelling) in enumerate(rows, 1):
        post(folder, number, spelling)
    text = _exported(briefing(folder, HERE / "people.yaml", **fields), folder, suffix)
    assert not [(hit.label, text[hit.start : hit.end]) for hit in opened().matcher().find(text)]
    letters = _letters(text)
    assert not [s for _, s in rows if _letters(s) in letters and len(_letters(s)) > 2]
    assert all(label in text for label, _ in rows)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", FILES)
def test_no_name_is_left_in_any_place_of_a_digest(tmp_path: Path, suffix: str) -> None:
    """Twelve spellings in twenty places of a post each: nothing of them is in the page or the PDF."""
    _nothing_left(tmp_path, suffix, _some(12))


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".html", ".pdf"])
@pytest.mark.parametrize("start", range(4))
def test_no_name_is_left_in_any_place_of_whole_posts(tmp_path: Path, suffix: str, start: int) -> None:
    """160 spellings in twenty places of a whole post each: nothing of them is in the page or the PDF."""
    _nothing_left(tmp_path, suffix, _some(40, start), template="briefing", show="whole")


RECIPE = {
    "subtitle": "With NAME",
    "note": "We thank NAME.\n\n## NAME again",
    "summary": "In short: NAME.",
    "recommendations": [{"to": "To NAME", "points": ["Hear NAME"]}],
    "sources": [{"title": "NAME: a life", "publisher": "NAME", "url": "https://example.org/NAME"}],
    "figures": [{"value": 600, "unit": "letters to NAME", "source": "NAME", "qualifier": "over"}],
    "methodology": "By NAME.",
    "protection_note": "NAME agreed.",
    "addressee": ["NAME", "Hyesan"],
    "subject": "NAME",
    "salutation": "Dear NAME,",
    "signatories": ["NAME"],
}


def _filled(value: object, name: str) -> object:
    if isinstance(value, str):
        return value.replace("NAME", name)
    if isinstance(value, dict):
        return {key: _filled(item, name) for key, item in value.items()}
    return [_filled(item, name) for item in value] if isinstance(value, list) else value


@pytest.mark.slow
@pytest.mark.parametrize("suffix", FILES)
@pytest.mark.parametrize("template", ["digest", "briefing", "statement", "open-letter"])
def test_no_name_of_a_recipe_is_left(tmp_path: Path, template: str, suffix: str) -> None:
    """What the editor writes into a recipe is replaced as well, in every template."""
    post(tmp_path, 1, "Ri Cholgun")
    fields = _filled(RECIPE, "Lee Chul-keun")
    made = briefing(tmp_path, HERE / "people.yaml", template=template, **fields)  # type: ignore[arg-type]
    text = _exported(made, tmp_path, suffix)
    assert "P02" in text
    assert not opened().matcher().find(text)
    assert "leechulkeun" not in _letters(text)


SPLIT = {
    "over marks": "<p>R<b>i</b> Ch<i>ol</i>-gun came.</p>",
    "over a link": '<p>Ri <a href="https://example.org/">Chol</a>-gun came.</p>',
    "over a line break": "Ri\nChol-gun came.",
    "over a hard line break": "Ri  \nChol-gun came.",
    "over two paragraphs": "So said Ri\n\nChol-gun came.",
    "over a heading": "## Ri\n\nChol-gun came.",
    "over two cells": "| a | b |\n|---|---|\n| Ri | Chol-gun |",
    "over two rows": "| family | Ri |\n|---|---|\n| given | Chol-gun |",
    "over two list items": "- Ri\n- Chol-gun",
    "with soft hyphens": "Ri Chol&shy;-g\u00adun came.",
    "with invisible characters": "R\u200bi Ch\u2060ol-gun came.",
    "over ruby": "<p><ruby>李<rt>リ</rt></ruby><ruby>哲根<rt>チョルグン</rt></ruby> came.</p>",
    "in ruby alone": "<p><ruby>◯◯<rt>リ・チョルグン</rt></ruby> came.</p>",
    "in ruby by pieces": "<p><ruby>月<rt>つき</rt>島<rt>しま</rt>茜<rt>あかね</rt></ruby> came.</p>",
    "with entities": "Ri&nbsp;&#67;hol&#45;gun came.",
    "over a footnote": "Ri[^1] Chol-gun came.\n\n[^1]: A note.",
    "letter by letter": "R i C h o l - g u n came.",
}


@pytest.mark.slow
@pytest.mark.parametrize("suffix", FILES)
@pytest.mark.parametrize("place", SPLIT)
def test_a_name_in_pieces_is_replaced(tmp_path: Path, place: str, suffix: str) -> None:
    """A name that is split over marks, blocks, cells or ruby is found and replaced as one."""
    Post.new(tmp_path / "posts" / "a.md", SPLIT[place], title="A", status="publish", date="2017").save()
    text = _exported(briefing(tmp_path, HERE / "people.yaml", show="whole"), tmp_path, suffix)
    assert "P02" in text or "the interpreter" in text
    letters = _letters(text)
    assert not [part for part in ("cholgun", "チョルグン", "哲根", "つきしま", "月島") if part in letters]


OUTPUTS = [
    {"output_type": "stream", "name": "stdout", "text": "NAME\n"},
    {"output_type": "display_data", "metadata": {}, "data": {"text/markdown": "## NAME\n\nof **NAME**"}},
    {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {
            "text/plain": "NAME",
            "text/html": "<table><tr><th>who</th></tr><tr><td>NAME</td></tr></table>",
        },
    },
    {"output_type": "error", "ename": "ValueError", "evalue": "NAME", "traceback": ["NAME"]},
]


@pytest.mark.parametrize("exporter", ["briefing_html", pytest.param("briefing", marks=pytest.mark.slow)])
def test_no_name_of_a_notebook_is_left(tmp_path: Path, exporter: str) -> None:
    """A notebook in an archive is exported with labels, in its title, text and outputs."""
    (tmp_path / "posts").mkdir()
    private_copy(HERE / "people.yaml", tmp_path)
    code = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "execution_count": 1,
        "source": "1",
        "outputs": OUTPUTS,
    }
    text = {"cell_type": "markdown", "id": "b", "metadata": {}, "source": "# NAME\n\nWe met NAME."}
    metadata = {"title": "On NAME", "subtitle": "NAME"}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": [text, code]}
    path = tmp_path / "notebooks" / "x.ipynb"
    path.parent.mkdir()
    path.write_text(json.dumps(notebook).replace("NAME", "Lee Chul-keun"), "utf-8")
    output, _ = nbconvert.get_exporter(exporter)().from_filename(str(path))
    target = tmp_path / f"x{'.html' if isinstance(output, str) else '.pdf'}"
    target.write_bytes(output.encode() if isinstance(output, str) else output)
    shown_text = shown(target)
    assert "P02" in shown_text
    assert "leechulkeun" not in _letters(shown_text)


#: Names that have nothing in common: scripts, lengths, syllables.
UNLIKE = ["Ri Chol-gun", "남궁민서", "サイトウ・ヒロコ", "斎藤博子", "Vuorisalo Annikki", "O Il"]
ONE_LABEL = "- label: A. B.\n  family: [{}]\n  given: [{}]\n"


def _bytes(folder: Path, name: str, suffix: str, show: str) -> bytes:
    post(folder, 1, name, protect=["A. B."])
    post(folder, 2, name, lang="ja", permalink="https://example.org/2/")
    post(folder, 3, name, lang="ko", excerpt="", permalink="https://example.org/3/")
    family, given = (name[:2], name[2:]) if " " not in name and "・" not in name else re.split("[ ・]", name)
    made = briefing(folder, ONE_LABEL.format(family, given), show=show, note=f"Thanks to {name}.")
    made.export(folder / f"x{suffix}")
    return (folder / f"x{suffix}").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("suffix", FILES)
@pytest.mark.parametrize("show", ["excerpt", "whole"])
def test_two_names_under_one_label_give_the_same_bytes(tmp_path: Path, suffix: str, show: str) -> None:
    """Nothing in a finished file tells the length, script or spelling of the name behind a label."""
    made = {name: _bytes(tmp_path / str(n), name, suffix, show) for n, name in enumerate(UNLIKE)}
    assert len(set(made.values())) == 1, [name for name, data in made.items() if data != made[UNLIKE[0]]]
