"""Near-duplicates: copies that were changed a little are found in any language, and nothing else."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest
from test_related import sentences, vocabulary, write

from lfnkr_nb import Archive
from lfnkr_nb.cli import main
from lfnkr_nb.errors import SelectionError
from lfnkr_nb.related.sketches import BINS, candidates, likeness, shingles, sketch


def plant(folder: Path, pairs: int) -> set[frozenset[str]]:
    """Write posts, half of them copies with a sentence changed; returns the pairs."""
    random, found = Random(11), set()
    words = {lang: vocabulary(lang) for lang in ("en", "ja", "ko")}
    for number in range(pairs):
        lang = ("en", "ja", "ko")[number % 3]
        text = sentences(lang, words[lang], 30, random)
        copy = list(text)
        copy[random.randrange(30)] = sentences(lang, words[lang], 1, random)[0]
        write(folder, f"post-{number}", " ".join(text), lang=lang)
        write(folder, f"copy-{number}", " ".join(copy), lang=lang)
        write(folder, f"other-{number}", " ".join(sentences(lang, words[lang], 30, random)), lang=lang)
        found.add(frozenset({f"post-{number}", f"copy-{number}"}))
    return found


def pairs(archive: Archive, **options: object) -> set[frozenset[str]]:
    found = archive.near_duplicates(**options)
    return {frozenset(pair) for pair in zip(found.post, found.other, strict=True)}


def test_every_copy_is_found_and_nothing_else(tmp_path: Path) -> None:
    planted = plant(tmp_path, 30)
    archive = Archive.open(tmp_path)
    assert pairs(archive) == planted
    found = archive.near_duplicates()
    assert found.likeness.between(0.7, 1, inclusive="left").all()
    assert set(found.relation) == {"near-duplicate"}
    assert pairs(Archive.open(tmp_path)) == planted, "the second time from the store"
    assert pairs(Archive.open(tmp_path, index=False)) == planted


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    text = " ".join(f"Sentence {number} of a longer story about the harbour." for number in range(30))
    write(tmp_path, "one", text, date="2019-01-01")
    write(tmp_path, "two", text, date="2020-01-01")
    write(tmp_path, "draft", text, status="draft")
    write(tmp_path, "translated", text, translations="[one]", lang="ja", date="2021-01-01")
    write(tmp_path, "short", "Too short.")
    write(tmp_path, "brief", "Too short.")
    return Archive.open(tmp_path)


def test_the_same_text_and_translations_are_said_to_be_so(archive: Archive) -> None:
    found = archive.near_duplicates().set_index(["post", "other"])
    assert found.loc[("two", "one"), "relation"] == "same text"
    assert found.loc[("translated", "one"), "relation"] == "translation"
    assert (found.likeness == 1).all()


def test_posts_that_are_not_public_or_very_short_are_left_out_unless_asked_for(archive: Archive) -> None:
    assert frozenset({"draft", "one"}) not in pairs(archive)
    assert frozenset({"draft", "one"}) in pairs(archive, public=None)
    assert frozenset({"short", "brief"}) not in pairs(archive, public=None)


def test_a_likeness_out_of_range_is_refused_with_a_hint(archive: Archive) -> None:
    with pytest.raises(SelectionError, match=r"0\.7"):
        archive.near_duplicates(at_least=0.1)


def test_a_changed_post_is_compared_as_it_is_now(archive: Archive, tmp_path: Path) -> None:
    archive.near_duplicates()
    write(tmp_path, "two", "Something else entirely, " * 5 + "in some twenty words or so.", date="2020-01-01")
    assert frozenset({"one", "two"}) not in pairs(Archive.open(tmp_path))


def test_the_command_lists_pairs(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--near-duplicates", "--posts", str(archive.folder)]) == 0
    shown = capsys.readouterr()
    assert "100%  same text" in shown.out
    assert "[not public]" in shown.out
    assert "pairs of posts" in shown.err


def test_a_sketch_estimates_the_likeness() -> None:
    random = Random(3)
    words = [f"w{random.randrange(5000)}" for _ in range(800)]
    for kept in (700, 500, 300):
        other = [*words[:kept], *(f"v{random.randrange(5000)}" for _ in range(800 - kept))]
        estimate = float((sketch(words) == sketch(other)).mean())
        assert abs(estimate - likeness(shingles(words), shingles(other))) < 0.2


def test_many_equal_texts_do_not_make_a_pair_of_each_two() -> None:
    same = np.tile(sketch([f"w{number}" for number in range(100)]), (500, 1))
    assert same.shape == (500, BINS)
    assert 499 <= len(list(candidates(same))) < 2_000
