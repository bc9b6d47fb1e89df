"""Related posts: those that were written from one another are found, and the reason is told."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from lfnkr_nb import Archive
from lfnkr_nb.cli import main
from lfnkr_nb.errors import ArchiveError

SYLLABLES = {
    "en": ["ba", "ko", "ren", "ti", "sol", "mar", "ven", "dur", "pel", "gim", "fa", "ros"],
    "ja": [chr(0x4E00 + 37 * step) for step in range(160)],
    "ko": [chr(0xAC00 + 61 * step) for step in range(160)],
}
COMMON = {
    "en": ["the", "of", "and", "to", "in", "was", "for"],
    "ja": ["の", "は", "を", "に"],
    "ko": ["그", "에서", "했다"],
}


def vocabulary(lang: str) -> list[str]:
    random = Random(lang)
    return ["".join(random.choices(SYLLABLES[lang], k=3 if lang == "en" else 2)) for _ in range(3000)]


def sentences(lang: str, words: list[str], count: int, random: Random) -> list[str]:
    joint, stop = (" ", ".") if lang != "ja" else ("", "。")
    picked = [random.choices([*COMMON[lang] * 30, *words], k=9) for _ in range(count)]
    return [joint.join(words) + stop for words in picked]


def write(folder: Path, name: str, text: str, **fields: str) -> None:
    head = "".join(
        f"{key}: {value}\n" for key, value in ({"title": name, "status": "publish"} | fields).items()
    )
    path = folder / "posts" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{head}---\n\n{text}\n", encoding="utf-8")


def plant(folder: Path, pairs: int) -> list[tuple[str, str]]:
    """Write posts of which half tell in other words what a source tells; returns each with its source."""
    random, found = Random(7), []
    words = {lang: vocabulary(lang) for lang in SYLLABLES}
    for number in range(pairs):
        lang = ("en", "en", "ja", "ko")[number % 4]
        source = sentences(lang, words[lang], 12, random)
        retold = [*random.sample(source, 3), *sentences(lang, words[lang], 10, random)]
        random.shuffle(retold)
        write(folder, f"source-{number}", " ".join(source), lang=lang)
        write(folder, f"retold-{number}", " ".join(retold), lang=lang)
        found.append((f"retold-{number}", f"source-{number}"))
    return found


def test_the_source_of_a_post_is_found_first(tmp_path: Path) -> None:
    planted = plant(tmp_path, 12)
    archive = Archive.open(tmp_path)
    for retold, source in planted:
        found = archive.related(retold)
        assert found.index[0] == source
        assert "shared rare term" in found.reason.iloc[0]


@pytest.mark.slow
def test_150_of_150_planted_sources_are_found(tmp_path: Path) -> None:
    planted = plant(tmp_path, 150)
    archive = Archive.open(tmp_path)
    missed = [retold for retold, source in planted if source not in archive.related(retold, limit=3).index]
    assert missed == []


@pytest.fixture
def told(tmp_path: Path) -> Archive:
    filler = "Nothing much happened in the office this week and nobody called. "
    for number in range(12):
        write(tmp_path, f"filler-{number}", filler * 3 + f"Item {number}.")
    write(tmp_path, "first", "The boat Morning Star left Wonsan with nine people.", date="2015-01-01")
    write(tmp_path, "second", "More about those nine people.", date="2015-02-01", follows="first")
    write(tmp_path, "third", "The end of it. See [the first](first.md).", date="2015-03-01", follows="second")
    write(tmp_path, "japanese", "「明けの星」という船が元山を出ました。", lang="ja", translations="[first]")
    write(tmp_path, "hidden", "Draft on the Morning Star and Wonsan.", status="draft")
    write(tmp_path, "alike", "Sailors of the Morning Star met in Wonsan.", lang="en")
    return Archive.open(tmp_path)


def test_what_posts_tell_of_each_other_comes_first_with_its_reason(told: Archive) -> None:
    found = told.related("first")
    assert set(found.index[:2]) == {"second", "third"}
    assert found.loc["second", "reason"].startswith("same thread")
    assert "Morning" in found.loc["alike", "reason"]
    assert found.loc["alike", "reason"].startswith(("2 shared rare terms", "3 shared rare terms"))
    assert told.related("japanese").loc["first", "reason"].startswith("translation")
    assert "it links there" in told.related("third").loc["first", "reason"]


def test_a_post_that_is_not_public_is_shown_only_to_whoever_asks(told: Archive) -> None:
    assert "hidden" not in told.related("first").index
    found = told.related("first", public=None)
    assert not found.loc["hidden", "public"]


def test_a_related_post_in_another_language_is_found_by_synonyms(told: Archive) -> None:
    assert "japanese" in told.related("first").index  # Wonsan is 元山


def test_posts_that_share_nothing_rare_are_not_related(told: Archive) -> None:
    assert not [key for key in told.related("first").index if key.startswith("filler")]


def test_a_selection_relates_only_its_own_posts(told: Archive) -> None:
    assert set(told.select(lang="en").related("first").index) <= {"second", "third", "alike"}
    with pytest.raises(ArchiveError):
        told.related("nothing-of-this-name")


def test_the_command_tells_the_reason(told: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["related", "first", "--posts", str(told.folder)]) == 0
    shown = capsys.readouterr()
    assert "same thread" in shown.out
    assert "(hidden)  [not public]" in shown.out
    assert "related posts" in shown.err
