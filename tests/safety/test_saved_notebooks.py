"""What the save of a notebook takes out, by the kind of output, and what it leaves."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from lfnkr_nb.jupyter_guard import close_doors
from lfnkr_nb.jupyter_saving import clean_before_save, without_protected
from lfnkr_nb.protection.matching import Matcher
from lfnkr_nb.protection.register import Person

MATCHER = Matcher([Person("K. M.", ("Kim", "김"), ("Min-ah", "민아"))])
VIEW = "application/vnd.jupyter.widget-view+json"


def shown(**data: Any) -> dict[str, Any]:
    return {
        "output_type": "display_data",
        "metadata": {},
        "data": {k.replace("_", "/", 1): v for k, v in data.items()},
    }


def saved(*outputs: dict[str, Any], matcher: Matcher | None = MATCHER) -> list[dict[str, Any]]:
    notebook = {
        "metadata": {},
        "cells": [{"cell_type": "code", "outputs": list(outputs)}, {"cell_type": "markdown"}],
    }
    without_protected(notebook, matcher)
    return notebook["cells"][0]["outputs"]


NAMED = {
    "a stream": {"output_type": "stream", "name": "stdout", "text": "It was Kim Min-ah.\n"},
    "lines": {"output_type": "stream", "name": "stdout", "text": ["It was Kim ", "Min-ah.\n"]},
    "colours": {"output_type": "stream", "name": "stdout", "text": "Kim \x1b[31mMin\x1b[0m-ah"},
    "plain text": shown(text_plain="'Kim Min-ah'"),
    "html": shown(text_html="<td>KIM</td><td>Min&#45;ah</td>", text_plain="<table>"),
    "tags inside": shown(text_html="<b>K</b>im <i>Min</i>-ah"),
    "markdown": shown(text_markdown="**Kim** Min-ah"),
    "a drawing": shown(**{"image/svg+xml": "<svg><text>김민아</text></svg>"}),
    "a chart": shown(
        **{"application/vnd.vegalite.v5+json": {"data": {"values": [{"who": "김 민아", "n": 3}]}}}
    ),
    "a key": shown(**{"application/json": {"Kim Min-ah": 1}}),
    "metadata": {"output_type": "display_data", "data": {}, "metadata": {"alt": "Kim Min-ah at the river"}},
    "an error": {"output_type": "error", "ename": "KeyError", "evalue": "'Kim Min-ah'", "traceback": []},
    "a traceback": {
        "output_type": "error",
        "ename": "E",
        "evalue": "",
        "traceback": ["\x1b[0;31mKim\x1b[0m Min-ah"],
    },
}


@pytest.mark.parametrize("kind", NAMED)
def test_an_output_with_a_name_is_not_saved(kind: str) -> None:
    """A sentence with the label takes its place."""
    (left,) = saved(copy.deepcopy(NAMED[kind]))
    assert left["output_type"] == "stream"
    assert "K. M." in left["text"]
    assert not MATCHER.find(str(left))


def test_other_outputs_are_saved_as_they_are() -> None:
    """Tables, pictures, streams, errors and the text of a label."""
    outputs = [
        shown(text_html="<table><tr><td>Kim Il-nam</td></tr></table>", text_plain="Kim Il-nam"),
        shown(image_png="aGVsbG8=", text_plain="<Figure>"),
        {"output_type": "stream", "name": "stdout", "text": "K. M. came.\n"},
    ]
    assert saved(*copy.deepcopy(outputs)) == outputs


def test_widgets_are_not_saved_without_a_register_either() -> None:
    """Their state holds whatever they showed, and their text says it once more."""
    widget = shown(text_plain="Text(value='anything')", **{VIEW: {"model_id": "a"}})
    kept = shown(text_plain="1")
    assert saved(widget, copy.deepcopy(kept), matcher=None) == [kept]


def test_files_that_are_no_notebooks_are_left_alone() -> None:
    model = {"type": "file", "content": "Kim Min-ah"}
    clean_before_save(model, "posts/a.md")
    assert model == {"type": "file", "content": "Kim Min-ah"}


@pytest.mark.parametrize(
    "content", [None, "text", {}, {"cells": None}, {"cells": [None, {"outputs": None}, {"outputs": [None]}]}]
)
def test_an_odd_notebook_stops_no_save(content: Any) -> None:
    clean_before_save({"type": "notebook", "content": content}, "n.ipynb")


class Odd:
    """A stand-in for a server with one setting that cannot be mended."""

    def __init__(self, **settings: Any) -> None:
        self.ip = "127.0.0.1"
        self.log = self
        self.said: list[str] = []
        self.identity_provider = type("Anybody", (), {"auth_enabled": False, "token": ""})()
        self.__dict__.update(settings)

    def critical(self, text: str, *values: object) -> None:
        self.said.append(text % values)


@pytest.mark.parametrize("settings", [{"ip": "0.0.0.0"}, {"ip": ""}, {}])
def test_a_server_that_cannot_be_shut_is_ended(settings: dict[str, Any]) -> None:
    """Another address, or a way of asking who comes that lets in everybody."""
    server = Odd(**settings)
    with pytest.raises(SystemExit) as ended:
        close_doors(server)
    assert ended.value.code == 2
    assert "was not started" in server.said[0]
