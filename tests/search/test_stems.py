"""Forms of an English word have one stem, words of other meaning another."""

from __future__ import annotations

import pytest

from lfnkr_nb.search.stems import _APART, _TOGETHER, _groups, stem


@pytest.mark.parametrize(
    "forms",
    [
        "repatriate repatriated repatriating repatriation repatriations",
        "refugee refugees",
        "defector defectors",
        "deport deported deporting deportation deportee",
        "traffic trafficked trafficking trafficker",
        "starve starved starving starvation",
        "child children",
        "woman women",
        "flee fled fleeing",
        "organise organize organised organizing organisation organization",
        "labour labor",
        "testify testified testifies",
        "execute executed execution executions",
        "detain detained detainee detention",
        "family families",
        "border borders",
        "escape escaped escaping escapee",
        "die dying died",
        "experience experienced",
        "university universities",
        "wolf wolves",
        "mouse mice",
        "index indices indexes indexed",
        "withhold withheld withholding",
        "fall fell fallen falling",
        "draw drew drawn",
    ],
)
def test_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(word) for word in forms.split()}) == 1


@pytest.mark.parametrize(
    "words",
    [
        "universe university",
        "organ organization",
        "policy police",
        "new news",
        "import important",
        "human humane humanity",
        "leaf leave",
        "self selfish",
        "dig digit",
        "general generate",
        "experience experiment",
        "refugee refuge",
        "defect defector",
        "author authority",
        "minor minority",
        "polite politics",
        "liberal liberation",
        "relation relative relativity",
        "executive execution",
        "mineral miner",
        "arm army",
        "success succession",
        "ration rational",
        "custom customs customer",
    ],
)
def test_words_of_other_meaning_have_another_stem(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == len(words.split())


def test_a_word_stands_in_one_group_only() -> None:
    words = [word for table in (_TOGETHER, _APART) for group in _groups(table) for word in group]
    assert sorted(words) == sorted(set(words))


def test_what_is_no_english_word_is_its_own_stem() -> None:
    assert [stem(word) for word in ("難", "2017", "is", "élan")] == ["難", "2017", "is", "élan"]
