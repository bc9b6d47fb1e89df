"""What machines do to a name does not hide it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mechanical import REGISTER, spellings
from registers import private_copy

from lfnkr_nb.protection.register import Register

if TYPE_CHECKING:
    from pathlib import Path


def _left(folder: Path, count: int, seed: int) -> list[str]:
    find = Register.open(private_copy(REGISTER, folder)).matcher().find
    return [text for label, text in spellings(count, seed) if label not in {hit.label for hit in find(text)}]


def test_no_mechanical_spelling_is_left(tmp_path: Path) -> None:
    """Of 2,000 random mechanical spellings none is missed."""
    assert not _left(tmp_path, 2_000, seed=20)


@pytest.mark.slow
def test_none_of_30_000_mechanical_spellings_is_left(tmp_path: Path) -> None:
    """Of 30,000 random mechanical spellings none is missed; the generator shares nothing with the matcher."""
    assert not _left(tmp_path, 30_000, seed=1)
