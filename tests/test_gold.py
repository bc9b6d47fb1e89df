"""Figures and dates are found in the gold sentences, and the rules were not made for them; see gold/README.md."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

import lfnkr_nb.analysis
from gold_sentences import GOLD, LANGUAGES, gold_sentences, score_dates, score_figures
from lfnkr_nb.analysis import dating, edtf, reading, resolving
from lfnkr_nb.analysis.counters import JA_COUNTERS, JA_KINDS, KO_COUNTERS, KO_KINDS
from lfnkr_nb.analysis.units import UNITS

HELD_OUT = sorted(GOLD.glob("held-out*.txt"))
DEV = sorted(GOLD.glob("dev*.txt"))
FILES = [*DEV, *HELD_OUT]

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def test_there_are_fifty_sentences_and_more_of_each_language_and_as_many_held_out_as_the_first_file_has() -> (
    None
):
    for lang in LANGUAGES:
        tuned, first, held_out = (
            sum(s.lang == lang for path in paths for s in gold_sentences(path))
            for paths in (DEV, [GOLD / "dev.txt"], HELD_OUT)
        )
        assert tuned + held_out >= 140
        assert held_out >= first - 2


def test_those_who_write_gold_sentences_are_told_every_unit_and_counter() -> None:
    lines = (GOLD / "README.md").read_text("utf-8").splitlines()
    rows = {line.split("`")[1]: line for line in lines if line.startswith("| `") and line.count("|") == 5}
    for unit in {*UNITS, *JA_COUNTERS, *JA_KINDS.values(), *KO_COUNTERS, *KO_KINDS.values()} - {"people"}:
        for counter in f"{JA_COUNTERS.get(unit, '')} {KO_COUNTERS.get(unit, '')}".split():
            assert counter in rows[unit].replace("|", " ").split(), (unit, counter)
    for kinds in (JA_KINDS, KO_KINDS):
        for noun, unit in kinds.items():
            assert noun in rows[unit], (unit, noun)


@each_file
@each_language
def test_figures_are_found_with_their_qualifier(path: Path, lang: str) -> None:
    score = score_figures([s for s in gold_sentences(path) if s.lang == lang])
    assert score.precision >= 0.95, score
    assert score.recall >= 0.85, score
    assert score.counts["wrong qualifier"] == 0


@each_file
@each_language
def test_parts_are_told_from_wholes(path: Path, lang: str) -> None:
    score = score_figures([s for s in gold_sentences(path) if s.lang == lang])
    assert score.counts["wrong whole"] <= 0.05 * score.found


@each_file
@each_language
def test_dates_are_found_and_never_get_a_wrong_year(path: Path, lang: str) -> None:
    score = score_dates([s for s in gold_sentences(path) if s.lang == lang])
    assert score.precision >= 0.95, score
    assert score.recall >= 0.85, score
    assert score.counts["wrong year"] == 0


# --- no clock -----------------------------------------------------------------------------------------------


def _module_with_clock(monkeypatch: pytest.MonkeyPatch, modules: list[ModuleType], today: date) -> None:
    class FakeDate(date):
        @classmethod
        def today(cls) -> date:
            return today

    for module in modules:
        if hasattr(module, "date"):
            monkeypatch.setattr(module, "date", FakeDate)


def test_two_clocks_give_the_same_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    readings = []
    for today in (date(1999, 12, 31), date(2042, 3, 1)):
        with monkeypatch.context() as patch:
            _module_with_clock(patch, [dating, resolving, edtf, reading], today)
            patch.setattr("time.time", lambda today=today: today.toordinal() * 86400.0)
            readings.append([sentence.reading() for path in FILES for sentence in gold_sentences(path)])
    assert readings[0] == readings[1]


def test_no_module_of_the_analysis_asks_for_the_time() -> None:
    folder = Path(lfnkr_nb.analysis.__file__).parent
    for path in folder.glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        called = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        names = {alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}
        assert not called & {"today", "now", "utcnow", "localtime", "gmtime", "monotonic"}, path.name
        assert "time" not in names, path.name
