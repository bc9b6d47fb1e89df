"""What the package promises by name."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import lfnkr_nb
from lfnkr_nb import errors

ERRORS = [getattr(errors, name) for name in errors.__all__]


def test_the_package_has_exactly_these_names() -> None:
    assert sorted(lfnkr_nb.__all__) == [
        "Archive",
        "Briefing",
        "LfnkrError",
        "Post",
        "__version__",
        "browse",
        "compose",
        "desk",
        "edit",
        "explore",
    ]
    assert all(getattr(lfnkr_nb, name) for name in lfnkr_nb.__all__)
    assert dir(lfnkr_nb) == sorted(lfnkr_nb.__all__)
    with pytest.raises(AttributeError):
        _ = lfnkr_nb.Nothing


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, lfnkr_nb; print([m for m in ('pandas', 'yaml', 'typst', 'PIL', 'lxml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_needs_a_hint(error: type[errors.LfnkrError]) -> None:
    assert issubclass(error, lfnkr_nb.LfnkrError)
    hint = inspect.signature(error).parameters["hint"]
    assert hint.default is hint.empty
    assert hint.kind is hint.KEYWORD_ONLY
    with pytest.raises(TypeError):
        error("message")


def test_every_error_class_is_exported() -> None:
    classes = {
        name
        for name, value in vars(errors).items()
        if inspect.isclass(value) and issubclass(value, Exception)
    }
    assert classes == set(errors.__all__)


def test_an_error_says_where_and_what_to_do() -> None:
    error = errors.HeaderError("It is odd", hint="Mend it.", path="posts/a.md", line=3)
    assert str(error) == "posts/a.md:3: It is odd. Mend it."
    assert str(errors.ArchiveError("No archive", hint="Make one.")) == "No archive. Make one."
