"""The catalogues of the interface: the same keys in each language, and every key that is used is there."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from lfnkr_nb.editing import form_fields
from lfnkr_nb.schema import KINDS, LANGUAGES, POST_FIELDS, STATUSES, TEMPLATES
from lfnkr_nb.widgets.words import catalogue, catalogues

STATIC = files("lfnkr_nb.widgets") / "static"
SCRIPTS = sorted(
    path.name for path in STATIC.iterdir() if path.name.endswith(".js") and path.name != "codemirror.js"
)


def test_every_language_says_the_same_things() -> None:
    known = catalogues()
    assert set(known) == set(LANGUAGES)
    for words in known.values():
        assert set(words) == set(known["en"])
        assert list(words) == sorted(words)
        assert all(text.strip() for text in words.values())


def test_what_is_filled_in_is_the_same_in_every_language() -> None:
    for key, text in catalogue("en").items():
        for lang in LANGUAGES:
            assert set(re.findall(r"\{\w+\}", catalogue(lang)[key])) == set(re.findall(r"\{\w+\}", text)), key


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_word_a_widget_asks_for_is_in_the_catalogue(script: str) -> None:
    text = (STATIC / script).read_text(encoding="utf-8")
    asked = set(re.findall(r"""(?:this|desk)\.(?:t|button|field)\(\s*"([\w.-]+)\"""", text))
    asked |= {f"{key}_{form}" for key in re.findall(r"""\.n\("(\w+)\"""", text) for form in ("one", "many")}
    assert asked - set(catalogue("en")) == set()


def test_the_schema_s_own_words_have_a_label_in_every_language() -> None:
    wanted = {f"kind.{name}" for name in KINDS} | {f"template.{name}" for name in TEMPLATES}
    wanted |= {f"lang.{name}" for name in LANGUAGES} | {f"status.{name}" for name in (*STATUSES, "password")}
    assert wanted - set(catalogue("en")) == set()


def test_every_field_of_a_post_is_in_the_form_once_with_its_label() -> None:
    described = form_fields()
    assert sorted(field["name"] for field in described) == sorted(field.name for field in POST_FIELDS)
    wanted = {f"field.{field['name']}" for field in described} | {
        f"group.{field['group']}" for field in described
    }
    assert wanted - set(catalogue("en")) == set()


def test_an_unknown_language_gives_english() -> None:
    assert catalogue("tlh") == catalogue("en")


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_widget_writes_html_or_runs_text_as_code(script: str) -> None:
    """Text is set as text; the only parser is that of the sandboxed reading pane."""
    text = (STATIC / script).read_text(encoding="utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text
    )
    assert script == "reading_pane.js" or "DOMParser" not in text
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text)
