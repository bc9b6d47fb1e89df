"""The document's own words: complete in three languages, dates and numbers without the machine's locale."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from string import Formatter

import pytest

from lfnkr_nb.errors import BriefingError
from lfnkr_nb.schema import KINDS, LANGUAGES, QUALIFIERS, STATUSES, TEMPLATES
from lfnkr_nb.wording import date_text, number_text, undated_text, wording


def fields(pattern: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_choice_of_the_schema_has_a_word(lang: str) -> None:
    words = wording(lang)
    wanted = [f"kind.{kind}" for kind in KINDS] + [f"status.{status}" for status in STATUSES]
    wanted += [f"{family}.{name}" for name in QUALIFIERS for family in ("qualifier", "figure")]
    wanted += [f"template.{template}" for template in TEMPLATES]
    assert [key for key in wanted if key not in words] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_patterns_have_the_same_places_in_every_language(lang: str) -> None:
    english, words = wording("en"), wording(lang)
    assert words.keys() == english.keys()
    assert {key for key in words if fields(words[key]) != fields(english[key])} == set()
    assert {key for key in words if not words[key] and english[key]} == set()


@pytest.mark.parametrize("lang", ["fr", "", "xx-YY"])
def test_an_unknown_language_gets_english(lang: str) -> None:
    assert wording(lang) == wording("en")
    assert date_text("2017-09-04", "", lang) == "4 September 2017"


def test_a_tag_with_a_region_is_its_language() -> None:
    assert wording("ja-JP") == wording("ja")
    assert wording("ko_KR")["contents"] == "목차"


def test_a_changed_copy_leaves_the_words_alone() -> None:
    wording("en")["contents"] = "Spoilt"
    assert wording("en")["contents"] == "Contents"


@pytest.mark.parametrize(
    ("value", "precision", "lang", "text"),
    [
        ("2017-09-04", "", "en", "4 September 2017"),
        ("2017-09-04", "day", "ja", "2017年9月4日"),
        ("2017-09-04", "day", "ko", "2017년 9월 4일"),
        ("2017-09-04", "month", "en", "September 2017"),
        ("2017-09-04", "month", "ja", "2017年9月"),
        ("2017-09-04", "year", "ko", "2017년"),
        ("2017-09", "", "ko", "2017년 9월"),
        ("2017", "", "en", "2017"),
        ((2017, None, None), "", "ja", "2017年"),
        ((2017, 9, None), "day", "en", "September 2017"),
        ("XXXX-10-09", "", "en", "9 October"),
        ((None, 10, 9), "", "ja", "10月9日"),
        ("XXXX-02-29", "", "en", "29 February"),
        (date(2019, 11, 7), "", "en", "7 November 2019"),
        ("2017-09-04T23:30:00+09:00", "time", "en", "4 September 2017"),
    ],
)
def test_dates_say_what_is_known_and_no_more(value: object, precision: str, lang: str, text: str) -> None:
    assert date_text(value, precision, lang) == text


def test_a_timestamp_keeps_its_written_day() -> None:
    late = datetime(2017, 9, 4, 23, 30, tzinfo=timezone(timedelta(hours=9)))
    assert date_text(late) == "4 September 2017"


@pytest.mark.parametrize(
    "value", ["soon", "2020-13", "2019-02-29", "XXXX", "", (2017, None, 4), (None, None, None)]
)
def test_what_is_no_date_is_refused_with_a_hint(value: object) -> None:
    with pytest.raises(BriefingError, match=r"is not a date\. Write 2017"):
        date_text(value)


@pytest.mark.parametrize(
    ("after", "before", "lang", "text"),
    [
        (None, None, "en", "n.d."),
        ("2020-03", None, "en", "n.d. (after March 2020)"),
        ("2019-11-07", None, "en", "n.d. (after 7 November 2019)"),
        (None, "2021", "en", "n.d. (before 2021)"),
        ("2020-03", "2020-05-02", "en", "n.d. (between March 2020 and 2 May 2020)"),
        ("2020-03", None, "ja", "日付不明（2020年3月より後）"),
        ("2020-03", "2020-05", "ko", "날짜 미상(2020년 3월에서 2020년 5월 사이)"),
        (None, None, "ja", "日付不明"),
    ],
)
def test_an_unknown_date_says_its_bounds(after: str | None, before: str | None, lang: str, text: str) -> None:
    assert undated_text(after, before, lang) == text


def test_numbers_are_grouped_by_thousands() -> None:
    assert [number_text(n, "ja") for n in (600, 6730, 93000, -1234567, 12.5)] == [
        "600", "6,730", "93,000", "-1,234,567", "12.5",
    ]  # fmt: skip
