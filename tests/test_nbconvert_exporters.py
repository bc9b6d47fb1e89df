"""Any notebook as a briefing: no code, no widget state, no script, nothing from outside, the same bytes."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import nbformat
import pikepdf
import pypdf
import pytest
from lxml import html
from nbconvert.exporters.base import get_export_names, get_exporter
from nbconvert.utils.exceptions import ConversionException

import documents
from lfnkr_nb.exporters.nbconvert_exporters import BriefingExporter, BriefingHTMLExporter

TABLE = (
    '<style scoped>.dataframe td {color: red}</style><table border="1" class="dataframe"><thead><tr><th></th>'
    "<th>年</th><th>people</th></tr></thead><tbody><tr><th>0</th><td>2016</td><td>1414</td></tr>"
    "<tr><th>1</th><td>2017</td><td>1127</td></tr></tbody></table>"
)
HOSTILE = (
    '<p>said</p><script src="https://cdn.example/x.js"></script><img src="https://cdn.example/x.png" '
    'onerror="alert(1)"><iframe src="https://cdn.example/"></iframe>'
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><rect width="60" height="30"/></svg>'
WIDGETS = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"

#: Of the test's own server, on the loopback, for the seconds it runs.
TOKEN = "for-this-test"

Env = dict[str, str]

markdown = nbformat.v4.new_markdown_cell


def code(source: str, **data: str) -> Any:
    """A code cell with one output of the given types, `text_html` for `text/html`."""
    bundle = {name.replace("_", "/", 1): value for name, value in data.items()}
    output = nbformat.v4.new_output("display_data", data=bundle)
    return nbformat.v4.new_code_cell(source, outputs=[output] if bundle else [])


def notebook(*cells: Any, **metadata: Any) -> Any:
    made = nbformat.v4.new_notebook(cells=list(cells), metadata=metadata)
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number}"
    return made


def rich() -> Any:
    png = base64.b64encode(documents.picture(60, 40).data).decode()
    widget = nbformat.v4.new_code_cell("slider", outputs=[nbformat.v4.new_output(
        "display_data", data={VIEW: {"model_id": "abc"}, "text/plain": "IntSlider(value=0)"})])  # fmt: skip
    state = {WIDGETS: {"state": {"abc": {"secret_name": "K. M."}}, "version_major": 2, "version_minor": 0}}
    return notebook(
        markdown("# Returns by year\n\nWith $E = mc^2$ and a [link](https://example.org/)."),
        markdown("## 日本語の見出し"),
        code("secret_code = table()", text_html=TABLE, text_plain="  年 people"),
        code("#| fig-alt: Hills\nsecret_code", image_png=png),
        code("secret_code", **{"image_svg+xml": SVG}),
        code("secret_code", text_html=HOSTILE),
        code("secret_code", text_latex=r"$\displaystyle \int_0^1 x$"),
        widget,
        widgets=state,
    )


def page(made: Any, **resources: Any) -> html.HtmlElement:
    output, _ = BriefingHTMLExporter().from_notebook_node(made, resources or None)
    return html.document_fromstring(output)


def known(folder: Path, name: str = "x") -> dict[str, Any]:
    return {"metadata": {"name": name, "path": str(folder)}}


def tags(pdf: bytes) -> set[str]:
    """The kinds of structure elements in a PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {
            str(each.S) for each in opened.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each
        }


# --- how Jupyter finds them


@pytest.mark.parametrize(
    ("name", "exporter", "kind", "extension", "label"),
    [
        ("briefing", BriefingExporter, "application/pdf", ".pdf", "Briefing (PDF)"),
        ("briefing_html", BriefingHTMLExporter, "text/html", ".html", "Briefing (HTML)"),
    ],
)
def test_nbconvert_knows_the_exporters(
    name: str, exporter: type, kind: str, extension: str, label: str
) -> None:
    assert name in get_export_names()
    assert get_exporter(name) is exporter
    assert re.fullmatch(r"\w+", name)
    assert exporter.output_mimetype == kind
    assert exporter.export_from_notebook == label
    assert exporter().file_extension == extension


