"""Posts that together tell more about a person than each alone are shown side by side before they go out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lfnkr_nb import Archive, Briefing, Post
from lfnkr_nb.cli import main
from lfnkr_nb.protection.linkage import linkages

if TYPE_CHECKING:
    from pathlib import Path

PAIRS = {
    "initials and a full name": (
        "In 2011 K. M. left Hyesan with her mother.",
        "Kwak Min-ae crossed in 2011.",
        "initials K. M.",
    ),
    "initials twice and a place": ("T. W. lived in Musan.", "We met T.W. near Musan again.", "Musan"),
    "age and place": ("She was 34, from Hyesan.", "A 34-year-old woman in Hyesan spoke.", "age 34"),
    "place, year and kin": (
        "In 2009 he left Chongjin; his brother stayed.",
        "A brother, arrested in Chongjin in 2009.",
        "brother",
    ),
    "in Japanese": ("2009年、恵山市で。34歳の母が語った。", "恵山市、34歳。母は2009年に。", "恵山市"),
    "in Korean": ("2009년 혜산시에서 34세의 어머니가.", "혜산시에 살던 34살 어머니.", "혜산시"),
}
APART = {
    "a year alone": ("In 2011 it rained.", "In 2011 we met."),
    "a place alone": ("They met in Hyesan.", "A market in Hyesan."),
    "initials alone": ("K. M. sang.", "K. M. wrote."),
    "other initials": ("K. M. left Hyesan in 2011.", "Pak Su-jin left Hyesan in 2011."),
    "a country": ("A mother in China in 2009.", "A mother in China in 2009."),
}


def _archive(folder: Path, *texts: str) -> Archive:
    for name, text in zip("ab", texts, strict=True):
        Post.new(folder / "posts" / f"{name}.md", text, title=name, status="publish").save()
    return Archive.open(folder / "posts")


@pytest.mark.parametrize("pair", PAIRS)
def test_posts_that_tell_of_one_person_are_named_side_by_side(tmp_path: Path, pair: str) -> None:
    """What both say is listed, with the lines of both posts."""
    first, second, shared = PAIRS[pair]
    found = linkages(_archive(tmp_path, first, second))
    assert len(found) == 1
    assert any(shared in part for part in found[0].shared)
    assert all(found[0].lines)


@pytest.mark.parametrize("pair", APART)
def test_posts_with_less_in_common_are_not_named(tmp_path: Path, pair: str) -> None:
    """One fact alone links nobody; else every briefing would warn and nobody would read it."""
    assert not linkages(_archive(tmp_path, *APART[pair]))


def test_it_only_warns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`check` and `lfnkr brief` say it as a warning; the export goes on."""
    first, second, _ = PAIRS["age and place"]
    archive = _archive(tmp_path, first, second)
    problems = [p for p in Briefing("All", archive).check() if "one person" in p.message]
    assert [p.severity for p in problems] == ["warning"]
    assert all(part in problems[0].message + problems[0].hint for part in ("`a`", "`b`", first, second))
    target = tmp_path / "x.html"
    assert main(["brief", "--posts", str(tmp_path / "posts"), "-o", str(target)]) == 0
    assert "warning: " in capsys.readouterr().err
    assert target.exists()
