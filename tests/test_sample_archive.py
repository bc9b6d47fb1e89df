"""The sample archive keeps the promises that briefings, documentation and other tests rely on."""

from __future__ import annotations

import importlib.util
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from PIL import Image, ImageChops, ImageStat

from lfnkr_nb.schema import KINDS, LANGUAGES, POST_FIELDS, QUALIFIERS, RECIPE_FIELDS, STATUSES, TEMPLATES

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parent.parent
POSTS = ROOT / "posts"
SITE = "https://lfnkr.example/"

DEFECTORS = [
    "Open Letter to Xi Jinping",
    "10th year challenge",
    "North Korea rejects to accept NK defectors from China",
    "Sung Kook`s Challenges – A Far Journey",
    "Statement on Enactment of the Hong Kong National Security Law",
    "Interview with a North Korean defector",
    "Another success story",
    "Inhumane Repatriation",
]

INITIALS = re.compile(r"(?:[A-Z]\. ?[A-Z]\.(?:-[a-z]\.)?|[A-Z][a-z]+ [A-Z]\.)")
OFFICES = {"LFNKR", "ＬＦＮＫＲ", "LFNKR 사무국", "事務局"}
SURNAMES = "Kim|Lee|Ri|Yi|Rhee|Pak|Park|Choi|Choe|Jung|Jong|Chung|Kang|Cho|Yun|Yoon|Chang|Im|Lim|Han|Oh|Shin"
OFFICE_HOLDERS = {"Xi Jinping"}


@dataclass(frozen=True)
class Sample:
    """One file of the archive as plain YAML and text, read without the package."""

    path: Path
    header: dict[str, Any]
    content: str

    @property
    def slug(self) -> str:
        return str(self.header["slug"])

    @property
    def pictures(self) -> list[tuple[str, str]]:
        """Path and alt text of every picture in the content."""
        marked = [(path, alt) for alt, path in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", self.content)]
        tags = re.findall(r"<img\b[^>]*>", self.content)
        return marked + [(_attribute(tag, "src"), _attribute(tag, "alt")) for tag in tags]


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


def _read(path: Path) -> Sample:
    _, header, content = re.split(r"^---\n", path.read_text("utf-8"), maxsplit=2, flags=re.MULTILINE)
    return Sample(path, yaml.safe_load(header), content)


SAMPLES = [_read(path) for path in sorted(POSTS.rglob("*.md"))]
RECIPES = [_read(path) for path in sorted((ROOT / "briefings").glob("*.md"))]
BY_SLUG = {sample.slug: sample for sample in SAMPLES}

each_post = pytest.mark.parametrize("post", SAMPLES, ids=[sample.slug for sample in SAMPLES])
each_recipe = pytest.mark.parametrize("recipe", RECIPES, ids=[recipe.path.stem for recipe in RECIPES])


def _is_public(sample: Sample) -> bool:
    return sample.header["status"] == "publish" and not sample.header.get("password")


@each_post
def test_headers_have_only_fields_of_the_schema(post: Sample) -> None:
    fields = {field.name: field for field in POST_FIELDS}
    assert set(post.header) <= set(fields)
    for name, value in post.header.items():
        if fields[name].type == "records":
            assert all(set(record) <= set(fields[name].keys) for record in value), name
    assert post.header["status"] in STATUSES
    assert post.header["kind"] in KINDS
    assert post.header["lang"] in LANGUAGES


@each_post
def test_file_names_follow_date_and_slug(post: Sample) -> None:
    date = post.header["date"]
    if date is None:
        assert post.path == POSTS / "undated" / f"{post.slug}.md"
    else:
        assert post.path == POSTS / f"{date:%Y}" / f"{date:%Y-%m-%d}-{post.slug}.md"
        assert date.isoformat().endswith("+09:00")


@each_post
def test_permalinks_are_on_the_invented_site(post: Sample) -> None:
    if _is_public(post):
        assert post.header["permalink"].startswith(SITE)
    addresses = re.findall(r"https?://[^\s)\">]+", post.path.read_text("utf-8"))
    assert {a for a in addresses if not a.startswith(SITE)} <= {"https://undocs.org/A/HRC/25/63"}


def test_permalinks_and_slugs_are_unique() -> None:
    permalinks = [s.header["permalink"] for s in SAMPLES if "permalink" in s.header]
    assert len(set(permalinks)) == len(permalinks)
    assert len(BY_SLUG) == len(SAMPLES)


@each_post
def test_pictures_exist_beside_the_post_and_are_described(post: Sample) -> None:
    named = [*post.pictures]
    if "image" in post.header:
        named.append((post.header["image"], post.header.get("image_alt", "")))
    for path, alt in named:
        assert re.fullmatch(r"media/[a-z0-9-]+\.(png|jpg)", path)
        assert (post.path.parent / path).is_file()
        assert len(alt) >= 15


@each_post
def test_posts_have_the_length_of_real_ones(post: Sample) -> None:
    """150 to 700 words; Japanese is counted as two characters a word, and 400 characters are enough."""
    dense = len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff]", post.content))
    words = dense / 2 + len(
        re.findall(r"[A-Za-z0-9\uac00-\ud7af’'-]+", re.sub(r"<[^>]+>", " ", post.content))
    )
    assert 140 <= words <= 700


