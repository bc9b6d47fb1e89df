"""Composing a briefing: the form says what the recipe says, and a change of the form changes those lines alone."""

from __future__ import annotations

from copy import deepcopy
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest

from lfnkr_nb.archive import Archive
from lfnkr_nb.briefing import Briefing
from lfnkr_nb.composing import compose_fields, compose_form, composed, figures_on_offer, post_facts
from lfnkr_nb.errors import ConflictError, RecipeError
from lfnkr_nb.schema import RECIPE_FIELDS

RECIPE = """\
---
# for the board
title: Autumn   # a working title
template: briefing
posts: [one, {post: two, show: excerpt}, three]
sections:
  - heading: Together
    note: Read them in this order.
    posts:
      - four
      - five
  - heading: Alone
    posts: [six]
---
Our own words.
"""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    for number, name in enumerate(("one", "two", "three", "four", "five", "six", "seven"), 1):
        header = f"title: Post {name}\ndate: 2017-09-{number:02d}\nstatus: publish"
        path = tmp_path / f"posts/2017/2017-09-{number:02d}-{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{header}\n---\nText of {name}.\n", "utf-8")
    figure = "{value: 600, qualifier: over, unit: people, act: returned, confirmed_by: M. T.}"
    path = tmp_path / "posts/2017/2017-09-07-seven.md"
    path.write_text("---\ntitle: Seven\nstatus: private\n---\nInside.\n", "utf-8")
    one = tmp_path / "posts/2017/2017-09-01-one.md"
    one.write_text(
        f"---\ntitle: Post one\ndate: 2017-09-01\nstatus: publish\nfigures:\n  - {figure}\n"
        "  - {value: 7, unit: rumours}\n---\nText.\n",
        "utf-8",
    )
    (tmp_path / "briefings").mkdir()
    return Archive.open(tmp_path / "posts")


def briefing_of(archive: Archive, text: str = RECIPE) -> Briefing:
    path = archive.root / "briefings/autumn.md"
    path.write_text(text, "utf-8")
    return Briefing.open(path, archive)


def changed_lines(briefing: Briefing, form: dict[str, Any]) -> list[str]:
    """What a form changes in the recipe's text: lines that go and lines that come."""
    before = briefing.recipe.text.splitlines()
    after = composed(briefing, form).recipe.to_text().splitlines()
    return [
        line for line in unified_diff(before, after, n=0, lineterm="") if line[:2] not in ("--", "++", "@@")
    ]


def slugs(briefing: Briefing) -> list[str]:
    return [choice.post.slug for choice in briefing.choices]


def test_a_form_says_what_the_recipe_says(archive: Archive) -> None:
    form = compose_form(briefing_of(archive))
    assert form["values"] == {"title": "Autumn", "template": "briefing"}
    assert (form["note"], form["summary"], form["figures"]) == ("Our own words.", "", None)
    assert [(g["heading"], [p["post"] for p in g["posts"]]) for g in form["groups"]] == [
        ("", ["one", "two", "three"]),
        ("Together", ["four", "five"]),
        ("Alone", ["six"]),
    ]
    assert form["groups"][0]["posts"][1]["show"] == "excerpt"


@pytest.mark.parametrize("name", ["geneva", "defectors", "letter", "statement"])
def test_an_unchanged_form_changes_no_byte(root: Path, name: str) -> None:
    briefing = Briefing.open(root / f"briefings/{name}.md", Archive.open(root / "posts"))
    same = composed(briefing, compose_form(briefing))
    assert same.recipe is briefing.recipe
    assert same.recipe.to_text() == briefing.recipe.text


def test_another_title_is_one_line(archive: Archive) -> None:
    briefing = briefing_of(archive)
    form = compose_form(briefing)
    form["values"]["title"] = "Winter"
    assert changed_lines(briefing, form) == [
        "-title: Autumn   # a working title",
        "+title: Winter   # a working title",
    ]


def test_a_post_that_moves_is_one_line(archive: Archive) -> None:
    briefing = briefing_of(archive)
    form = compose_form(briefing)
    posts = form["groups"][0]["posts"]
    posts.append(posts.pop(0))
    assert changed_lines(briefing, form) == [
        "-posts: [one, {post: two, show: excerpt}, three]",
        "+posts: [{post: two, show: excerpt}, three, one]",
    ]
    assert slugs(composed(briefing, form)) == ["two", "three", "one", "four", "five", "six"]


def test_a_post_that_moves_within_a_section_changes_only_its_lines(archive: Archive) -> None:
    briefing = briefing_of(archive)
    form = compose_form(briefing)
    form["groups"][1]["posts"].reverse()
    assert sorted(changed_lines(briefing, form)) == ["+      - five", "-      - five"]


def test_a_section_s_note_and_how_much_of_a_post_is_shown_change_only_their_lines(archive: Archive) -> None:
    briefing = briefing_of(archive)
    form = compose_form(briefing)
    form["groups"][1]["note"] = "In any order."
    form["groups"][1]["posts"][0]["show"] = "leave-out"
    assert sorted(changed_lines(briefing, form)) == [
        "+      - {post: four, show: leave-out}",
        "+    note: In any order.",
        "-      - four",
        "-    note: Read them in this order.",
    ]
    assert "four" not in slugs(composed(briefing, form))


