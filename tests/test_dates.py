"""Dates as they are written: full with a zone, or partial; nothing is invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfnkr_nb.dates import parse_when


@pytest.mark.parametrize(
    ("written", "instant", "precision", "zone", "iso"),
    [
        ("2017", "2017-01-01T00:00:00", "year", "", "2017"),
        ("2017-09", "2017-09-01T00:00:00", "month", "", "2017-09"),
        ("2017-09-04", "2017-09-04T00:00:00", "day", "", "2017-09-04"),
        ("2017-09-04T00:30:00+09:00", "2017-09-03T15:30:00", "second", "+09:00", "2017-09-04"),
        ("2017-09-04 10:00 +0900", "2017-09-04T01:00:00", "minute", "+09:00", "2017-09-04"),
        ("2017-09-04T10:00:00Z", "2017-09-04T10:00:00", "second", "+00:00", "2017-09-04"),
        ("2017-12-31T22:00:00-05:30", "2018-01-01T03:30:00", "second", "-05:30", "2017-12-31"),
        ("2017-09-04T00:00Z", "2017-09-04T00:00:00", "minute", "+00:00", "2017-09-04"),
    ],
)
def test_a_date_is_known_as_far_as_it_is_written(
    written: str, instant: str, precision: str, zone: str, iso: str
) -> None:
    when = parse_when(written)
    assert when.instant == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert (when.precision, when.zone, when.iso, when.written) == (precision, zone, iso, written)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2017-09-04T10:00:00", "without its zone"),
        ("2017-09-04 10:00", "without its zone"),
        ("2017-02-30", "does not exist"),
        ("2017-13", "does not exist"),
        ("2017-09-04T25:00Z", "does not exist"),
        ("2017-09-04T10:00+99:00", "offset"),
        ("0000", "outside"),
        ("0001-01-01T00:00:00+09:00", "outside"),
        ("9999", "outside"),
        ("9999-12-31T23:59:59-09:00", "outside"),
        ("２０１７", "is not a date"),
        ("September 2017", "is not a date"),
        ("2017/09/04", "is not a date"),
        ("2017-9-4", "is not a date"),
        ("0000-00-00 00:00:00", "without its zone"),
        ("", "is not a date"),
    ],
)
def test_a_date_that_would_have_to_be_guessed_is_refused(written: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_when(written)


@pytest.mark.parametrize(
    ("written", "end"),
    [
        ("2017", "2018-01-01"), ("2017-12", "2018-01-01"), ("2017-01", "2017-02-01"), ("2016-02", "2016-03-01"),
        ("2016-02-28", "2016-02-29"), ("2017-12-31", "2018-01-01"), ("9998", "9999-01-01"),
        ("2017-09-04T10:00Z", "2017-09-04T10:01"), ("2017-09-04T10:00:05Z", "2017-09-04T10:00:06"),
    ],
)  # fmt: skip
def test_a_date_ends_with_the_next_of_its_precision(written: str, end: str) -> None:
    assert parse_when(written).end == datetime.fromisoformat(end).replace(tzinfo=UTC)


@pytest.mark.slow
@given(
    st.datetimes(datetime(1000, 1, 2), datetime(9998, 12, 30)).map(lambda d: d.replace(microsecond=0)),
    st.integers(-14 * 60, 14 * 60),
)
def test_every_timestamp_with_a_zone_is_read_to_the_second(moment: datetime, minutes: int) -> None:
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    when = parse_when(aware.isoformat())
    assert when.instant == aware
    assert when.offset == timedelta(minutes=minutes)
    assert when.iso == aware.date().isoformat()
    assert when.timestamp == int(aware.timestamp())


def test_dates_are_ordered_by_their_moment() -> None:
    written = ["2017-01-02", "2017", "2016", "2017-01-01T00:00:01Z", "2017-01-01T08:00:00+09:00"]
    assert [written.index(w) for w in sorted(written, key=parse_when)] == [2, 4, 1, 3, 0]
