"""The documentation says what the program does: generated pages are up to date, examples run, links lead somewhere."""

from __future__ import annotations

import argparse
import ast
import re
import runpy
import shlex
import shutil
from pathlib import Path
from typing import Any, get_args
from urllib.parse import unquote

import pytest
from PIL import Image

from lfnkr_nb.cli_parser import build_parser
from lfnkr_nb.schema import FieldType

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
FILES = [*PAGES, ROOT / "Justfile", ROOT / "requirements.lock", *sorted((ROOT / "docs").glob("*.py"))]

_LINK = re.compile(r"!?\[(?P<words>[^\]]*)\]\((?P<target>[^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.DOTALL | re.MULTILINE)
_SHOWN = re.compile(r"  # → (?P<shown>.+)$")
_MACHINE = re.compile(
    r"(?<![\w.])/(?:home|Users|root|work|tmp|var/folders|mnt|opt)/\w|[A-Z]:\\\\?Users", re.ASCII
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- the reference ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def maker() -> dict[str, Any]:
    """The names that docs/make_reference.py defines."""
    return runpy.run_path(str(ROOT / "docs" / "make_reference.py"))


def test_the_reference_is_made_from_the_code_as_it_is(maker: dict[str, Any]) -> None:
    page = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert page == maker["reference"](), "run `python docs/make_reference.py`"


def test_every_type_of_field_is_explained(maker: dict[str, Any]) -> None:
    assert set(maker["TYPES"]) == set(get_args(FieldType))


def test_exit_codes_of_the_help_are_those_of_the_reference(maker: dict[str, Any]) -> None:
    said = {int(code) for code in re.findall(r"\b\d+\b", build_parser().epilog or "")}
    assert said <= set(maker["EXIT_CODES"])
    assert said >= {0, 2, 3, 4, 130}


def test_every_argument_and_option_has_help_text(maker: dict[str, Any]) -> None:
    silent = [
        f"lfnkr {name} {'/'.join(action.option_strings) or action.dest}"
        for name, (help_text, parser) in maker["subcommands"]().items()
        for action in maker["options_of"](parser)
        if not help_text or not action.help or action.help == argparse.SUPPRESS
    ]
    assert silent == []


# --- examples -----------------------------------------------------------------------------------------------


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample archive as the working folder, so that examples may write."""
    for name in ("posts", "briefings", "brand"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "brand.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
def test_examples_for_analysts_run_and_show_what_the_page_says(sample: Path) -> None:
    text = (ROOT / "docs" / "analysts.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    shown = [pair for block in python_blocks(text) for pair in run(block, names)]
    assert len(shown) > 20, "the examples have lost their results"
    assert [said for said, _ in shown] == [came for _, came in shown]
    assert (sample / "exports" / "relief.html").is_file()


def python_blocks(text: str) -> list[str]:
    """The Python examples of a page, each padded so that line numbers in errors are those of the page."""
    return [
        "\n" * text.count("\n", 0, found.start(1)) + found[1]
        for found in re.finditer(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    ]


def run(block: str, names: dict[str, Any]) -> list[tuple[str, str]]:
    """Run a block; returns what the page says and what came out, for each line with `# →`."""
    pairs = []
    lines = block.split("\n")
    for statement in ast.parse(block).body:
        said = _SHOWN.search(lines[(statement.end_lineno or 1) - 1])
        if isinstance(statement, ast.Expr) and said:
            value = eval(compile(ast.Expression(statement.value), "analysts.md", "eval"), names)
            pairs.append((said["shown"], str(value)))
        else:
            assert not said, f"a result stands beside a line without a value: {said and said[0]}"
            exec(compile(ast.Module([statement], []), "analysts.md", "exec"), names)
    return pairs


def test_every_command_shown_to_editors_is_understood() -> None:
    """Each `lfnkr …` line of the pages has a command and options that exist."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs").glob("*.md"))
    commands = re.findall(r"^lfnkr (.+?)(?:  .*| *#.*)?$", text, re.MULTILINE)
    assert len(commands) > 10
    parser = build_parser()
    for command in commands:
        parser.parse_args(shlex.split(command))


# --- pages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_relative_links_and_pictures_lead_somewhere(page: Path) -> None:
    text = _CODE.sub("", page.read_text(encoding="utf-8"))
    missing = []
    for found in _LINK.finditer(text):
        target = found["target"]
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        goal = (page.parent / path).resolve() if path else page
        if not goal.exists() or (anchor and anchor not in anchors(goal)):
            missing.append(target)
    assert missing == []


def anchors(page: Path) -> set[str]:
    """The anchors that a Markdown page's headings get on code-hosting sites."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_picture_of_a_page_has_alt_text_and_is_small(page: Path) -> None:
    for found in _LINK.finditer(_CODE.sub("", page.read_text(encoding="utf-8"))):
        if found[0].startswith("!"):
            assert len(found["words"]) > 20, found["target"]
            picture = page.parent / found["target"]
            assert picture.stat().st_size < 150_000
            with Image.open(picture) as image:
                assert not image.getexif()
                assert not image.info.keys() & {"Comment", "Software", "Author", "XML:com.adobe.xmp"}


@pytest.mark.parametrize("file", [file for file in FILES if file.exists()], ids=name_of)
def test_no_file_mentions_a_path_of_a_machine(file: Path) -> None:
    assert _MACHINE.findall(file.read_text(encoding="utf-8")) == []


def test_every_promise_names_a_test_that_exists() -> None:
    """SECURITY.md promises only what a test holds: `tests/test_x.py` or `tests/test_x.py::test_y`."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    assert len(named) > 8
    for path, test in named:
        assert (ROOT / path).is_file(), path
        assert not test or f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{test}"
