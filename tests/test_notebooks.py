"""The notebooks: stored without outputs, thin, and working in a copy of the archive."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MADE = {"explore": ["tables.xlsx"]}

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


def test_the_notebooks_an_editor_needs_are_there() -> None:
    assert {path.stem for path in NOTEBOOKS} == {"start-here", "browse", "edit", "brief", "explore"}


@each_notebook
def test_notebooks_are_stored_without_outputs_counts_and_widget_state(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert "widgets" not in notebook.metadata
    for cell in notebook.cells:
        assert cell.metadata in ({}, {"tags": ["parameters"]})
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


@each_notebook
def test_cell_ids_say_notebook_and_place(path: Path) -> None:
    ids = [cell.id for cell in nbformat.read(path, as_version=4).cells]
    assert ids == [f"{path.stem}-{number:02d}" for number in range(1, len(ids) + 1)]


@each_notebook
def test_notebooks_open_with_a_picture_a_heading_and_two_sentences(path: Path) -> None:
    first = nbformat.read(path, as_version=4).cells[0]
    assert first.cell_type == "markdown"
    picture, heading, text = first.source.split("\n\n")
    shown = re.fullmatch(
        r'<img src="(pictures/[\w-]+\.svg)" alt="[^"]{15,}" align="right" width="220">', picture
    )
    assert shown
    assert (path.parent / shown[1]).is_file()
    assert heading.startswith("# ")
    assert len(re.findall(r"[.!?](?: |$)", text)) == 2


@each_notebook
def test_notebooks_are_thin_and_define_nothing(path: Path) -> None:
    cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert all(len(source.splitlines()) <= 8 for source in cells)
    assert not re.search(r"^\s*(?:def|class|for|while|try)\b", "\n".join(cells), re.MULTILINE)


@pytest.mark.slow
@each_notebook
def test_notebooks_run_from_top_to_bottom_and_change_no_post(path: Path, tmp_path: Path) -> None:
    import nbclient  # only the slow runs need it

    for name in ("posts", "brand", "notebooks", "briefings"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "brand.yaml", tmp_path)
    before = _files(tmp_path / "posts")
    notebook = nbformat.read(tmp_path / "notebooks" / path.name, as_version=4)
    place = {"metadata": {"path": str(tmp_path / "notebooks")}}
    nbclient.NotebookClient(notebook, timeout=120, resources=place).execute()
    said = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert [output.text for output in said if output.get("name") == "stderr"] == []
    assert _files(tmp_path / "posts") == before
    assert sorted(p.name for p in tmp_path.glob("exports/*")) == MADE.get(path.stem, [])
    if path.stem == "explore":
        assert any("image/png" in output.get("data", {}) for output in said)


def _files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_explore_runs_with_other_parameters_and_becomes_a_briefing(tmp_path: Path) -> None:
    import nbclient

    from lfnkr_nb.exporters.nbconvert_exporters import BriefingHTMLExporter

    for name in ("posts", "notebooks", "brand"):
        shutil.copytree(ROOT / name, tmp_path / name)
    notebook = nbformat.read(tmp_path / "notebooks/explore.ipynb", as_version=4)
    (asked,) = [cell for cell in notebook.cells if cell.metadata.get("tags") == ["parameters"]]
    asked.source = 'query = "難民"\nby = "month"\nwords = "ja"'
    place = {"metadata": {"path": str(tmp_path / "notebooks")}}
    nbclient.NotebookClient(notebook, timeout=120, resources=place).execute()
    page, _ = BriefingHTMLExporter().from_notebook_node(notebook, place)
    text = page if isinstance(page, str) else page.decode()
    assert "難民" in text
    assert text.count("<img") >= 4
    assert "archive.trend" not in text
    assert "500超" in text
