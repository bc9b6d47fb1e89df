"""Two people clear a briefing; until then, and after any change, every page says that it is a draft."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import people
import pypdfium2
import pytest

from lfnkr_nb import Archive, Briefing
from lfnkr_nb.clearance import clear, clearance
from lfnkr_nb.cli import main
from lfnkr_nb.errors import ClearanceError, RecipeError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A recipe of two posts, on a machine where git knows nobody."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL"):
        monkeypatch.delenv(name, raising=False)
    people.archive(tmp_path)
    path = tmp_path / "briefings" / "r.md"
    path.parent.mkdir()
    path.write_text(
        "---\ntitle: Report\ntemplate: briefing\nposts: [crossing, school]\n---\nWords.\n", "utf-8"
    )
    return path


def opened(recipe: Path) -> Briefing:
    """The briefing as it is on disk."""
    return Briefing.open(recipe)


def page_texts(path: Path) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(path.read_bytes())
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def test_a_briefing_goes_from_draft_to_cleared_by_two_people(recipe: Path) -> None:
    """Each step is somebody else's; the order is free."""
    assert clearance(opened(recipe)).state == "draft"
    clear(opened(recipe), "Ana Sato", step="protection-checked")
    assert clearance(opened(recipe)).state == "protection-checked"
    clear(opened(recipe), "Ben Mori", step="fact-checked")
    now = clearance(opened(recipe))
    assert now.state == "cleared"
    assert now.signed == {"protection-checked": "Ana Sato", "fact-checked": "Ben Mori"}


@pytest.mark.parametrize("again", ["Ana Sato", "ana sato", " ANA  SATO ", "Ana-Sato.", "Ａｎａ Ｓａｔｏ"])
def test_one_person_cannot_sign_twice(again: str, recipe: Path) -> None:
    """However the name is written."""
    clear(opened(recipe), "Ana Sato", step="fact-checked")
    with pytest.raises(ClearanceError, match="same person"):
        clear(opened(recipe), again, step="protection-checked")
    assert clearance(opened(recipe)).state == "fact-checked"


