"""Synonyms: the package's list, the archive's own file beside posts/, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lfnkr_nb import Archive
from lfnkr_nb.errors import SynonymsError
from lfnkr_nb.search.synonyms import load_synonyms

POSTS = {
    "boat": "A boat left.",
    "ship": "A ship came.",
    "vessel": "Vessels pass.",
    "fune": "船が来ました。",
    "un": "Un jour.",
    "nations": "The United Nations met.",
    "nk": "News from the DPRK.",
    "kor": "북한에서 온 소식.",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "posts").mkdir()
    for name, text in POSTS.items():
        (tmp_path / "posts" / f"{name}.md").write_text(
            f"---\ntitle: Post {name}\nstatus: publish\n---\n\n{text}\n", encoding="utf-8"
        )
    return tmp_path


def found(root: Path, query: str) -> set[str]:
    return set(Archive.open(root).search(query).index)


def test_the_package_knows_the_words_of_the_field(root: Path) -> None:
    assert found(root, "NK") == found(root, "北朝鮮") == found(root, "North Korea") == {"nk", "kor"}


def test_an_archive_adds_its_own_words(root: Path) -> None:
    assert found(root, "ship") == {"ship"}
    (root / "synonyms.yaml").write_text("- [boat, vessel, 船]\n", encoding="utf-8")
    assert found(root, "boats") == found(root, "vessel") == found(root, "船") == {"boat", "vessel", "fune"}
    assert found(root, '"boat"') == {"boat"}
    assert found(root, "NK") == {"nk", "kor"}


def test_a_change_of_the_file_counts_at_the_next_search(root: Path) -> None:
    archive = Archive.open(root)
    assert len(archive.search("boat")) == 1
    (root / "synonyms.yaml").write_text("- [boat, ship]\n", encoding="utf-8")
    assert len(archive.search("boat")) == 2


def test_a_word_can_find_others_one_way(root: Path) -> None:
    assert found(root, "UN") == {"un", "nations"}
    assert found(root, "United Nations") == {"nations"}


def test_an_archive_can_use_its_own_words_alone(root: Path) -> None:
    (root / "synonyms.yaml").write_text("- only these\n- [boat, ship]\n", encoding="utf-8")
    assert found(root, "boat") == {"boat", "ship"}
    assert found(root, "NK") == {"nk"}


def test_words_that_yaml_reads_as_flags_and_numbers_are_words(root: Path) -> None:
    (root / "synonyms.yaml").write_text("- [NO, on, 0123]\n", encoding="utf-8")
    assert load_synonyms(root).of(("no",)) == (("on",), ("0123",))


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("- [a, b]\n- c\n", 2, "no list of words"),
        ("- [a]\n", 1, "alone"),
        ("a: b\n", 1, "no list"),
        ("just words\n", 1, "no list"),
        ("- [a, [b]]\n", 1, "words only"),
        ("- UN: United Nations\n", 1, "no list of words"),
        ("- [a, b]\n- [c, d\n", 3, "cannot be read"),
        ("- [a, b]\n- &x [c, d]\n", 2, "Anchors"),
        ("- [!!str a, b]\n", 1, "Tags"),
        ("- [a, '!']\n", 1, "no letters"),
        ("- [a, a]\n", 1, "twice"),
        ("[" * 50_000, 1, "words only"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_its_line(
    root: Path, text: str, line: int, word: str
) -> None:
    (root / "synonyms.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SynonymsError) as caught:
        Archive.open(root).search("boat")
    assert (caught.value.line, caught.value.path) == (line, root / "synonyms.yaml")
    assert word in caught.value.message
    assert caught.value.hint


def test_a_file_that_is_no_text_or_no_file_is_refused(root: Path) -> None:
    (root / "synonyms.yaml").write_bytes(b"- [a, \xff\xfe]\n")
    with pytest.raises(SynonymsError, match=r"synonyms.yaml:1: .*UTF-8"):
        Archive.open(root).search("boat")
    (root / "synonyms.yaml").unlink()
    (root / "synonyms.yaml").symlink_to("/etc/hosts")
    with pytest.raises(SynonymsError):
        Archive.open(root).search("boat")


def test_check_tells_of_a_file_of_synonyms_that_cannot_be_understood(root: Path) -> None:
    (root / "synonyms.yaml").write_text("- [a, b]\n- c\n", encoding="utf-8")
    problems = Archive.open(root).problems
    row = problems[problems.path.str.endswith("synonyms.yaml")].iloc[0]
    assert (row.line, row.severity) == (2, "warning")
