"""Korean names are found as people romanise them, whatever the register gives: Hangul, Latin letters or both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from registers import private_copy
from romanised import names

from lfnkr_nb.protection.register import Register

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
def test_random_romanisations_of_random_names_are_found(tmp_path: Path) -> None:
    """Of 1,440 random romanisations of 120 random names at least 97 in a hundred are found."""
    missed, count = [], 0
    for register, spellings in names(120, seed=4):
        find = Register.open(private_copy(register, tmp_path)).matcher().find
        count += len(spellings)
        missed += [(register, spelling) for spelling in spellings if not find(f"Then {spelling} spoke.")]
    assert count == 1440
    assert len(missed) <= 0.03 * count, missed