@pytest.mark.slow
def test_listing_the_exporters_loads_nothing_heavy() -> None:
    heavy = {"typst", "pandas", "PIL", "lfnkr_nb.document", "lfnkr_nb.exporters.to_pdf", "lfnkr_nb.brand"}
    program = (
        "import sys\nimport lfnkr_nb.exporters.nbconvert_exporters as ours\n"
        f"ours.BriefingExporter(); ours.BriefingHTMLExporter(); print(sorted({heavy!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


# --- what comes out


def test_the_page_shows_text_and_outputs_and_nothing_else() -> None:
    output, _ = BriefingHTMLExporter().from_notebook_node(rich())
    root = html.document_fromstring(output)
    assert root.xpath("//script | //iframe | //style[@scoped] | //@onerror") == []
    assert [src for src in root.xpath("//@src") if not src.startswith("data:")] == []
    for inside in ("secret_code", "secret_name", "widget", "cdn.example/x", "IntSlider"):
        assert inside not in output
    assert root.xpath("string(//h1)") == "Returns by year"
    assert root.xpath("string(//h2)") == "日本語の見出し"
    assert [th.text_content() for th in root.xpath("//thead//th[@scope='col']")] == ["年", "people"]
    assert root.xpath("//tbody//th[@scope='row']/text()") == ["0", "1"]
    assert root.xpath("//figure/img/@alt")[0] == "Hills"
    assert len(root.xpath("//math")) == 2
    assert "said" in root.text_content()


def test_the_pdf_shows_text_and_outputs_and_a_tagged_table() -> None:
    data, _ = BriefingExporter().from_notebook_node(rich())
    reader = pypdf.PdfReader(io.BytesIO(data))
    words = "\n".join(each.extract_text() for each in reader.pages)
    assert reader.metadata is not None
    assert reader.metadata.title == "Returns by year"
    assert {"/Table", "/TH", "/TD", "/Figure"} <= tags(data)
    for shown in ("日本語の見出し", "people", "1414", "said"):
        assert shown in words
    assert "secret" not in words


def test_the_same_notebook_gives_the_same_bytes() -> None:
    for exporter in (BriefingExporter, BriefingHTMLExporter):
        assert exporter().from_notebook_node(rich())[0] == exporter().from_notebook_node(rich())[0]


def test_the_notebook_is_left_as_it_was() -> None:
    made = rich()
    before = nbformat.writes(made)
    page(made)
    assert nbformat.writes(made) == before


def test_nothing_stands_beside_the_file() -> None:
    _, resources = BriefingHTMLExporter().from_notebook_node(rich(), {"outputs": {"a.png": b"x"}})
    assert "outputs" not in resources
    assert resources["output_extension"] == ".html"


def test_what_was_left_out_is_said_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    exporter = BriefingHTMLExporter()
    exporter.log.propagate = True
    exporter.from_notebook_node(rich(), known(Path("nowhere"), "figures"))
    said = [record.getMessage() for record in caplog.records]
    assert any(
        line.startswith("figures.ipynb: picture left out (https://cdn.example/x.png)") for line in said
    )


# --- title, date, language, brand


@pytest.mark.parametrize(
    ("cells", "metadata", "title", "headings"),
    [
        (["# First\n\nText"], {}, "First", []),
        (["Text\n\n# Later"], {}, "Later", ["Later"]),
        (["# First"], {"title": "Given"}, "Given", ["First"]),
        (["# Given\n\n# Second"], {"title": "Given"}, "Given", ["Second"]),
        (["# One", "# Two", "# Three", "# Four"], {}, "One", ["Two", "Three", "Four"]),
        (["## Only small"], {}, "x", ["Only small"]),
        (["Text"], {}, "x", []),
        ([], {}, "x", []),
    ],
)
def test_the_title_is_found_and_said_once(
    cells: list[str], metadata: dict[str, str], title: str, headings: list[str], tmp_path: Path
) -> None:
    root = page(notebook(*map(markdown, cells), **metadata), **known(tmp_path))
    assert root.xpath("string(//h1)") == title
    assert [h.text_content() for h in root.xpath("//main//h2")] == headings


@pytest.mark.parametrize(
    ("metadata", "shown"),
    [
        ({"date": "2023-10-12"}, "12 October 2023"),
        ({"date": "2023-10"}, "October 2023"),
        ({"date": "2023-10-12", "lang": "ja"}, "2023年10月12日"),
        ({"date": "soon"}, ""),
        ({"date": ["2023"]}, ""),
        ({}, ""),
    ],
)
def test_the_date_is_the_notebooks_own_or_none(metadata: dict[str, Any], shown: str) -> None:
    facts = page(notebook(markdown("Text"), **metadata)).xpath("//body/header//li/text()")
    assert (facts[0] if len(facts) > 2 else "") == shown


def test_a_pdf_without_date_says_a_fixed_one() -> None:
    data, _ = BriefingExporter().from_notebook_node(notebook(markdown("Text")))
    metadata = pypdf.PdfReader(io.BytesIO(data)).metadata
    assert metadata is not None
    assert metadata.creation_date is not None
    assert metadata.creation_date.year == 2000


def test_the_brand_is_the_nearest_one_above_the_notebook(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text("name: Riverside Relief\n", encoding="utf-8")
    folder = tmp_path / "notebooks"
    folder.mkdir()
    root = page(notebook(markdown("Text")), **known(folder))
    assert root.xpath("string(//footer)").strip().startswith("Riverside Relief")


@pytest.mark.slow
def test_an_error_is_one_sentence_with_its_hint(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text("name: A\ncolour: red\n", encoding="utf-8")
    with pytest.raises(ConversionException, match=r"colour: 'red' is not a colour\. Write it as") as caught:
        page(notebook(markdown("Text")), **known(tmp_path))
    assert caught.value.__suppress_context__


# --- Jupyter itself


@pytest.fixture
def jupyter(tmp_path: Path) -> Env:
    """An environment in which Jupyter reads and writes nothing of the person who runs the tests."""
    folders = (
        "HOME",
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
        "IPYTHONDIR",
        "MPLCONFIGDIR",
    )
    made = {name: str(tmp_path / name.lower()) for name in folders}
    for folder in made.values():
        Path(folder).mkdir()
    return os.environ | made


def run(*command: str, folder: Path, env: Env) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", *command]
    return subprocess.run(line, cwd=folder, env=env, check=False, capture_output=True, text=True)


@pytest.mark.slow
def test_the_command_line_ends_in_a_sentence_and_no_traceback(
    tmp_path: Path, jupyter: dict[str, str]
) -> None:
    nbformat.write(notebook(markdown("Text")), tmp_path / "x.ipynb")
    (tmp_path / "brand.yaml").write_text("name: A\ncolour: red\n", encoding="utf-8")
    done = run("nbconvert", "--to", "briefing", "x.ipynb", folder=tmp_path, env=jupyter)
    assert done.returncode == 1
    assert "'red' is not a colour. Write it as" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.slow
def test_an_executed_notebook_becomes_a_pdf_and_a_page(tmp_path: Path, jupyter: Env) -> None:
    frame = "import pandas as pd\npd.DataFrame({'年': [2016, 2017], 'people': [1414, 1127]})"
    plot = "#| fig-alt: A rising line\nimport matplotlib.pyplot as plt\nplt.plot([1, 4, 9])\nplt.show()"
    drawing = f"from IPython.display import SVG\nSVG({SVG!r})"
    widget = "import ipywidgets\nipywidgets.IntSlider(description='secret_widget')"
    cells = [markdown("# 月別の数\n\n$a^2$"), *map(nbformat.v4.new_code_cell, (frame, plot, drawing, widget))]
    nbformat.write(notebook(*cells), tmp_path / "x.ipynb")
    for name in ("briefing", "briefing_html"):
        done = run("nbconvert", "--execute", "--to", name, "x.ipynb", folder=tmp_path, env=jupyter)
        assert done.returncode == 0, done.stderr
    data = (tmp_path / "x.pdf").read_bytes()
    words = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(data)).pages)
    assert {"/Table", "/Figure"} <= tags(data)
    assert "月別の数" in words
    assert "DataFrame" not in words
    text = (tmp_path / "x.html").read_text(encoding="utf-8")
    root = html.document_fromstring(text)
    assert len(root.xpath("//table")) == 1
    assert root.xpath("//figure/img/@alt")[0] == "A rising line"
    assert root.xpath("//script") == []
    assert "secret_widget" not in text


@pytest.mark.slow
def test_the_jupyter_server_offers_both_and_sends_the_file(tmp_path: Path, jupyter: Env) -> None:
    nbformat.write(rich(), tmp_path / "x.ipynb")
    command = [
        sys.executable, "-m", "jupyter_server", "--no-browser", "--ip=127.0.0.1", "--port=0", "--allow-root",
        f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={tmp_path}",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=jupyter, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = server_address(Path(jupyter["JUPYTER_RUNTIME_DIR"]) / f"jpserver-{server.pid}.json")
        offered = json.loads(get(f"{address}api/nbconvert"))
        assert offered["briefing"] == {"output_mimetype": "application/pdf"}
        assert offered["briefing_html"] == {"output_mimetype": "text/html"}
        assert get(f"{address}nbconvert/briefing/x.ipynb?download=true").startswith(b"%PDF-")
        assert b"<h1>Returns by year</h1>" in get(f"{address}nbconvert/briefing_html/x.ipynb?download=true")
    finally:
        server.terminate()
        server.wait(timeout=20)


def server_address(file: Path) -> str:
    """Where the server listens, as soon as it answers."""
    for _ in range(300):
        try:
            address = str(json.loads(file.read_text())["url"])
            get(f"{address}api/status")
        except (OSError, ValueError, urllib.error.URLError):
            time.sleep(0.1)
        else:
            return address
    raise AssertionError("the Jupyter server did not start")


def get(address: str) -> bytes:
    request = urllib.request.Request(address, headers={"Authorization": f"token {TOKEN}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return bytes(answer.read())