def test_a_name_without_a_step_signs_nothing_and_says_so(
    recipe: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`lfnkr clear RECIPE --as NAME` looks like a signature and is none."""
    before = recipe.read_bytes()
    assert main(["clear", str(recipe), "--as", "Ana Sato"]) == 3
    said = capsys.readouterr().err
    assert "Nothing was signed" in said
    assert "`--step fact-checked` or `--step protection-checked`" in said
    assert recipe.read_bytes() == before


def test_one_git_identity_cannot_sign_twice(recipe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two names from one account are one person to git."""
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ana@example.org")
    clear(opened(recipe), "Ana Sato", step="fact-checked")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ANA@example.org")
    with pytest.raises(ClearanceError, match="same git identity"):
        clear(opened(recipe), "Ben Mori", step="protection-checked")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ben@example.org")
    clear(opened(recipe), "Ben Mori", step="protection-checked")
    assert clearance(opened(recipe)).state == "cleared"


def test_a_recipe_written_by_hand_cannot_cheat(recipe: Path) -> None:
    """Two signatures of one name, or over another content, clear nothing."""
    now = clearance(opened(recipe))
    for names, content in ((("Ana", "ana"), now.content), (("Ana", "Ben"), "0" * 64)):
        records = [
            {"step": step, "by": name, "content": content}
            for step, name in zip(("fact-checked", "protection-checked"), names, strict=True)
        ]
        assert clearance(opened(recipe).changed({"clearance": records})).state != "cleared"


CHANGES = {
    "a post": ("posts/school.md", "A school opened.", "Two schools opened."),
    "a post's title": ("posts/school.md", "title: A school", "title: A house"),
    "the words": ("briefings/r.md", "Words.", "Other words."),
    "the recipe": ("briefings/r.md", "title: Report", "title: The report"),
    "the posts": ("briefings/r.md", "[crossing, school]", "[school]"),
    "an embargo": ("briefings/r.md", "title: Report", "title: Report\nembargo: 2001-01-01T00:00:00Z"),
    "the register": ("private/register.yaml", "label: H. Y.", "label: N. N."),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_any_change_voids_the_clearance(change: str, recipe: Path) -> None:
    """What was checked is another text then, and the file is a draft again."""
    root = recipe.parent.parent
    clear(opened(recipe), "Ana", step="fact-checked")
    clear(opened(recipe), "Ben", step="protection-checked")
    name, before, after = CHANGES[change]
    file = root / name
    file.write_text(file.read_text("utf-8").replace(before, after), "utf-8")
    if change == "the register":
        post = root / "posts/crossing.md"
        post.write_text(post.read_text("utf-8").replace("H. Y.", "N. N."), "utf-8")
    now = clearance(opened(recipe))
    assert now.state == "draft"
    assert set(now.void) == {"fact-checked", "protection-checked"}


def test_an_edition_number_voids_nothing(recipe: Path) -> None:
    """What was checked is the content; how it is counted is not part of it."""
    clear(opened(recipe), "Ana", step="fact-checked")
    clear(opened(recipe), "Ben", step="protection-checked")
    assert clearance(opened(recipe).changed({"edition": 7})).state == "cleared"


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_every_page_of_an_uncleared_edition_says_draft(lang: str, recipe: Path, tmp_path: Path) -> None:
    """On the cover, too; in HTML above the text and on each printed page."""
    briefing = opened(recipe).changed({"lang": lang})
    texts = page_texts(briefing.export(tmp_path / "x.pdf").path)
    assert len(texts) > 1
    assert all("DRAFT" in text for text in texts)
    page = briefing.export(tmp_path / "x.html").path.read_text("utf-8")
    assert '<p class="stamp">DRAFT' in page
    assert '@top-center{content:"DRAFT' in page.replace(": ", ":")


def test_a_cleared_edition_says_nothing_of_it(recipe: Path, tmp_path: Path) -> None:
    """No stamp on any page."""
    clear(opened(recipe), "Ana", step="fact-checked")
    clear(opened(recipe), "Ben", step="protection-checked")
    made = opened(recipe).export(tmp_path / "x.pdf")
    assert made.stamps == ()
    assert not any("DRAFT" in text for text in page_texts(made.path))
    assert "DRAFT" not in opened(recipe).export(tmp_path / "x.html").path.read_text("utf-8")


def test_a_selection_without_a_recipe_is_a_draft(recipe: Path, tmp_path: Path) -> None:
    """Nobody can sign what is written nowhere."""
    archive = Archive.open(recipe.parent.parent)
    made = Briefing("All", archive).export(tmp_path / "x.html")
    assert made.stamps == ("DRAFT",)
    with pytest.raises(ClearanceError, match="recipe"):
        clear(Briefing("All", archive), "Ana", step="fact-checked")


def test_until_its_embargo_ends_every_page_says_so(recipe: Path, tmp_path: Path) -> None:
    """An export before is marked with time and zone; after the end nothing is left of it."""
    soon = (datetime.now(UTC) + timedelta(days=900)).strftime("%Y-%m-%dT09:30:00+09:00")
    briefing = opened(recipe).changed({"embargo": soon})
    texts = page_texts(briefing.export(tmp_path / "x.pdf").path)
    assert all("EMBARGO UNTIL" in text and "09:30 (UTC+09:00)" in text for text in texts)
    over = opened(recipe).changed({"embargo": "2020-01-01T00:00:00Z"})
    assert not any("EMBARGO" in text for text in page_texts(over.export(tmp_path / "y.pdf").path))


@pytest.mark.parametrize("written", ["2031", "2031-02-03"])
def test_an_embargo_needs_time_and_zone(written: str, recipe: Path, tmp_path: Path) -> None:
    """A day begins at another moment in each zone; without a time nothing goes out."""
    with pytest.raises(RecipeError, match="embargo"):
        opened(recipe).changed({"embargo": written}).export(tmp_path / "x.html")
    assert not (tmp_path / "x.html").exists()


def test_the_command_signs_and_says_how_far_it_is(recipe: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same names, refusals with exit code 3, and the recipe keeps everything else as it was."""
    before = recipe.read_text("utf-8")
    sign = ["clear", str(recipe), "--as", "Ana", "--step"]
    assert main([*sign, "fact-checked"]) == 0
    assert main([*sign, "protection-checked"]) == 3
    assert main(["clear", str(recipe), "--as", "Ben", "--step", "protection-checked"]) == 0
    assert ": cleared" in capsys.readouterr().err
    lines = recipe.read_text("utf-8").splitlines()
    assert [line for line in before.splitlines() if line not in lines] == []
