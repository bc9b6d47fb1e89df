"""Trends and co-occurrence: what is counted, and that an unknown date stays an interval."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lfnkr_nb import Archive, Post
from lfnkr_nb.errors import SelectionError


def archive_of(folder: Path, *headers: dict[str, object], words: str = "About repatriation.") -> Archive:
    """An archive with one post a header."""
    for number, header in enumerate(headers):
        fields = {"title": f"Post {number}", "status": "publish", **header}
        Post.new(folder / "posts" / f"post-{number}.md", words, **fields).save()
    return Archive.open(folder)


def by_period(frame: pd.DataFrame, column: str = "posts") -> dict[str, int]:
    return {row.period: getattr(row, column) for row in frame.dropna(subset="period").itertuples()}


def test_dated_posts_are_counted_in_their_period_and_empty_periods_are_shown(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {"date": "2015-03-01"}, {"date": "2017-01-01"}, {"date": "2017"})
    assert by_period(archive.trend()) == {"2015": 1, "2016": 0, "2017": 2}


def test_a_post_belongs_to_the_day_of_the_place_it_was_written_at(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {"date": "2018-01-01T08:00:00+09:00"})
    assert by_period(archive.trend(by="month")) == {"2018-01": 1}


def test_an_undated_post_is_possible_in_every_period_its_bounds_allow_and_sure_in_none(
    tmp_path: Path,
) -> None:
    bounds = {"date": None, "date_after": "2016-05-01", "date_before": "2018-02-01", "date_source": "text"}
    trend = archive_of(tmp_path, {"date": "2015-01-01"}, {"date": "2019-01-01"}, bounds).trend()
    assert by_period(trend, "possible") == {"2015": 0, "2016": 1, "2017": 1, "2018": 1, "2019": 0}
    assert by_period(trend) == {"2015": 1, "2016": 0, "2017": 0, "2018": 0, "2019": 1}
    assert trend[trend.period.isna()].posts.tolist() == [1]


def test_a_coarse_date_is_sure_of_its_year_and_possible_in_its_months(tmp_path: Path) -> None:
    trend = archive_of(tmp_path, {"date": "2017"}, {"date": "2017-02-03"}).trend(by="month")
    assert by_period(trend)["2017-02"] == 1
    assert set(by_period(trend, "possible").values()) == {1}
    assert len(by_period(trend)) == 12


def test_bounds_within_one_period_are_as_good_as_a_date(tmp_path: Path) -> None:
    bounds = {"date": None, "date_after": "2016-05-01", "date_before": "2016-06-01", "date_source": "text"}
    assert by_period(archive_of(tmp_path, bounds).trend()) == {"2016": 1}


def test_several_searches_and_concepts_are_counted_each_for_itself(tmp_path: Path) -> None:
    archive = archive_of(
        tmp_path,
        {"date": "2016-01-01", "concepts": ["repatriation-1959"]},
        {"date": "2016-02-01", "concepts": ["forced-return", "repatriation-1959"]},
        {"date": "2016-03-01"},
    )
    trend = archive.trend("repatriat*", concepts=["repatriation-1959", "forced-return"]).dropna(
        subset="period"
    )
    assert trend.posts.tolist() == [2, 1, 1]
    assert trend.concept.fillna("").tolist() == ["repatriation-1959", "forced-return", ""]
    assert archive.trend(["repatriat*", "nothing"])["query"].unique().tolist() == ["repatriat*", "nothing"]


def test_concept_tags_are_terms(tmp_path: Path) -> None:
    terms = archive_of(tmp_path, {"concepts": ["forced-return"]}).terms
    assert terms[terms.taxonomy == "concept"].term.tolist() == ["forced-return"]


def test_conditions_choose_what_is_counted(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {"date": "2016-01-01", "lang": "ja"}, {"date": "2016-01-02", "lang": "en"})
    trend = archive.trend(lang="ja")
    assert by_period(trend) == {"2016": 1} == by_period(trend, "of")


def test_an_archive_without_any_date_has_one_row(tmp_path: Path) -> None:
    trend = archive_of(tmp_path, {"date": None}).trend("repatriation")
    assert trend.posts.tolist() == [1]
    assert trend.period.isna().all()


def test_an_empty_archive_has_a_trend_without_posts(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    assert Archive.open(tmp_path).trend("x").posts.sum() == 0


def test_an_unknown_period_is_said_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(SelectionError, match="year, quarter, month"):
        archive_of(tmp_path, {}).trend(by="week")


WRITTEN = st.one_of(
    st.none(),
    st.integers(2000, 2012).map(str),
    st.tuples(st.integers(2000, 2012), st.integers(1, 12)).map(lambda p: f"{p[0]}-{p[1]:02}"),
    st.dates(min_value=pd.Timestamp("2000-01-01").date(), max_value=pd.Timestamp("2012-12-31").date()).map(
        str
    ),
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(WRITTEN, st.booleans()), max_size=8), st.sampled_from(["year", "quarter", "month"]))
def test_no_post_is_lost_and_none_is_counted_twice(
    tmp_path_factory: pytest.TempPathFactory, posts: list[tuple[str | None, bool]], by: str
) -> None:
    headers = [{"date": date, "lang": "ja" if flag else "en"} for date, flag in posts]
    folder = tmp_path_factory.mktemp("archive")
    (folder / "posts").mkdir()
    trend = archive_of(folder, *headers).trend(by=by)
    assert trend.posts.sum() == len(posts)
    assert (trend.posts <= trend.of).all()
    assert trend.dtypes["posts"] == "int64"


def test_pairs_say_how_often_chance_would_bring_them_together(tmp_path: Path) -> None:
    archive = archive_of(
        tmp_path, {"tags": ["a", "b"]}, {"tags": ["a", "b"]}, {"tags": ["a"]}, {"tags": ["c"]}
    )
    row = archive.cooccurrence("tag").iloc[0]
    assert (row.a, row.b, row.posts, row.posts_a, row.posts_b) == ("a", "b", 2, 3, 2)
    assert row.expected == pytest.approx(3 * 2 / 4)
    assert row.lift == pytest.approx(2 / 1.5)


def test_searches_can_be_paired_too(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {"title": "China"}, {"title": "Japan"})
    assert archive.cooccurrence(["China", "repatriat*", "Japan"])[["a", "b"]].to_numpy().tolist() == [
        ["China", "repatriat*"],
        ["Japan", "repatriat*"],
    ]


def test_what_cannot_be_paired_is_said_with_what_can(tmp_path: Path) -> None:
    with pytest.raises(SelectionError, match="tag, category, concept"):
        archive_of(tmp_path, {}).cooccurrence("colour")
