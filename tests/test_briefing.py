"""A briefing becomes a document: who goes out, in which order, with which parts, boxes and links."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lfnkr_nb.archive import Archive
from lfnkr_nb.briefing import Briefing
from lfnkr_nb.document.tree import Box, Document, KeyFigures, Run, Section, plain, runs_of, walk
from lfnkr_nb.errors import BriefingError, LfnkrError, RecipeError

SITE = "https://site.example/2017/09"

POSTS = {
    "first": "date: 2017-09-01\nstatus: publish",
    "second": f"date: 2017-09-20\nstatus: publish\npermalink: {SITE}/second/\nfollows: first",
    "third": "date: 2017-09-30\nstatus: publish\nfollows: hidden",
    "hidden": f"date: 2017-08-01\nstatus: draft\npermalink: {SITE}/hidden-address/",
    "sealed": "date: 2017-08-02\nstatus: private",
    "locked": f"date: 2017-08-03\nstatus: publish\npassword: true\npermalink: {SITE}/locked-address/",
    "figures": """\
date: 2016-01
status: publish
figures:
  - {value: 600, qualifier: approximately, unit: people, act: returned, confirmed_by: M. T.}
  - {value: 7, unit: rumours}""",
    "voices": """\
date: 2016-02
status: publish
parts:
  - {heading: First voice, byline: K. S.}
  - {heading: Second voice}""",
    "letter": """\