@each_post
def test_addresses_for_mail_lead_nowhere(post: Sample) -> None:
    text = post.path.read_text("utf-8")
    assert all(domain == "lfnkr.example" for domain in re.findall(r"@([\w.-]*\w)", text))


@each_post
def test_private_people_appear_by_initials_only(post: Sample) -> None:
    text = post.path.read_text("utf-8")
    for name in re.findall(rf"\b(?:{SURNAMES}) [A-Z][a-z]*\b", text):
        assert len(name.split()[1]) == 1, name
    for name in re.findall(r"\b(?:Mr|Ms|Mrs|Dr)\.? ([A-Z]\w+)", text):
        assert name == "President"
    voices = (
        [post.header["byline"], *(part["byline"] for part in post.header.get("parts", ()))]
        if "byline" in post.header
        else []
    )
    assert all(voice in OFFICES or INITIALS.fullmatch(voice) for voice in voices)
    assert not re.search(r"[가-힣]{2,4} ?(?:씨|님의 이름)|[一-龯]{2,4}(?:さん|氏)", text)


@each_post
def test_sample_posts_can_be_exported_without_a_register(post: Sample) -> None:
    assert "protect" not in post.header


@each_post
def test_figures_stand_word_for_word_in_their_post(post: Sample) -> None:
    figures = post.header.get("figures", ())
    for figure in figures:
        assert figure["sentence"] in post.content
        assert figure.get("qualifier", "exactly") in QUALIFIERS
        assert {"unit", "act", "start", "source", "confirmed_by"} <= set(figure)
        if "subset_of" in figure:
            assert figure["subset_of"] in [other["value"] for other in figures]


def _defectors() -> list[Sample]:
    return [s for s in SAMPLES if "Defectors" in s.header.get("categories", ())]


def _listed() -> list[Sample]:
    """The category's posts from the top of the list down, by `listed_after` alone."""
    below = {s.header.get("listed_after"): s for s in _defectors()}
    assert len(below) == len(_defectors()), "two posts stand below the same one"
    found = [below[None]]
    while found[-1].slug in below:
        found.append(below[found[-1].slug])
    return found


def test_the_order_of_the_category_follows_from_listed_after_alone() -> None:
    assert [s.header["title"] for s in _listed()] == DEFECTORS


def test_no_date_of_the_category_is_invented() -> None:
    bounds = ["2020-06-30"] * 5 + ["2020-05", "2020-03", "2019-11-07"]
    assert [str(s.header["date_after"]) for s in _listed()] == bounds
    assert all(
        s.header["date"] is None and s.header["date_source"] and s.header["listed_source"] for s in _listed()
    )


def test_kinds_of_the_category() -> None:
    kinds = "open-letter testimony news testimony statement interview profile statement"
    assert [s.header["kind"] for s in _listed()] == kinds.split()


def test_figures_of_the_category_are_these_four_claims() -> None:
    claims = [
        (f["value"], f.get("qualifier"), f.get("subset_of"), str(f["start"]))
        for s in _listed()
        for f in s.header.get("figures", ())
    ]
    assert claims == [
        (600, "approximately", None, "XXXX-10-09"),
        (93000, None, None, "1959-12-14"),
        (6730, None, 93000, "1959-12-14"),
        (2, None, None, "2019-11-07"),
    ]


