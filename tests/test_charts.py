"""Charts: drawn offline without a browser, readable by everybody, and taken into briefings with their alt text."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from PIL import Image

from lfnkr_nb import Archive, charts
from lfnkr_nb.brand import contrast
from lfnkr_nb.charts.looks import COLOURS
from lfnkr_nb.charts.words import _WORDS
from lfnkr_nb.document.svg import clean_svg
from lfnkr_nb.errors import ExportError, SelectionError

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def archive() -> Archive:
    return Archive.open(ROOT / "posts")


@pytest.fixture(scope="module")
def chart(archive: Archive) -> charts.Chart:
    return charts.trend(archive.trend(["repatriat*", "강제송환"], public=True), lang="ja")


def test_a_chart_holds_its_data_and_loads_nothing(chart: charts.Chart) -> None:
    written = json.dumps(chart.spec)
    addresses = [part for part in written.split('"') if "://" in part]
    assert addresses == [chart.spec["$schema"]]
    assert '"url"' not in written


@pytest.mark.slow
def test_a_chart_is_drawn_as_svg_with_japanese_and_korean_labels(chart: charts.Chart, tmp_path: Path) -> None:
    written = chart.save(tmp_path / "trend.svg").read_text(encoding="utf-8")
    words = "".join(ET.fromstring(written).itertext())
    assert "投稿数" in words
    assert "강제송환" in words
    assert charts.chart.FONT in written


@pytest.mark.slow
def test_a_chart_is_drawn_as_sharp_png(chart: charts.Chart, tmp_path: Path) -> None:
    with Image.open(chart.save(tmp_path / "trend.png")) as picture:
        assert picture.width >= 3 * 600


@pytest.mark.slow
def test_the_same_frame_gives_the_same_bytes(archive: Archive) -> None:
    made = [charts.trend(archive.trend("repatriat*")) for _ in range(2)]
    assert made[0].svg == made[1].svg
    assert made[0].png == made[1].png


def test_the_alt_text_says_each_figure_and_how_many_dates_are_not_sure(archive: Archive) -> None:
    alt = charts.trend(archive.trend("repatriat* OR 送還 OR 송환", public=True)).alt
    assert "2016: 2" in alt
    assert "3 posts have no sure date" in alt


def test_undated_posts_are_drawn_apart_from_dated_ones(archive: Archive) -> None:
    spec = charts.trend(archive.trend("repatriat*")).spec
    rows = spec["data"]["values"]
    assert {row["sure"] for row in rows} == {"dated posts", "may lie here, undated"}
    assert spec["title"]["subtitle"] == "3 posts have no sure date"


def test_charts_have_the_same_words_in_three_languages() -> None:
    assert set(_WORDS) == {"en", "ja", "ko"}
    assert _WORDS["en"].keys() == _WORDS["ja"].keys() == _WORDS["ko"].keys()


def test_a_language_without_words_is_said(archive: Archive) -> None:
    with pytest.raises(SelectionError, match="en, ja, ko"):
        charts.trend(archive.trend(), lang="fr")


def test_the_first_colours_stand_out_from_white_as_graphics_must() -> None:
    # WCAG 2.2, success criterion 1.4.11: 3 to 1 for graphics that carry meaning.
    assert [colour for colour in COLOURS[:4] if contrast(colour, "#ffffff") < 2.9] == []


def test_another_suffix_is_refused_and_nothing_is_written(chart: charts.Chart, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.svg or \.png"):
        chart.save(tmp_path / "trend.jpg")
    assert list(tmp_path.iterdir()) == []


def test_without_the_libraries_the_message_says_what_to_install(
    chart: charts.Chart, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lfnkr_nb.charts.chart.find_spec", lambda _: None)
    with pytest.raises(ExportError, match=r"\.\[charts\]"):
        chart.interactive()


@pytest.mark.slow
def test_a_chart_of_no_posts_is_a_chart(archive: Archive) -> None:
    chart = charts.trend(archive.trend("nothing-of-that-kind"))
    assert chart.png.startswith(b"\x89PNG")
    assert charts.cooccurrence(archive.cooccurrence(["x-y-z", "z-y-x"])).svg


def test_pairs_are_drawn_with_their_names(archive: Archive) -> None:
    chart = charts.cooccurrence(archive.cooccurrence("tag"), most=5)
    assert chart.alt.count(";") == 4
    assert "China + forced return" in chart.alt


@pytest.mark.slow
def test_contradicting_claims_stand_side_by_side_with_their_qualifiers(archive: Archive) -> None:
    alt = charts.contested(archive.contested()).alt
    assert "over 500" in alt
    assert "approximately 600" in alt
    assert "約600" in charts.contested(archive.contested(), lang="ja").alt


def test_a_timeline_shows_how_uncertain_a_date_is_and_counts_those_without_a_year(archive: Archive) -> None:
    chart = charts.events(archive.events)
    rows = {row["event"]: row for row in chart.spec["data"]["values"]}
    assert rows["escape 2017"]["earliest"] < rows["escape 2017"]["latest"]
    assert chart.spec["title"]["subtitle"] == "3 events have no known year"
    assert "XXXX" not in " ".join(rows)


@pytest.mark.slow
def test_a_map_says_which_places_lie_outside_it(archive: Archive) -> None:
    assert "Switzerland" in charts.places(archive.places).spec["title"]["subtitle"]


@pytest.mark.slow
def test_a_map_says_where_and_how_often(archive: Archive) -> None:
    mentions = pd.DataFrame(
        {
            "post": ["a", "b", "a"],
            "place": ["Seoul", "Seoul", "Niigata"],
            "lat": [37.6, 37.6, 37.9],
            "lon": [127.0, 127.0, 139.0],
        }
    )
    chart = charts.places(mentions)
    assert chart.alt.endswith("Seoul: 2; Niigata: 1.")
    assert charts.places(mentions[:0]).svg


@pytest.mark.slow
def test_a_drawing_passes_the_gate_for_drawings(chart: charts.Chart) -> None:
    assert clean_svg(chart.svg.encode()).width > 600


@pytest.mark.slow
def test_a_chart_in_a_notebook_shows_itself_with_its_alt_text(chart: charts.Chart) -> None:
    data, metadata = chart._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    assert metadata["image/png"]["alt"] == chart.alt


@pytest.mark.slow
def test_a_chart_of_a_notebook_is_a_figure_with_alt_text_in_a_briefing(
    chart: charts.Chart, tmp_path: Path
) -> None:
    from lfnkr_nb.exporters.nbconvert_exporters import BriefingHTMLExporter

    data, metadata = chart._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=[output])])
    page, _ = BriefingHTMLExporter().from_notebook_node(notebook, {"metadata": {"path": str(tmp_path)}})
    assert chart.alt.replace('"', "&#34;") in (page if isinstance(page, str) else page.decode())


@pytest.mark.slow
def test_the_brush_is_part_of_the_interactive_chart(chart: charts.Chart) -> None:
    shown = chart.interactive()
    assert "years" in shown.selections.trait_names()
    assert [name for name in ("jsdelivr", "unpkg", "esm.sh", "skypack") if name in shown._esm] == []


@pytest.mark.slow
def test_a_picture_of_pandas_is_what_was_drawn(chart: charts.Chart) -> None:
    assert isinstance(chart.table, pd.DataFrame)
    with Image.open(BytesIO(chart.png)) as picture:
        assert chart.size == (picture.width // 3, picture.height // 3)
