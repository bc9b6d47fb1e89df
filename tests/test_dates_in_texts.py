"""Dates in texts are completed by the post's date where that leaves no choice, with the rule that was used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lfnkr_nb.analysis.edtf import bounds, precision
from lfnkr_nb.analysis.reading import read_text
from lfnkr_nb.analysis.resolving import Reference
from lfnkr_nb.archive import Archive

UNDATED = Reference(None, None)


def post(text: str) -> Reference:
    day = date.fromisoformat(text)
    return Reference(day, day)


def dates(text: str, reference: Reference, lang: str = "en") -> list[tuple[str, str]]:
    return [(d.edtf, d.rule) for d in read_text(text, lang, reference).dates]


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [
        ("2023-10-20", "On October 9th they were returned.", ("2023-10-09", "latest up to the post")),
        ("2023-01-05", "On October 9th they were returned.", ("2022-10-09", "latest up to the post")),
        ("2019-01-10", "The march will be held on March 3.", ("2019-03-03", "first from the post on")),
        ("2019-12-10", "The march will be held on March 3.", ("2020-03-03", "first from the post on")),
        ("2020-05-28", "In May of this year a student wrote.", ("2020-05", "counted from the post")),
        ("2019-03-01", "Last October the border was closed.", ("2018-10", "latest up to the post")),
        ("2019-03-01", "Three years ago they met.", ("2016", "counted from the post")),
        ("2019-03-01", "Yesterday it rained.", ("2019-02-28", "counted from the post")),
        ("2019-03-01", "In the winter of 2008 rice was dear.", ("2008-24", "as written")),
        ("2019-03-01", "In the late 1990s many starved.", ("199X", "as written")),
        ("2019-03-01", "In the 19th century they came.", ("18XX", "as written")),
        ("2019-03-01", "From 1959–1984 ships sailed.", ("1959/1984", "as written")),
        ("2019-03-01", "It was signed on 27 July 1953.", ("1953-07-27", "as written")),
        ("2019-03-01", "It closed around 1995.", ("1995~", "as written")),
        ("2018-06-20", "On 30 Aug. 2017 he swam.", ("2017-08-30", "as written")),
        ("2018-06-20", "Applications must arrive by 31 March.", ("2019-03-31", "first from the post on")),
        ("2018-06-20", "The day before yesterday he called.", ("2018-06-18", "counted from the post")),
        ("2016-02-29", "Four years ago today she left.", ("2012-02-29", "counted from the post")),
        ("2019-06-12", "The journalists were pardoned on the 4th.", ("2019-06-04", "latest up to the post")),
        ("2019-06-12", "They fled on the 3rd of last month.", ("2019-05-03", "counted from the post")),
        (
            "2019-06-12",
            "They came on the 3rd and 4th of May.",
            ("2019-05-03/2019-05-04", "latest up to the post"),
        ),
        ("2019-06-12", "They came on the twenty-third of May 2017.", ("2017-05-23", "as written")),
        ("2019-06-12", "The resolution was adopted today.", ("2019-06-12", "counted from the post")),
        ("2019-06-12", "This morning a boat was found.", ("2019-06-12", "counted from the post")),
        ("2019-06-12", "Last night a boat was found.", ("2019-06-11", "counted from the post")),
    ],
)
def test_english_dates(published: str, text: str, expected: tuple[str, str]) -> None:
    assert dates(text, post(published)) == [expected]


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [
        ("2018-06-01", "昨年5月に来た。", "2017-05"),
        ("2018-06-01", "令和元年5月1日に即位した。", "2019-05-01"),
        ("2018-06-01", "昭和三十四年十二月に出港した。", "1959-12"),
        ("2018-06-01", "平成元年に生まれた。", "1989"),
        ("2019-11-08", "7日、引き渡したと発表した。", "2019-11-07"),
        ("2019-11-03", "7日、引き渡したと発表した。", "2019-10-07"),
        ("2018-06-01", "昨秋、学校が始まった。", "2017-23"),
        ("2018-06-01", "１９９０年代の飢饉。", "199X"),
        ("2018-06-01", "主体１０７年の新年の辞。", "2018"),
        ("2018-12-20", "来年1月に開きます。", "2019-01"),
        ("2018-12-20", "今年10月9日に送還された。", "2018-10-09"),
        ("2018-12-20", "2017年9月4日（月）に着いた。", "2017-09-04"),
        ("2018-12-20", "平成23年（2011年）9月13日に見つかった。", "2011-09-13"),
        ("2018-02-20", "昨年度の収入。", "2016-04/2017-03"),
        ("2018-12-20", "1950〜60年代の帰国事業。", "195X/196X"),
        ("2018-12-20", "98년 9월에 세웠다.", "1998-09"),
        ("2018-12-20", "지난해 10월에 왔다.", "2017-10"),
        ("2018-12-20", "지난 10월에 왔다.", "2018-10"),
        ("2018-12-20", "올해 3월 5일에 떠났다.", "2018-03-05"),
        ("2018-12-20", "오는 3월 10일 모임을 엽니다.", "2019-03-10"),
        ("2018-12-20", "주체107(2018)년 신년사에 나온다.", "2018"),
        ("2018-12-20", "2017. 9. 4. 입국했다.", "2017-09-04"),
        ("2018-12-20", "사흘 전 편지가 왔다.", "2018-12-17"),
        ("2018-12-20", "3년 전 여름에 떠났다.", "2015-22"),
        ("2018-12-20", "지난달 15일에 만났다.", "2018-11-15"),
        ("2005-02-14", "1月末までに1万筆が集まった。", "2005-01"),
        ("2005-02-14", "1月末までにお申し込みください。", "2006-01"),
        ("2019-06-12", "今日、国連総会は決議を採択した。", "2019-06-12"),
        ("2019-06-12", "昨夜、船が着いた。", "2019-06-11"),
        ("2019-06-12", "1〜3月に。", "2019-01/2019-03"),
        ("2019-06-12", "1~3월에.", "2019-01/2019-03"),
        ("2019-06-12", "명단을 오늘 유엔에 보냈습니다.", "2019-06-12"),
        ("2019-06-12", "어젯밤 강을 건넜다.", "2019-06-11"),
        ("2010-10-11", "시월 열흘 광장에 모였다.", "2010-10-10"),
    ],
)
def test_japanese_and_korean_dates(published: str, text: str, expected: str) -> None:
    assert [edtf for edtf, _ in dates(text, post(published), "ja")] == [expected]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("3月10日から16日まで開かれた。", ["2019-03-10", "2019-03-16"]),
        ("12月10日から16日まで。", ["XXXX-12-10", "XXXX-12-16"]),
        ("3월 10일부터 16일까지 열렸다.", ["2019-03-10", "2019-03-16"]),
        ("3月28日から3日まで開かれた。", ["2019-03-28", "XXXX-XX-03"]),
        ("They sat on May 3-5.", ["2019-05-03/2019-05-05"]),
    ],
)
def test_the_last_day_of_a_range_is_of_the_month_of_its_first(text: str, ends: list[str]) -> None:
    lang = "en" if text.isascii() else "ko" if "월" in text else "ja"
    assert [edtf for edtf, _ in dates(text, post("2019-06-12"), lang)] == ends


def test_a_deadline_that_was_met_is_past_and_the_next_month_told_after_it_is_not() -> None:
    text = "署名は一月末までに1万筆集まり、来月、外務省に提出する。"
    assert [edtf for edtf, _ in dates(text, post("2005-02-14"), "ja")] == ["2005-01", "2005-03"]


@pytest.mark.parametrize(
    ("text", "partial"),
    [
        ("On October 9th they were returned.", "XXXX-10-09"),
        ("In May of this year a student wrote.", "XXXX-05"),
        ("Last year they came.", "XXXX"),
        ("昨年の秋に来た。", "XXXX-23"),
        ("지난 10월에 왔다.", "XXXX-10"),
        ("7日、発表した。", "XXXX-XX-07"),
    ],
)
def test_an_undated_post_completes_nothing(text: str, partial: str) -> None:
    assert dates(text, UNDATED, "ja") == [(partial, "unresolved")]


def test_a_partly_dated_post_completes_only_what_leaves_no_choice() -> None:
    year = Reference(date(2017, 1, 1), date(2017, 12, 31))
    month = Reference(date(2017, 11, 1), date(2017, 11, 30))
    assert dates("On October 9th they were returned.", year) == [("XXXX-10-09", "unresolved")]
    assert dates("On October 9th they were returned.", month) == [("2017-10-09", "latest up to the post")]
    assert dates("Last year they were returned.", year) == [("2016", "counted from the post")]
    assert dates("On November 9th they were returned.", month) == [("XXXX-11-09", "unresolved")]


def test_bounds_on_both_sides_date_a_post_well_enough(tmp_path: Path) -> None:
    for name, before in (("close", "2020-07-20"), ("open", "null")):
        (tmp_path / f"{name}.md").write_text(
            f"---\ntitle: {name}\nstatus: publish\ndate: null\ndate_after: 2020-07-01\ndate_before: {before}\n---\n"
            "In May of this year a student wrote to us.\n"
        )
    found = Archive.open(tmp_path, index=False).dates.set_index("post").date.to_dict()
    assert found == {"close": "2020-05", "open": "XXXX-05"}


def test_a_text_about_another_year_is_not_dated_by_its_post() -> None:
    text = "She left home in 2010. In March she reached the river."
    assert dates(text, post("2019-06-01")) == [("2010", "as written"), ("XXXX-03", "unresolved")]
    assert [d for d, _ in dates("They sat from August to December 2013.", post("2019-06-01"))] == [
        "2013-08",
        "2013-12",
    ]
    assert [d for d, _ in dates("올해 1~3월에 왔다.", post("2019-06-01"), "ko")] == [
        "2019",
        "2019-01/2019-03",
    ]
    assert [d for d, _ in dates("2013年8月と10月に会った。", post("2019-06-01"), "ja")] == [
        "2013-08",
        "2013-10",
    ]


def test_three_years_later_counts_from_the_date_before_it() -> None:
    assert dates("She left in 2001. Three years later she wrote.", UNDATED)[1] == (
        "2004",
        "counted from the text",
    )
    assert dates("1996年に出て、二年後に着いた。", UNDATED, "ja")[1][0] == "1998"
    assert dates("1996년에 떠나 이듬해 도착했다.", UNDATED, "ko")[1][0] == "1997"
    assert dates("Three years later she wrote.", post("2019-06-01")) == []


@pytest.mark.parametrize(
    ("published", "lang", "text", "expected"),
    [
        ("2019-01-10", "en", "Last November she fled.", "2018-11"),
        ("2019-01-10", "en", "In November she fled.", "2018-11"),
        ("2019-01-10", "en", "Last winter she fled.", "2017-24"),
        ("2019-01-10", "en", "This winter is cold.", "2018-24"),
        ("2019-07-10", "en", "The trial opens on September 3.", "2019-09-03"),
        ("2019-07-10", "en", "In the early 90s she fled.", "199X"),
        ("2019-07-10", "en", "Around 1972 she fled.", "1972~"),
        ("2019-01-10", "ja", "昨年11月に逃げた。", "2018-11"),
        ("2019-01-10", "ja", "11月に逃げた。", "2018-11"),
        ("2019-01-10", "ja", "昨冬に逃げた。", "2017-24"),
        ("2019-05-10", "ja", "昨冬に逃げた。", "2018-24"),
        ("2019-01-10", "ja", "去年の冬に逃げた。", "XXXX-24"),
        ("2019-05-10", "ja", "去年の冬に逃げた。", "2018-24"),
        ("2019-10-20", "ja", "去る10月に逃げた。", "XXXX-10"),
        ("2019-10-20", "ja", "去る7月3日に逃げた。", "2019-07-03"),
        ("2019-10-20", "ja", "昭和五十年代に逃げた。", "1975/1984"),
        ("2019-10-20", "ja", "九〇年代に逃げた。", "199X"),
        ("2019-10-20", "ja", "S34年12月に逃げた。", "1959-12"),
        ("2019-10-20", "ja", "R元年5月に逃げた。", "2019-05"),
        ("2006-12-08", "ja", "12日の講演会にご招待します。", "2006-12-12"),
        ("2019-10-20", "ko", "지난 10월에 떠났다.", "XXXX-10"),
        ("2019-10-20", "ko", "지난 9월에 떠났다.", "2019-09"),
        ("2004-11-15", "ko", "지난 10월 26일 붙잡힌 이들을 풀어 줄 것이다.", "2004-10-26"),
        ("2019-10-20", "ko", "올 3월에 떠났다.", "2019-03"),
        ("2019-10-20", "ko", "9일 밤에 떠났다.", "2019-10-09"),
        ("2019-10-30", "ko", "28일 전세기로 떠났다.", "2019-10-28"),
        ("2019-10-30", "ko", "28일 전 세계에 알렸다.", "2019-10-28"),
        ("2019-10-30", "ko", "28일 전에 떠났다.", "2019-10-02"),
        (None, "en", "On Tuesday she fled.", "XXXX-XX-XX"),
    ],
)
def test_a_year_is_given_where_it_is_known_and_left_open_where_it_may_be_another(
    published: str | None, lang: str, text: str, expected: str
) -> None:
    reference = post(published) if published else Reference(None, None)
    assert [edtf for edtf, _ in dates(text, reference, lang)] == [expected]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        (
            "2018年12月に逃げ、同月20日に保護され、翌月5日に着いた。",
            "ja",
            ["2018-12", "2018-12-20", "2019-01-05"],
        ),
        ("2018년 12월에 떠나 같은 달 20일 보호되었다.", "ko", ["2018-12", "2018-12-20"]),
        ("2017년 12월에 떠나 다음 달 5일 도착했다.", "ko", ["2017-12", "2018-01-05"]),
        ("평성 회의는 다음 달 5일 열릴 예정이다.", "ko", ["2019-07-05"]),
        (
            "平成17年度は前年度より減り、翌年度は増えた。",
            "ja",
            ["2005-04/2006-03", "2004-04/2005-03", "2005-04/2006-03"],
        ),
        ("同月、二人が捕まった。前年度より減った。", "ja", []),
        ("같은 달 20일 보호되었다.", "ko", ["XXXX-XX-20"]),
    ],
)
def test_the_same_month_and_the_next_one_count_from_the_date_before_them(
    text: str, lang: str, expected: list[str]
) -> None:
    assert [edtf for edtf, _ in dates(text, post("2019-06-12"), lang)] == expected


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("3月10日〜16日に開いた。", "ja", "2019-03-10/2019-03-16"),
        ("3月10〜16日に開いた。", "ja", "2019-03-10/2019-03-16"),
        ("12月28日〜1月3日に滞在した。", "ja", "2018-12-28/2019-01-03"),
        ("3月10日と16日に開いた。", "ja", "2019-03-10/2019-03-16"),
        ("1959〜1984年に運ばれた。", "ja", "1959/1984"),
        ("3월 10~16일 열렸다.", "ko", "2019-03-10/2019-03-16"),
        ("3월 10일과 16일 열렸다.", "ko", "2019-03-10/2019-03-16"),
        ("2018년 12월 28일~2019년 1월 3일 머물렀다.", "ko", "2018-12-28/2019-01-03"),
        ("1959~84년에 실려 갔다.", "ko", "1959/1984"),
        ("They stayed December 28–January 3.", "en", "2018-12-28/2019-01-03"),
    ],
)
def test_a_dash_and_an_and_between_days_of_one_month_make_one_range(
    text: str, lang: str, expected: str
) -> None:
    assert [edtf for edtf, _ in dates(text, post("2019-06-12"), lang)] == [expected]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Of those who came last year only ten came after March.", "en", ["2018", "XXXX-03"]),
        ("Last year many came. We will meet on July 3.", "en", ["2018", "2019-07-03"]),
        ("昨年は50人が来た。五月に減った。", "ja", ["2018", "XXXX-05"]),
        ("昨年は50人、今年は五月までに10人が来た。", "ja", ["2018", "2019", "2019-05"]),
        ("지난해 50명이 왔다. 5월에는 줄었다.", "ko", ["2018", "XXXX-05"]),
    ],
)
def test_a_month_told_after_another_year_is_left_open(text: str, lang: str, expected: list[str]) -> None:
    assert [edtf for edtf, _ in dates(text, post("2019-06-12"), lang)] == expected


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("8月15日に開かれる集会の準備を始めた。", "ja", "2012-08-15"),
        ("8月15日に開かれた集会の報告書を出す予定だ。", "ja", "2011-08-15"),
        ("11月に逮捕された李さんの裁判が始まる。", "ja", "2011-11"),
        ("8月に会談を開くことを決めた。", "ja", "2012-08"),
        ("5月8日、会談を開くと発表した。", "ja", "2012-05-08"),
        ("5月8日、上野で開かれる集会を発表した。", "ja", "2012-05-08"),
        ("10月9日、送還された人々を支援してください。", "ja", "XXXX-10-09"),
        ("次回の例会は9月9日です。", "ja", "2012-09-09"),
        ("9月に予定されていた公演は延期された。", "ja", "XXXX-09"),
        ("7月に来日する予定だったが、ビザが下りなかった。", "ja", "XXXX-07"),
        ("2月16日に平壌で生まれた。", "ja", "XXXX-02-16"),
        ("8월 15일 열릴 집회를 준비하기 시작했다.", "ko", "2012-08-15"),
        ("8월 15일에 열린 집회 보고서를 낼 예정이다.", "ko", "2011-08-15"),
        ("11월에 체포된 이 씨의 재판이 시작된다.", "ko", "2011-11"),
        ("정부는 8월까지 결론을 내기로 했다.", "ko", "2012-08"),
        ("정부는 5월 10일 회담을 열기로 했다.", "ko", "2012-05-10"),
        ("10월에 필요한 북한 물자를 보내 주십시오.", "ko", "2012-10"),
        ("9월 9일은 정권 수립일이다.", "ko", "XXXX-09-09"),
        ("9월로 예정됐던 공연이 연기되었다.", "ko", "XXXX-09"),
        ("2월 16일 평양에서 태어났다.", "ko", "XXXX-02-16"),
        ("They agreed to hold talks on August 15.", "en", "2012-08-15"),
        ("On May 8 they agreed to hold talks.", "en", "2012-05-08"),
        ("By then all had gone; by August all will have gone.", "en", "2012-08"),
        ("She was glad, and on September 3 the court will decide.", "en", "2012-09-03"),
        ("Refugees coming in May were sent back.", "en", "2012-05"),
        ("The visit was scheduled for July.", "en", "XXXX-07"),
        ("She was born on February 16.", "en", "XXXX-02-16"),
        ("The border is closed since October.", "en", "2011-10"),
    ],
)
def test_the_verb_that_a_date_belongs_to_tells_its_direction(text: str, lang: str, expected: str) -> None:
    assert [edtf for edtf, _ in dates(text, post("2012-06-20"), lang)] == [expected]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("7月7日(土)、上野で映画会。", "ja", "2012-07-07"),
        ("5月12日(土)の集会です。", "ja", "2012-05-12"),
        ("7월 7일(토) 오후 2시 영화 상영회.", "ko", "2012-07-07"),
        ("Next Saturday, 30 June, we meet.", "en", "2012-06-30"),
        ("On Saturday, 30 June we meet.", "en", "2012-06-30"),
        ("10月9日(木)、強制送還された。", "ja", "XXXX-10-09"),
    ],
)
def test_the_day_of_the_week_beside_a_day_tells_its_year(text: str, lang: str, expected: str) -> None:
    assert [edtf for edtf, _ in dates(text, post("2012-06-20"), lang)] == [expected]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("三年前の今日、逃げた。", "ja", ["2009-06-20"]),
        ("7年前の5月8日に逃げた。", "ja", ["2005-05-08"]),
        ("3년 전 오늘 떠났다.", "ko", ["2009-06-20"]),
        ("7년 전 5월 8일에 떠났다.", "ko", ["2005-05-08"]),
        ("1997年3月に逃れ、翌98年2月に再び逃れた。", "ja", ["1997-03", "1998-02"]),
        ("この夏、さ来月、さ来年に。", "ja", ["2012-22", "2012-08", "2014"]),
        ("The year before last, in May, she fled.", "en", ["2010", "2010-05"]),
        ("In May two years ago she fled.", "en", ["2010-05", "2010"]),
        ("昨年は八月に来た。", "ja", ["2011", "2011-08"]),
        ("지난해에는 8월에 왔다.", "ko", ["2011", "2011-08"]),
        ("1959년부터 84년까지 실려 갔다.", "ko", ["1959", "1984"]),
        ("On the 18th four refugees came.", "en", ["2012-06-18"]),
    ],
)
def test_days_of_other_years_are_counted_whole(text: str, lang: str, expected: list[str]) -> None:
    assert [edtf for edtf, _ in dates(text, post("2012-06-20"), lang)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "They may march on, as they must.",
        "Every October we meet, and on Saturdays we practise.",
        "The room 2017 and 2,017 people; flight 1999.",
        "It takes three days and four weeks.",
        "毎年10月に集まり、三日間話す。5日間歩いた。",
        "Today, many refugees are still sold. Until today nobody was told.",
        "The man who fled by boat and lives in Japan today, agreed.",
        "It lies on the 5th floor, on the 4th Street, north of the 38th parallel.",
        "今日、北朝鮮では多くの人が飢えている。",
        "오늘 북한에서는 많은 사람이 굶고 있다.",
        "매년 10월에 모여 3일 동안 이야기한다. 3개월이 걸렸다.",
        "둘째 주 토요일에 시작합니다. 3일 밤낮을 걸었다.",
        "第2土曜日に始まります。",
    ],
)
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert dates(text, post("2019-06-01")) == []


@pytest.mark.parametrize(
    ("edtf", "fine", "first", "last"),
    [
        ("2019-11-07", "day", "2019-11-07", "2019-11-07"),
        ("2020-02", "month", "2020-02-01", "2020-02-29"),
        ("2016-24", "season", "2016-12-01", "2017-02-28"),
        ("1995~", "year", "1995-01-01", "1995-12-31"),
        ("199X", "decade", "1990-01-01", "1999-12-31"),
        ("18XX", "century", "1800-01-01", "1899-12-31"),
        ("1959/1984", "year", "1959-01-01", "1984-12-31"),
        ("1959-12-14/..", "day", "1959-12-14", None),
        ("XXXX-10-09", "day", None, None),
        ("XXXX-XX-07", "day", None, None),
    ],
)
def test_every_date_has_its_precision_and_the_days_it_can_mean(
    edtf: str, fine: str, first: str | None, last: str | None
) -> None:
    assert precision(edtf) == fine
    assert bounds(edtf) == tuple(day and date.fromisoformat(day) for day in (first, last))


def test_the_sample_archive_dates_what_it_can_and_leaves_the_rest_open(root: Path) -> None:
    archive = Archive.open(root / "posts", index=False)
    frame = archive.dates.set_index("post")
    assert frame.loc["inhumane-repatriation", "date"] == "2019-11-07"
    assert set(frame.loc[["open-letter-to-xi-jinping"], "date"]) == {"XXXX-10-09", "1951"}
    assert frame.loc["interview-with-a-north-korean-defector", "date"].tolist() == ["XXXX-05", "2017"]
    undated = archive.posts.index[archive.posts.date.isna()]
    rules = archive.dates[archive.dates.post.isin(undated)].rule
    assert set(rules) <= {"as written", "unresolved", "counted from the text"}
    for row in archive.dates.itertuples():
        assert archive[row.post].plain[row.start : row.end] == row.words


def test_events_are_a_timeline(root: Path) -> None:
    events = Archive.open(root / "posts", index=False).events
    assert events.earliest.dropna().is_monotonic_decreasing
    assert events.event.is_unique
    handed = events.set_index("event").loc["handed over 2019-11-07"]
    assert (handed.figures, handed.posts, handed.actor) == (1, 1, "South Korean government")
    assert events.earliest.isna().tolist() == sorted(events.earliest.isna())


def test_a_date_without_its_year_joins_the_one_event_it_fits(tmp_path: Path) -> None:
    texts = {
        "a": ("2023-10-20", "On October 9th 600 people were deported."),
        "b": ("null", "On October 9 over 500 people were deported."),
    }
    for name, (when, text) in texts.items():
        (tmp_path / f"{name}.md").write_text(
            f"---\ntitle: {name}\nstatus: publish\ndate: {when}\n---\n{text}\n"
        )
    archive = Archive.open(tmp_path, index=False)
    assert archive.events.event.tolist() == ["forced return 2023-10-09"]
    assert archive.contested().value.tolist() == [600, 500]
