"""Frames have exactly the columns and dtypes of their schema, also when they are empty."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from lfnkr_nb.archive import Archive
from lfnkr_nb.frame_schema import FRAMES
from lfnkr_nb.frames import build_frame

pytestmark = pytest.mark.filterwarnings("error")

OF_ARCHIVE = ["posts", "terms", "links", "images", "figures", "dates", "events", "threads", "problems"]


def shape(frame: pd.DataFrame) -> list[tuple[str, str]]:
    return [(name, str(dtype)) for name, dtype in frame.dtypes.items()]


def promised(name: str) -> list[tuple[str, str]]:
    return [(column.name, column.dtype) for column in FRAMES[name]]


@pytest.fixture(scope="module")
def sample(root: Path) -> Archive:
    return Archive.open(root / "posts")


@pytest.mark.parametrize("storage", ["python", "auto"])
@pytest.mark.parametrize("name", OF_ARCHIVE)
def test_frames_of_the_sample_archive_keep_their_schema(root: Path, name: str, storage: str) -> None:
    """With and without pyarrow behind the string dtype."""
    with pd.option_context("mode.string_storage", storage):
        frame = getattr(Archive.open(root / "posts"), name)
        assert shape(frame) == promised(name)
        assert name == "problems" or len(frame)


@pytest.mark.parametrize("storage", ["python", "auto"])
def test_empty_frames_keep_their_schema(tmp_path: Path, storage: str) -> None:
    with pd.option_context("mode.string_storage", storage):
        archive = Archive.open(tmp_path)
        for name in OF_ARCHIVE:
            assert shape(getattr(archive, name)) == promised(name)
            assert len(getattr(archive, name)) == 0
        assert shape(archive.search("x")) == promised("search")


@pytest.mark.parametrize("name", sorted(FRAMES))
def test_a_row_of_missing_values_keeps_the_schema_where_values_may_be_missing(name: str) -> None:
    filled = {column.name: {"bool": False, "int64": 0}.get(column.dtype) for column in FRAMES[name]}
    frame = build_frame(name, [filled])
    assert shape(frame) == promised(name)
    nullable = [column.name for column in FRAMES[name] if column.dtype not in ("bool", "int64")]
    assert frame[nullable].isna().all(axis=None)


def test_every_link_has_its_kind(sample: Archive) -> None:
    assert sample.links.kind.notna().all()
    assert set(sample.links.kind) <= {"post", "archive", "anchor", "mail", "external"}


def test_categories_are_ordered_as_the_tree(tmp_path: Path) -> None:
    for number, path in enumerate(["Relief > Food > Rice", "News", "Relief > Aid", "Relief"]):
        (tmp_path / f"p{number}.md").write_text(
            f"---\ntitle: T\nstatus: publish\ncategories: [{path}]\ntags: [x]\n---\n"
        )
    archive = Archive.open(tmp_path)
    tree = ["News", "Relief", "Relief > Aid", "Relief > Food", "Relief > Food > Rice"]
    assert list(archive.posts.category.cat.categories) == tree
    assert archive.posts.category.cat.ordered
    assert list(archive.posts.category.sort_values()) == [
        "News",
        "Relief",
        "Relief > Aid",
        "Relief > Food > Rice",
    ]
    assert list(archive.terms["path"].cat.categories) == [*tree, "x"]
    rice = archive.terms[archive.terms.term == "Rice"].iloc[0]
    assert (rice["path"], rice.parent, rice.depth) == ("Relief > Food > Rice", "Relief > Food", 2)


def test_a_selection_keeps_the_categories_of_the_whole(sample: Archive) -> None:
    part = sample.select(lang="ko")
    assert len(part)
    assert list(part.posts.category.cat.categories) == list(sample.posts.category.cat.categories)


def test_dates_keep_moment_precision_and_written_zone(tmp_path: Path) -> None:
    dates = {"full": "2017-09-04T00:30:00+09:00", "month": "2017-09", "none": "null"}
    for name, date in dates.items():
        (tmp_path / f"{name}.md").write_text(
            f"---\ntitle: {name}\nstatus: publish\ndate: {date}\ndate_before: 2020\n---\n"
        )
    posts = Archive.open(tmp_path).posts
    assert posts.date["full"] == pd.Timestamp("2017-09-03T15:30:00Z")
    assert posts.date["month"] == pd.Timestamp("2017-09-01T00:00:00Z")
    assert posts.date_zone["full"] == "+09:00"
    assert posts.date_precision["month"] == "month"
    assert posts.loc["none", ["date", "date_zone", "date_precision"]].isna().all()
    assert posts.date_before["none"] == pd.Timestamp("2020-01-01T00:00:00Z")
    assert posts.loc[["full", "month"], "date_before"].isna().all()
    assert list(posts.date_precision.cat.categories) == ["year", "month", "day", "minute", "second"]
    assert posts.date_precision.cat.ordered


def test_frames_of_old_and_far_dates_are_built(tmp_path: Path) -> None:
    for year in ("1000", "1700", "2262", "9998"):
        (tmp_path / f"y{year}.md").write_text(f"---\ntitle: T\nstatus: publish\ndate: {year}\n---\n")
    assert list(Archive.open(tmp_path).posts.date.dt.year) == [9998, 2262, 1700, 1000]


def test_rows_are_the_posts_in_order(sample: Archive) -> None:
    assert list(sample.posts["path"]) == [sample.names[post.path] for post in sample]
    assert sample.posts.index.is_unique
    assert list(sample.posts.public) == [post.is_public for post in sample]
    assert set(sample.links.post) <= set(sample.posts.index)
