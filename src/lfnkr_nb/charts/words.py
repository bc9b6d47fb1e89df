"""The words on charts, in the three languages of briefings."""

from __future__ import annotations

from typing import Final

from lfnkr_nb.errors import SelectionError

__all__ = ["chart_words"]

_ENGLISH: Final = {
    "posts": "posts",
    "possible": "may lie here, undated",
    "certain": "dated posts",
    "year": "year",
    "quarter": "quarter",
    "month": "month",
    "all": "all posts",
    "no_concept": "no concept tag",
    "undated_one": "1 post has no sure date",
    "undated": "{count} posts have no sure date",
    "places": "Where the posts speak of",
    "beyond": "Outside the map: {places}",
    "together": "posts with both",
    "claims": "Claims about the same event",
    "value": "figure",
    "timeline": "What happened when",
    "no_year_one": "1 event has no known year",
    "no_year": "{count} events have no known year",
}
_JAPANESE: Final = {
    "posts": "投稿数",
    "possible": "この期間の可能性がある（日付不明）",
    "certain": "日付のある投稿",
    "year": "年",
    "quarter": "四半期",
    "month": "月",
    "all": "すべての投稿",
    "no_concept": "概念タグなし",
    "undated_one": "日付の確かでない投稿が1件あります",
    "undated": "日付の確かでない投稿が{count}件あります",
    "places": "投稿に出てくる場所",
    "beyond": "地図の外：{places}",
    "together": "両方を含む投稿",
    "claims": "同じ出来事についての数字",
    "value": "数",
    "timeline": "出来事の年表",
    "no_year_one": "年の分からない出来事が1件あります",
    "no_year": "年の分からない出来事が{count}件あります",
}
_KOREAN: Final = {
    "posts": "글 수",
    "possible": "이 기간일 수 있음(날짜 미상)",
    "certain": "날짜가 있는 글",
    "year": "연도",
    "quarter": "분기",
    "month": "월",
    "all": "모든 글",
    "no_concept": "개념 태그 없음",
    "undated_one": "날짜가 확실하지 않은 글 1건",
    "undated": "날짜가 확실하지 않은 글 {count}건",
    "places": "글에 나오는 장소",
    "beyond": "지도 밖: {places}",
    "together": "둘 다 들어 있는 글",
    "claims": "같은 사건에 대한 수치",
    "value": "수치",
    "timeline": "사건 연표",
    "no_year_one": "연도를 알 수 없는 사건 1건",
    "no_year": "연도를 알 수 없는 사건 {count}건",
}
_WORDS: Final = {"en": _ENGLISH, "ja": _JAPANESE, "ko": _KOREAN}


def chart_words(lang: str) -> dict[str, str]:
    """The words in a language.

    Raises:
        SelectionError: There are none in it.
    """
    if lang not in _WORDS:
        raise SelectionError(f"Charts have no words in `{lang}`", hint=f"Use one of: {', '.join(_WORDS)}.")
    return _WORDS[lang]
