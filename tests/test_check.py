"""`lfnkr check` says beforehand what an export would stumble over, and an export refuses what it must."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lfnkr_nb import Archive, Briefing
from lfnkr_nb.clearance import clear
from lfnkr_nb.cli import main
from lfnkr_nb.errors import ArchiveError, BriefingError, RecipeError
from lfnkr_nb.recipe import Recipe

BODY = """\
See [gone](nothere.md), [the part](#part-2), [no part](#part-9) and [the other](school.md).

Once more [gone](nothere.md), and [a place](ftp://x.example/y).

## <a id="part-2"></a>Second part

[By its words](#second-part), [a file](media/plan.pdf), [the site](https://site.example/x/), [mail](mailto:a@b.example).
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive of a public post with links, another public one and a private one."""
    posts = tmp_path / "posts"
    (posts / "media").mkdir(parents=True)
    (posts / "media" / "plan.pdf").write_bytes(b"%PDF-")
    for slug, status, body in (
        ("letter", "publish", BODY),
        ("school", "publish", "Open."),
        ("sealed", "private", "x"),
    ):
        header = f"title: The {slug}\ndate: 2024-01-01\nstatus: {status}"
        (posts / f"{slug}.md").write_text(f"---\n{header}\n---\n{body}", "utf-8")
    (tmp_path / "briefings").mkdir()
    return tmp_path


def recipe(root: Path, header: str, words: str = "Words.") -> Path:
    """A recipe in briefings/."""
    path = root / "briefings" / "r.md"
    path.write_text(f"---\ntitle: R\n{header}\n---\n{words}\n", "utf-8")
    return path


def problems(path: Path) -> list[tuple[str, int | None, str]]:
    """What `check` says of a briefing: severity, line and message."""
    return [(p.severity, p.line, p.message) for p in Briefing.open(path).check()]


# --- links ----------------------------------------------------------------------------------------------


def test_dead_links_of_posts_are_named_with_their_lines(root: Path) -> None:
    """To no post, to no place of the page, and by a scheme that nobody follows; each where it stands."""
    dead = [p for p in Archive.open(root).check() if "leads nowhere" in p.message]
    assert [(p.line, p.message.split("`")[1]) for p in dead] == [
        (6, "#part-9"), (6, "nothere.md"), (8, "ftp://x.example/y"), (8, "nothere.md"),
    ]  # fmt: skip
    assert {p.severity for p in dead} == {"warning"}


def test_a_place_that_is_on_the_page_is_no_dead_link(tmp_path: Path) -> None:
    """Ids of headings and other elements, names, and headings by their words, in any script."""
    (tmp_path / "posts").mkdir()
    body = (
        "[a](#one) [b](#two) [c](#three) [d](#der-weg) [e](#難民-2) [f](#%E9%9B%A3%E6%B0%91-2)\n\n"
        '<h2 id="one">One</h2>\n\n<p>x <a name="two"></a></p>\n\n<p id="three">y</p>\n\n## Der Weg!\n\n## 難民 2\n'
    )
    (tmp_path / "posts" / "a.md").write_text(f"---\ntitle: A\nstatus: publish\n---\n{body}", "utf-8")
    assert Archive.open(tmp_path).check() == []


def test_dead_links_in_the_editors_own_words_stand_at_the_recipe(root: Path) -> None:
    path = recipe(root, "posts: [school]\nsummary: '[s](lost.md)'", "One.\n\n[w](lost-too.md)")
    dead = [(line, message) for _, line, message in problems(path) if "leads nowhere" in message]
    assert [(line, message.split("`")[1]) for line, message in dead] == [(4, "lost.md"), (8, "lost-too.md")]


def test_an_export_says_once_how_many_links_are_plain_words(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = recipe(root, "posts: [letter]\nshow: whole")
    assert main(["brief", str(path), "-o", str(root / "x.html")]) == 0
    said = capsys.readouterr().err
    assert said.count("plain words") == 1
    assert (
        "5 links lead nowhere and are shown as plain words. `lfnkr check briefings/r.md` names them" in said
    )


# --- recipes --------------------------------------------------------------------------------------------

WRONG = """\
select:
  categry: X
  since: 20177
template: poster
include: [privat]
embargo: 2030-01-01
sections:
  - heading: H
    posts:
      - {psot: a}
      - {post: letter, show: hole}"""


def test_all_errors_of_a_recipe_are_told_at_once_each_at_its_line(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = recipe(root, WRONG)
    for command in ("check", "brief"):
        assert main([command, str(path)]) == 2
        said = capsys.readouterr().err.splitlines()
        lines = [int(line.split(f"{path}:")[1].split(":")[0]) for line in said]
        assert sorted(set(lines)) == [4, 5, 6, 7, 8, 12, 13]
        assert "Did you mean `category`?" in said[0]
    with pytest.raises(RecipeError) as caught:
        Recipe.read(path)
    assert len(caught.value.sentences) == len(said)


def test_a_misspelt_condition_from_python_is_answered_with_the_nearest(root: Path) -> None:
    with pytest.raises(RecipeError, match="Did you mean `category`"):
        Briefing("T", select={"categry": "X"}, archive=Archive.open(root))


def test_all_posts_that_a_recipe_names_and_nobody_has_are_told_at_once(root: Path) -> None:
    path = recipe(root, "posts:\n  - leter\n  - school\n  - scool\nleave_out: [seled]")
    found = problems(path)
    assert [(severity, line) for severity, line, _ in found] == [("error", 4), ("error", 6), ("warning", 7)]
    with pytest.raises(ArchiveError, match="leter") as caught:
        _ = Briefing.open(path).choices
    assert [error.line for error in caught.value.more] == [6]


# --- what stops an export -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "words", "said"),
    [
        ("posts: [sealed]", "Words.", "only chosen post is not public. It is private"),
        ("template: statement\nposts: [sealed]", "Words.", "only chosen post is not public"),
        ("posts: []", "Words.", "has no posts"),
        ("lang: en", "Words.", "has no posts"),
        ("select: {category: Nothing}", "Words.", "No post fulfils"),
        ("posts: [school]\nleave_out: [school]", "Words.", "has no posts"),
    ],
)
def test_a_briefing_without_posts_is_refused_and_check_says_so(
    header: str, words: str, said: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Own words do not make up for posts that were asked for."""
    path = recipe(root, header, words)
    target = root / "x.pdf"
    assert main(["brief", str(path), "-o", str(target)]) == 2
    assert said in capsys.readouterr().err
    assert not target.exists()
    assert main(["check", str(path)]) == 2
    assert said in capsys.readouterr().out
    with pytest.raises(BriefingError):
        Briefing.open(path).export(target)


def test_a_letter_may_be_written_in_its_recipe_alone(root: Path) -> None:
    path = recipe(root, "template: statement\nsignatories: [A. B.]", "We call on you.")
    assert Briefing.open(path).export(root / "x.html").posts == 0


def test_check_says_who_has_to_sign_and_until_when_it_waits(root: Path) -> None:
    path = recipe(root, "posts: [school]\nembargo: 2999-01-01T00:00:00Z")
    found = problems(path)
    assert [(severity, line) for severity, line, _ in found] == [("note", None), ("note", 4)]
    assert "Nobody has signed `fact-checked` and `protection-checked`" in found[0][2]
    assert "EMBARGO UNTIL" in found[1][2]


def test_check_warns_of_a_signature_that_a_change_made_void(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(root / "none"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    path = recipe(root, "posts: [school]")
    clear(Briefing.open(path), "Ana Sato", step="fact-checked")
    assert "Nobody has signed `protection-checked`" in problems(path)[0][2]
    clear(Briefing.open(path), "Ben Mori", step="protection-checked")
    assert problems(path) == []
    (root / "posts" / "school.md").write_text(
        "---\ntitle: The school\ndate: 2024-01-01\nstatus: publish\n---\nShut.", "utf-8"
    )
    assert [message for severity, _, message in problems(path) if severity == "warning"] == [
        f"The signature for `{step}` is void, for the briefing has changed since"
        for step in ("fact-checked", "protection-checked")
    ]


def test_check_says_what_else_stops_an_export(root: Path) -> None:
    """A brand that cannot be read is found before an export, not by it."""
    (root / "brand.yaml").write_text("nme: x\n", "utf-8")
    found = problems(recipe(root, "posts: [school]"))
    assert [(severity, "unknown field" in message) for severity, _, message in found] == [("error", True)]


def test_a_post_that_is_named_again_stands_once_and_that_is_said(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = recipe(root, "posts: [school, letter, school.md]\ntemplate: briefing")
    again = "`school` is named more than once and will stand where it is named first"
    assert ("warning", 3, again) in problems(path)
    assert main(["brief", str(path), "-o", str(root / "x.html")]) == 0
    assert "briefings/r.md: `school` is named more than once" in capsys.readouterr().err
    page = (root / "x.html").read_text("utf-8")
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert page.count("<article") == 2


def test_a_misspelt_name_in_leave_out_is_told_before_the_post_goes_out(root: Path) -> None:
    path = recipe(root, "select: {status: publish}\nleave_out: [lettter, school]")
    ((line, message),) = [(line, m) for s, line, m in problems(path) if s == "warning" and "leave_out" in m]
    assert line == 4
    assert "`leave_out: lettter` leaves nothing out" in message


# --- odd files ------------------------------------------------------------------------------------------

ODD = {
    "recipe in Japanese": ("要約 一.md", "---\ntitle: 要約\nlang: ja\nposts: [school]\n---\n言葉。\n".encode()),
    "Windows breaks and a mark at the start": (
        "bom.md", "\ufeff---\r\ntitle: B\r\nposts:\r\n  - school\r\n---\r\nWords.\r\n".encode(),
    ),
    "an emoji and blanks": ("a 😀 b.md", b"---\ntitle: E\nposts: [school]\n---\nx\n"),
}  # fmt: skip


@pytest.mark.parametrize("what", ODD)
def test_a_recipe_in_odd_dress_becomes_its_file(
    what: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name, data = ODD[what]
    monkeypatch.chdir(root)
    (root / "briefings" / name).write_bytes(data)
    assert main(["check", f"briefings/{name}"]) == 0
    assert main(["brief", f"briefings/{name}", "--html"]) == 0
    said = capsys.readouterr().err
    made = f"exports/{name.removesuffix('.md')}.html"
    assert f"{made}: 1 post" in said
    assert (root / made).is_file()


def test_a_recipe_in_another_encoding_says_what_to_do(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = root / "briefings" / "cp.md"
    path.write_bytes("---\ntitle: Café\nposts: [school]\n---\n".encode("cp1252"))
    assert main(["check", str(path)]) == 2
    assert "choose its real encoding and save it as UTF-8" in capsys.readouterr().err


def test_an_empty_archive_leads_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No command fails on it, nothing is printed where data would stand, and it is said how to begin."""
    (tmp_path / "posts").mkdir()
    at = ["--posts", str(tmp_path / "posts")]
    assert main(["list", *at]) == 0
    assert 'Next: `lfnkr import export.xml`, or `lfnkr new post "Title"`.' in capsys.readouterr().err
    assert main(["list", "--json", *at]) == 0
    assert capsys.readouterr().out == ""
    assert main(["build", "--all", *at]) == 2
    assert "There is no recipe in briefings/. `lfnkr new briefing" in capsys.readouterr().err