def test_a_post_can_go_into_a_section_of_its_own(archive: Archive) -> None:
    briefing = briefing_of(archive)
    form = compose_form(briefing)
    moved = form["groups"][0]["posts"].pop(0)
    form["groups"].append({"was": None, "heading": "New", "note": "", "posts": [moved]})
    after = composed(briefing, form)
    assert slugs(after) == ["two", "three", "four", "five", "six", "one"]
    anchors = [section.anchor for section in after.document().sections]
    assert anchors.index("post-6") == anchors.index("group-3") + 1


def test_a_selection_becomes_a_list_when_it_is_put_in_order(archive: Archive) -> None:
    briefing = briefing_of(archive, "---\ntitle: All\nselect: {since: 2017}\norder: oldest\n---\n")
    form = compose_form(briefing)
    assert [each["post"] for each in form["groups"][0]["posts"]][:2] == ["one", "two"]
    form["groups"][0]["posts"].reverse()
    after = composed(briefing, form)
    assert slugs(after)[:2] == ["six", "five"]
    assert after.recipe.to_text().startswith("---\ntitle: All\nposts:")


def test_a_selection_stays_one_as_long_as_only_words_change(archive: Archive) -> None:
    briefing = briefing_of(archive, "---\ntitle: All\nselect: {since: 2017}\n---\n")
    form = compose_form(briefing)
    form["note"] = "New words."
    assert changed_lines(briefing, form) == ["+", "+New words."]


def test_no_posts_at_all_means_none(archive: Archive) -> None:
    briefing = briefing_of(archive, "---\ntitle: All\nselect: {since: 2017}\n---\nWords.\n")
    form = compose_form(briefing)
    form["groups"][0]["posts"] = []
    assert composed(briefing, form).choices == ()


def test_facts_tell_what_stays_inside_and_what_is_missing(archive: Archive) -> None:
    briefing = briefing_of(archive, "---\ntitle: A\nposts: [one, seven, gone]\nleave_out: [two]\n---\n")
    facts = post_facts(briefing, ["one", "seven", "gone", "two"])
    assert facts["one"]["title"] == "Post one"
    assert (facts["one"]["held"], facts["seven"]["held"]) == ("", "private")
    assert facts["two"]["left_out"]
    assert facts["gone"]["missing"]


def test_a_post_that_is_gone_can_be_taken_out(archive: Archive) -> None:
    briefing = briefing_of(archive, "---\ntitle: A\nposts: [one, gone]\n---\n")
    form = compose_form(briefing)
    assert [figure["value"] for figure in figures_on_offer(briefing)] == [600]
    form["groups"][0]["posts"].pop()
    assert slugs(composed(briefing, form)) == ["one"]


def test_only_confirmed_figures_are_on_offer(archive: Archive) -> None:
    offered = figures_on_offer(briefing_of(archive))
    assert offered == [
        {"value": 600, "qualifier": "over", "unit": "people", "act": "returned", "post": "one"}
    ]


def test_chosen_figures_stand_in_the_box_and_none_means_none(archive: Archive) -> None:
    from lfnkr_nb.key_figures import key_figures

    briefing = briefing_of(archive)
    form = compose_form(briefing)
    form["figures"] = figures_on_offer(briefing)
    assert [figure["value"] for figure in key_figures(composed(briefing, form))] == [600]
    form["figures"] = []
    assert key_figures(composed(briefing, form)) == []


def test_what_cannot_be_read_is_refused_with_a_hint(archive: Archive) -> None:
    briefing = briefing_of(archive)
    form = compose_form(briefing)
    form["values"]["date"] = "soon"
    with pytest.raises(RecipeError) as refused:
        composed(briefing, form)
    assert refused.value.hint


def test_a_recipe_that_changed_on_disk_is_never_overwritten(archive: Archive) -> None:
    briefing = briefing_of(archive)
    form = deepcopy(compose_form(briefing))
    form["values"]["title"] = "Mine"
    path = archive.root / "briefings/autumn.md"
    path.write_text(RECIPE.replace("Autumn", "Theirs"), "utf-8")
    with pytest.raises(ConflictError):
        composed(briefing, form).save()
    assert "Theirs" in path.read_text("utf-8")


def test_saved_form_is_the_form_of_what_was_saved(archive: Archive) -> None:
    briefing = briefing_of(archive)
    form = compose_form(briefing)
    form["groups"][0]["posts"].reverse()
    form["summary"] = "In short."
    saved = composed(briefing, form).save()
    again = compose_form(Briefing.open(archive.root / "briefings/autumn.md", archive))
    assert compose_form(saved) == again == form


def test_every_field_of_a_recipe_can_be_composed_or_is_written_by_another_command() -> None:
    shown = {field["name"] for field in compose_fields()} | {
        "summary",
        "posts",
        "sections",
        "figures",
        "select",
        "order",
    }
    written_elsewhere = {"leave_out", "changes", "clearance"}
    assert shown | written_elsewhere == {field.name for field in RECIPE_FIELDS}