def test_other_claims_about_the_same_day_are_attributed_to_others() -> None:
    letter = BY_SLUG["open-letter-to-xi-jinping"].header["figures"][0]
    others = BY_SLUG["one-day-three-figures"].header["figures"]
    assert [(f["value"], f.get("qualifier")) for f in others] == [(620, None), (500, "over")]
    for other in others:
        assert all(other[key] == letter[key] for key in ("unit", "act", "actor", "start"))
        assert other["source"].startswith("Other sources")


def test_the_open_letter_names_a_day_but_no_year() -> None:
    letter = BY_SLUG["open-letter-to-xi-jinping"]
    assert letter.header["salutation"] == "Dear Mr. President"
    assert "October 9th" in letter.content
    assert re.findall(r"\b20\d\d\b", letter.content) == []


def test_the_statement_on_hong_kong_is_in_the_category_by_front_matter_only() -> None:
    statement = BY_SLUG["statement-on-enactment-of-the-hong-kong-national-security-law"]
    said = " ".join(
        [statement.content, statement.header["title"], *statement.header["signatories"]]
    ).casefold()
    assert "defector" not in said
    assert "north korea" not in said


def test_every_post_of_the_category_has_a_teaser() -> None:
    assert all(s.content.count("\n<!--more-->\n") == 1 for s in _listed())
    teaser = BY_SLUG["another-success-story"].content.split("<!--more-->")[0]
    assert teaser.rstrip().endswith("…")


def test_the_month_link_leaves_a_choice_which_the_editor_has_made() -> None:
    story = BY_SLUG["another-success-story"]
    assert f"]({SITE}2017/09/)" in story.content
    month = [s.slug for s in SAMPLES if s.header["date"] and f"{s.header['date']:%Y-%m}" == "2017-09"]
    assert len(month) == 2
    assert story.header["follows"] in month
    assert "Kim S." in BY_SLUG[story.header["follows"]].content


def test_the_testimony_in_two_voices_is_one_post() -> None:
    post = BY_SLUG["10th-year-challenge"]
    (part,) = post.header["parts"]
    assert f"\n## {part['heading']}\n\n(by {part['byline']})\n" in post.content