date: 2016-03-04
status: publish
kind: open-letter
addressee: [To the Chair, Geneva]
subject: Returns
salutation: Dear Chair,
signatories: [A. B.]
sources:
  - {title: A report, url: 'https://un.example/r', date: 2014-02}""",
}
BODIES = {
    "third": "Look at [the hidden one](hidden.md), [it again](https://site.example/2017/09/hidden-address/),"
    " [a locked one](/2017/09/locked-address/) and [second](second.md).",
    "voices": "Before.\n\n## First voice\n\nOne.\n\n## Second voice\n\nTwo.",
    "letter": "Dear Chair,\n\nPlease act.\n\nA. B.",
    "first": "Some ***strong and slanted*** words, ~~***struck***~~ too.",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder: Path = tmp_path_factory.mktemp("root") / "posts"
    folder.mkdir()
    for slug, header in POSTS.items():
        text = f"---\ntitle: Title of {slug}\n{header}\n---\n\n{BODIES.get(slug, f'Words of {slug}.')}\n"
        (folder / f"{slug}.md").write_text(text, encoding="utf-8")
    return Archive.open(folder)


def make(archive: Archive, *posts: str, **fields: Any) -> Briefing:
    return Briefing(fields.pop("title", "T"), list(posts) or None, archive=archive, **fields)


def slugs(briefing: Briefing) -> list[str]:
    return [choice.post.slug for choice in briefing.choices]


def runs(document: Document) -> Iterator[Run]:
    for section in document.sections:
        yield from (*section.title, *section.standfirst)
        for block in walk(section.blocks):
            for line in runs_of(block):
                yield from line


def section(document: Document, role: str) -> Section:
    return next(section for section in document.sections if section.role == role)


def text(part: Section) -> str:
    return " ".join(plain(line) for block in walk(part.blocks) for line in runs_of(block))


# --- who goes out ---------------------------------------------------------------------------------------


def test_only_public_posts_go_out_and_the_others_are_told(archive: Archive) -> None:
    briefing = make(archive, "third", "hidden", "sealed", "locked")
    assert slugs(briefing) == ["third"]
    assert [(post.slug, reason) for post, reason in briefing.left_out] == [
        ("hidden", "draft"), ("sealed", "private"), ("locked", "password"),
    ]  # fmt: skip
    told = [notice.message for notice in briefing.document().notices]
    for reason in ("draft", "private", "password"):
        assert any(reason in message for message in told)


@pytest.mark.parametrize(
    ("include", "expected"),
    [
        ([], ["third"]),
        (["draft"], ["third", "hidden"]),
        (["private"], ["third", "sealed"]),
        (["password"], ["third", "locked"]),
        (["draft", "private", "password"], ["third", "hidden", "sealed", "locked"]),
    ],
)
def test_each_state_goes_out_only_by_its_name(
    archive: Archive, include: list[str], expected: list[str]
) -> None:
    assert slugs(make(archive, "third", "hidden", "sealed", "locked", include=include)) == expected


def test_a_briefing_of_nothing_is_refused_with_a_hint(archive: Archive) -> None:
    with pytest.raises(BriefingError) as caught:
        make(archive, "hidden").document()
    assert "include" in caught.value.hint
    with pytest.raises(BriefingError):
        make(archive, select={"category": "Nothing"}).document()


def test_a_selection_without_posts_is_not_the_whole_archive(archive: Archive) -> None:
    with pytest.raises(BriefingError):
        Briefing("T", archive.select(category="Nothing")).document()


def test_an_unknown_post_or_value_is_refused(archive: Archive) -> None:
    with pytest.raises(LfnkrError, match="nowhere") as caught:
        _ = make(archive, "nowhere").choices
    assert caught.value.hint
    with pytest.raises(RecipeError):
        make(archive, template="poster")


# --- order ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ["first", "third", "second"]),
        ({"order": "given"}, ["first", "third", "second"]),
        ({"order": "newest"}, ["third", "second", "first"]),
        ({"order": "oldest"}, ["first", "second", "third"]),
    ],
)
def test_posts_stand_as_given_or_by_date(
    archive: Archive, fields: dict[str, str], expected: list[str]
) -> None:
    assert slugs(make(archive, "first", "third", "second", **fields)) == expected


@pytest.mark.parametrize("asked", ["脱北者", "クルーザー", "Cruiser"])
def test_a_selection_keeps_posts_that_only_a_synonym_finds(tmp_path: Path, asked: str) -> None:
    (tmp_path / "synonyms.yaml").write_text("- [yacht, cruiser, クルーザー]\n", encoding="utf-8")
    (tmp_path / "posts").mkdir()
    for slug, words in {"boat": "A defector on a yacht.", "other": "About rice."}.items():
        (tmp_path / "posts" / f"{slug}.md").write_text(
            f"---\ntitle: T\nstatus: publish\n---\n\n{words}\n", encoding="utf-8"
        )
    found = Archive.open(tmp_path)
    assert found.select(text=asked).slugs == {"boat"}
    assert slugs(make(found, select={"text": asked})) == ["boat"]


def test_a_selection_stands_newest_first(archive: Archive) -> None:
    assert slugs(make(archive, select={"since": "2017-09"})) == ["third", "second", "first"]


def test_a_post_can_be_left_out_or_renamed_by_its_record(archive: Archive) -> None:
    posts = [{"post": "first", "show": "leave-out"}, {"post": "second", "heading": "Another heading"}]
    document = Briefing("T", posts, archive=archive).document()
    assert plain(section(document, "post").title) == "Another heading"
    assert len([part for part in document.sections if part.role == "post"]) == 1


def test_groups_stand_under_their_headings(archive: Archive) -> None:
    groups = [
        {"heading": "Then", "posts": ["first"]},
        {"heading": "Later", "note": "Why.", "posts": ["second"]},
    ]
    document = make(archive, sections=groups).document()
    found = [
        (part.role, part.level, plain(part.title))
        for part in document.sections
        if part.role in ("group", "post")
    ]
    assert found == [
        ("group", 1, "Then"),
        ("post", 2, "Title of first"),
        ("group", 1, "Later"),
        ("post", 2, "Title of second"),
    ]


# --- what is in it --------------------------------------------------------------------------------------


def test_links_to_posts_that_stay_inside_tell_neither_title_nor_address(archive: Archive) -> None:
    document = make(archive, "third", "second", template="briefing").document()
    said = "".join(run.text + run.href for run in runs(document))
    for secret in ("Title of hidden", "hidden-address", "hidden.md", "locked-address", "Title of locked"):
        assert secret not in said
    assert "the hidden one" in said
    second = next(run for run in runs(document) if run.text == "second")
    assert second.href == "#post-2"


def test_a_public_post_outside_the_briefing_is_linked_on_the_site(archive: Archive) -> None:
    document = make(archive, "third", template="briefing").document()
    assert next(run for run in runs(document) if run.text == "second").href == f"{SITE}/second/"


def test_the_story_a_post_continues_stands_in_a_box(archive: Archive) -> None:
    document = make(archive, "second", "third", template="briefing").document()
    boxes = [block for part in document.sections for block in part.blocks if isinstance(block, Box)]
    assert [box.role for box in boxes] == ["back-story"]
    assert "Title of first" in " ".join(
        plain(line) for block in walk(boxes[0].blocks) for line in runs_of(block)
    )


def test_each_voice_of_a_post_stands_in_a_box(archive: Archive) -> None:
    part = section(make(archive, "voices", template="briefing").document(), "post")
    boxes = [block for block in part.blocks if isinstance(block, Box)]
    assert [plain(box.title) for box in boxes] == ["First voice", "Second voice"]
    assert "K. S." in " ".join(plain(line) for block in walk(boxes[0].blocks) for line in runs_of(block))


def test_only_confirmed_figures_stand_in_the_box(archive: Archive) -> None:
    document = make(archive, "figures", template="briefing").document()
    (box,) = [block for block in section(document, "key-figures").blocks if isinstance(block, KeyFigures)]
    (figure,) = box.items
    assert (figure.value, figure.label, figure.href) == ("600", "people returned", "#post-1")
    assert figure.qualifier
    assert "Title of figures" in figure.source


def test_a_letter_is_framed_by_its_parts_and_says_them_once(archive: Archive) -> None:
    document = make(archive, "letter", template="open-letter").document()
    assert document.letter is not None
    assert document.letter.addressee == ("To the Chair", "Geneva")
    assert (document.letter.subject, document.letter.salutation) == ("Returns", "Dear Chair,")
    assert document.letter.signatories == ("A. B.",)
    assert "2016" in document.letter.place_date
    body = text(section(document, "post"))
    assert "Please act." in body
    assert "Dear Chair" not in body
    assert "A. B." not in body


def test_the_recipe_overrules_the_letter(archive: Archive) -> None:
    letter = (
        make(archive, "letter", template="open-letter", subject="Ours", signatories=["C. D."])
        .document()
        .letter
    )
    assert letter is not None
    assert (letter.subject, letter.signatories, letter.salutation) == ("Ours", ("C. D.",), "Dear Chair,")


def test_sources_name_the_posts_and_what_they_rely_on(archive: Archive) -> None:
    fields = {"sources": [{"title": "Minutes", "publisher": "The Board"}]}
    document = make(archive, "second", "letter", template="briefing", **fields).document()
    said = text(section(document, "sources"))
    for words in (
        "Title of second",
        f"{SITE}/second/",
        "A report",
        "https://un.example/r",
        "The Board, Minutes",
    ):
        assert words in said


def test_the_date_is_given_or_that_of_the_newest_post(archive: Archive) -> None:
    assert "2017" in make(archive, "first", "letter").document().date
    assert "2019" in make(archive, "first", date="2019-05").document().date
    assert make(archive, "first").document().timestamp == archive["first"].date.timestamp  # type: ignore[union-attr]


# --- the document id ------------------------------------------------------------------------------------


def test_the_document_id_changes_with_what_is_said(archive: Archive) -> None:
    ids = [
        make(archive, "first").document().id,
        make(archive, "second").document().id,
        make(archive, "first", title="Other").document().id,
        make(archive, "first", edition=2).document().id,
        make(archive, "first", note="Words.").document().id,
    ]
    assert len(set(ids)) == 5
    assert ids[0] == make(archive, "first").document().id


@pytest.mark.slow
def test_the_document_id_does_not_depend_on_the_hash_seed(archive: Archive) -> None:
    code = (
        "import sys; from lfnkr_nb import Archive, Briefing\n"
        "archive = Archive.open(sys.argv[1])\n"
        "print(Briefing('T', ['first', 'third'], archive=archive, template='briefing').document().id)\n"
    )
    ids = set()
    for seed in ("1", "2", "3"):
        call = [sys.executable, "-c", code, str(archive.folder)]
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{seed}"}
        ids.add(subprocess.run(call, env=env, capture_output=True, text=True, check=True).stdout)
    assert len(ids) == 1