def test_questions_and_answers_take_turns() -> None:
    turns = re.findall(
        r"^\*\*([QA]):\*\* ", BY_SLUG["interview-with-a-north-korean-defector"].content, re.MULTILINE
    )
    assert turns == ["Q", "A"] * (len(turns) // 2)
    assert len(turns) >= 10


@each_post
def test_references_between_posts_lead_somewhere(post: Sample) -> None:
    named = [
        post.header.get("follows"),
        post.header.get("listed_after"),
        *post.header.get("translations", ()),
    ]
    assert {name for name in named if name} <= set(BY_SLUG)
    for slug in post.header.get("translations", ()):
        other = BY_SLUG[slug].header
        assert post.slug in other["translations"]
        assert other["lang"] != post.header["lang"]
    known = {s.header.get("permalink") for s in SAMPLES if _is_public(s)} | {f"{SITE}2017/09/"}
    assert set(re.findall(rf"\]\(({re.escape(SITE)}[^)]*)\)", post.content)) <= known


def test_the_archive_shows_what_the_tools_must_cope_with() -> None:
    contents = "\n".join(s.content for s in SAMPLES if _is_public(s))
    traits = {
        "table with alignment": r"\|:?-+:\|",
        "footnote": r"^\[\^\w+\]: ",
        "merged cells": r'<th colspan="2"',
        "ruby": r"<ruby>夜間中学<rp>",
        "hanja in brackets": r"강제송환\(强制送還\)",
        "full-width characters": r"２０１５年",
        "figure with caption": r"<figcaption>",
        "prices that are no formula": r"US\$5 in November.*between \$5 and \$8",
        "emphasis beside quotation marks": r"の\*\*「問診票」\*\*を",
    }
    missing = [name for name, pattern in traits.items() if not re.search(pattern, contents, re.MULTILINE)]
    assert missing == []
    assert {s.header["lang"] for s in SAMPLES} == set(LANGUAGES)
    assert {s.header["kind"] for s in SAMPLES} == set(KINDS)


def test_four_posts_must_never_be_exported() -> None:
    held = {s.header["status"]: s for s in SAMPLES if not _is_public(s)}
    assert set(held) == {"draft", "private", "future", "publish"}
    assert held["publish"].header["password"] is True
    assert held["future"].header["date"].year == 2031
    named = {name for recipe in RECIPES for name in _posts_of(recipe)}
    assert named.isdisjoint(s.slug for s in held.values())


# --- briefings -------------------------------------------------------------------------------------------


def _posts_of(recipe: Sample) -> list[str]:
    groups = [recipe.header, *recipe.header.get("sections", ())]
    return [p["post"] if isinstance(p, dict) else p for group in groups for p in group.get("posts", ())]


@each_recipe
def test_recipes_have_only_fields_of_the_schema_and_posts_of_the_archive(recipe: Sample) -> None:
    fields = {field.name: field for field in RECIPE_FIELDS}
    assert set(recipe.header) <= set(fields)
    for name, value in recipe.header.items():
        if fields[name].type == "records":
            records = [record for record in value if isinstance(record, dict)]
            assert all(set(record) <= set(fields[name].keys) for record in records), name
    assert set(_posts_of(recipe)) <= set(BY_SLUG)


def test_there_is_a_recipe_for_every_template() -> None:
    assert {recipe.header["template"] for recipe in RECIPES} == set(TEMPLATES)


@each_recipe
def test_key_figures_are_confirmed_in_their_posts(recipe: Sample) -> None:
    for figure in recipe.header.get("figures", ()):
        claims = BY_SLUG[figure["post"]].header["figures"]
        assert (figure["value"], figure.get("qualifier")) in [
            (c["value"], c.get("qualifier")) for c in claims
        ]


# --- register --------------------------------------------------------------------------------------------


def test_the_example_register_is_complete_and_about_nobody_in_the_archive() -> None:
    people = yaml.safe_load((ROOT / "private" / "register.example.yaml").read_text("utf-8"))
    keys = {"label", "family", "given", "exact", "given_alone", "consent", "minor"}
    assert {key for person in people for key in person} == keys
    text = "\n".join(s.path.read_text("utf-8") for s in SAMPLES)
    for person in people:
        assert {"label", "family", "given", "minor"} <= set(person)
        assert set(person.get("consent", {})) <= {"scope", "until", "note"}
        assert not [
            f for f in person["family"] for g in person["given"] if f"{f} {g}" in text or f"{f}{g}" in text
        ]


# --- pictures --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawing() -> ModuleType:
    """The script that draws the pictures."""
    spec = importlib.util.spec_from_file_location(
        "make_sample_pictures", ROOT / "docs" / "make_sample_pictures.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_pictures_are_small_and_hold_nothing_but_pixels() -> None:
    for path in POSTS.glob("*/media/*"):
        assert path.stat().st_size < 60_000
        with Image.open(path) as image:
            assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
            assert not image.getexif()


@pytest.mark.slow
def test_the_script_draws_exactly_the_pictures_of_the_archive(drawing: ModuleType, tmp_path: Path) -> None:
    """Compared as pixels, since another version of Pillow may pack or smooth a little differently."""
    drawn = drawing.make_all(tmp_path)
    assert {p.relative_to(tmp_path) for p in drawn} == {p.relative_to(POSTS) for p in POSTS.glob("*/media/*")}
    for path in drawn:
        with Image.open(path) as new, Image.open(POSTS / path.relative_to(tmp_path)) as old:
            difference = ImageStat.Stat(ImageChops.difference(new.convert("RGB"), old.convert("RGB")))
            assert max(difference.mean) < 2


def test_charts_show_the_figures_of_the_table_beside_them(drawing: ModuleType) -> None:
    rice = re.findall(
        r"^\| (\w{3})\w* \d{4} \| (\d+) \|", BY_SLUG["rice-for-the-winter"].content, re.MULTILINE
    )
    assert [(month, int(bags)) for month, bags in rice] == list(drawing.RICE)
    hours = re.findall(r"^\| (\d{4}) \| ([\d,]+) \|", BY_SLUG["annual-report-2023"].content, re.MULTILINE)
    assert [(year, int(value.replace(",", ""))) for year, value in hours] == list(drawing.LESSONS)
