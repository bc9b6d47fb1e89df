"""The document's own words in English, Japanese and Korean: headings, labels, dates and numbers.

Everything a briefing says that no author wrote stands here, one row a word, so nothing depends on the
machine's locale. Words with `{…}` are patterns for `str.format`. Keys with a dot are families: `kind.report`,
`qualifier.at least` (the word alone), `figure.at least` (the word in its place beside `{value}`).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from lfnkr_nb.errors import BriefingError

if TYPE_CHECKING:
    from decimal import Decimal

    from lfnkr_nb.dates import When

__all__ = ["PartialDate", "date_text", "moment_text", "number_text", "undated_text", "wording"]

#: A date known in part: year, month and day, each None where unknown, or ISO-like text: `2020`, `2020-03`,
#: `2020-03-09`, `XXXX-10-09` (EDTF, Library of Congress: the year is not known).
PartialDate = tuple[int | None, int | None, int | None] | date | str

_ORDER: Final = ("en", "ja", "ko")

_WORDS: Final[dict[str, tuple[str, str, str]]] = {
    # The frame of a document
    "contents": ("Contents", "目次", "목차"),
    "skip": ("Skip to the text", "本文へ移動", "본문으로 건너뛰기"),
    "page": ("Page", "ページ", "쪽"),
    "page_of": ("Page {page} of {pages}", "{page} / {pages} ページ", "{page} / {pages}쪽"),
    "date": ("Date", "日付", "날짜"),
    "edition": ("Edition", "版", "판"),
    "edition_number": ("Edition {number}", "第{number}版", "제{number}판"),
    "document_id": ("Document ID", "文書番号", "문서 번호"),
    "about_document": ("About this document", "この文書について", "이 문서에 대하여"),
    "licence": ("Licence", "ライセンス", "이용 허락"),
    "contact": ("Contact", "連絡先", "연락처"),
    "address": ("Address", "掲載先", "게시 주소"),
    "draft": ("Draft", "下書き", "초안"),
    "stamp.draft": ("DRAFT", "DRAFT（下書き）", "DRAFT(초안)"),
    "stamp.embargo": ("EMBARGO UNTIL {moment}", "{moment}まで公開禁止", "{moment}까지 보도 금지"),
    "changes_since": (
        "What changed since edition {number}",
        "第{number}版からの変更点",
        "제{number}판 이후 달라진 점",
    ),
    "recalled_one": ("One post was taken out.", "記事1件を取り下げました。", "글 1건을 내렸습니다."),
    "recalled_many": (
        "{number} posts were taken out.",
        "記事{number}件を取り下げました。",
        "글 {number}건을 내렸습니다.",
    ),
    "added_one": ("One post was added.", "記事1件を追加しました。", "글 1건을 더했습니다."),
    "added_many": (
        "{number} posts were added.",
        "記事{number}件を追加しました。",
        "글 {number}건을 더했습니다.",
    ),
    "corrected_one": ("One post was corrected.", "記事1件を改めました。", "글 1건을 고쳤습니다."),
    "corrected_many": (
        "{number} posts were corrected.",
        "記事{number}件を改めました。",
        "글 {number}건을 고쳤습니다.",
    ),
    "label_separator": (": ", "：", ": "),
    "list_separator": (", ", "、", ", "),
    "thousands": (",", ",", ","),
    # Templates
    "template.digest": ("Digest", "ダイジェスト", "다이제스트"),
    "template.briefing": ("Briefing", "ブリーフィング", "브리핑"),
    "template.statement": ("Statement", "声明", "성명"),
    "template.open-letter": ("Open letter", "公開書簡", "공개서한"),
    "template.notebook": ("Notebook", "ノートブック", "노트북"),
    # Parts of a document
    "summary": ("Summary", "要旨", "요약"),
    "key_figures": ("Key figures", "主な数字", "주요 수치"),
    "recommendations": ("Recommendations", "提言", "권고 사항"),
    "recommendations_to": ("To {name}", "{name}へ", "{name} 앞"),
    "methodology": ("Methodology", "作成方法", "작성 방법"),
    "protection": ("How people are protected", "個人の保護について", "개인 보호에 대하여"),
    "sources": ("Sources", "出典", "출처"),
    "source": ("Source", "出典", "출처"),
    "accessed": ("accessed {date}", "{date}閲覧", "{date} 열람"),
    "footnotes": ("Footnotes", "脚注", "각주"),
    "footnote": ("Footnote {number}", "脚注{number}", "각주 {number}"),
    "back_to_text": ("Back to the text", "本文へ戻る", "본문으로 돌아가기"),
    "picture": ("Picture", "画像", "그림"),
    "picture_without_alt": ("Picture without a description", "説明のない画像", "설명이 없는 그림"),
    "table": ("Table", "表", "표"),
    "formula": ("Formula", "数式", "수식"),
    "code": ("Code", "コード", "코드"),
    "output": ("Output", "出力", "출력"),
    "note": ("Note", "注記", "참고"),
    # Letters
    "to": ("To", "宛先", "받는 이"),
    "re": ("Re:", "件名：", "제목:"),
    "signed": ("Signed", "署名", "서명"),
    # Posts
    "published": ("Published", "公開日", "게시일"),
    "modified": ("Last changed", "最終更新", "최종 수정"),
    "by": ("By {name}", "文：{name}", "글: {name}"),
    "back_story": ("The story before", "これまでの経緯", "앞선 이야기"),
    "withheld": ("[address not public]", "［非公開のアドレス］", "[비공개 주소]"),
    "withheld_post": ("[post not public]", "［非公開の記事］", "[비공개 글]"),
    "read_more": ("Read the whole post", "全文を読む", "글 전체 읽기"),
    "posts_one": ("1 post", "1件", "글 1건"),
    "posts_many": ("{number} posts", "{number}件", "글 {number}건"),
    "archives": ("Archives", "アーカイブ", "전체 글"),
    "category_archives": ("Category Archives: {name}", "カテゴリー: {name}", "카테고리: {name}"),
    "tag_archives": ("Tag Archives: {name}", "タグ: {name}", "태그: {name}"),
    "month_archives": ("Monthly Archives: {name}", "月別: {name}", "월별: {name}"),
    "year_archives": ("Yearly Archives: {name}", "年別: {name}", "연도별: {name}"),
    "kind.open-letter": ("Open letter", "公開書簡", "공개서한"),
    "kind.statement": ("Statement", "声明", "성명"),
    "kind.interview": ("Interview", "インタビュー", "인터뷰"),
    "kind.testimony": ("Testimony", "証言", "증언"),
    "kind.news": ("News", "ニュース", "소식"),
    "kind.profile": ("Profile", "人物紹介", "인물 소개"),
    "kind.report": ("Report", "報告", "보고"),
    "kind.page": ("Page", "固定ページ", "페이지"),
    "status.publish": ("Published", "公開済み", "공개"),
    "status.draft": ("Draft", "下書き", "초안"),
    "status.pending": ("Waiting for review", "承認待ち", "검토 대기"),
    "status.private": ("Private", "非公開", "비공개"),
    "status.future": ("Scheduled", "予約済み", "예약"),
    "status.trash": ("In the trash", "ゴミ箱", "휴지통"),
    "status.password": ("Password-protected", "パスワード保護", "비밀번호 보호"),
    # Dates
    "undated": ("n.d.", "日付不明", "날짜 미상"),
    "undated_bound": ("n.d. ({bound})", "日付不明（{bound}）", "날짜 미상({bound})"),
    "after": ("after {date}", "{date}より後", "{date} 이후"),
    "before": ("before {date}", "{date}より前", "{date} 이전"),
    "between": ("between {after} and {before}", "{after}から{before}の間", "{after}에서 {before} 사이"),
    # Figures
    "qualifier.exactly": ("", "", ""),
    "qualifier.approximately": ("approximately", "約", "약"),
    "qualifier.over": ("over", "超", "초과"),
    "qualifier.at least": ("at least", "少なくとも", "최소"),
    "qualifier.up to": ("up to", "最大", "최대"),
    "qualifier.under": ("under", "未満", "미만"),
    "figure.exactly": ("{value}", "{value}", "{value}"),
    "figure.approximately": ("approximately {value}", "約{value}", "약 {value}"),
    "figure.over": ("over {value}", "{value}超", "{value} 초과"),
    "figure.at least": ("at least {value}", "少なくとも{value}", "최소 {value}"),
    "figure.up to": ("up to {value}", "最大{value}", "최대 {value}"),
    "figure.under": ("under {value}", "{value}未満", "{value} 미만"),
}

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

#: Year, month and day with their signs, and what stands between them.
_CJK_SIGNS: Final = {"ja": (("年", "月", "日"), ""), "ko": (("년", "월", "일"), " ")}

_ISO = re.compile(r"(\d{4}|XXXX)(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?", re.DOTALL)


def wording(lang: str) -> dict[str, str]:
    """All words of the document's frame in a language, as a new dictionary.

    Args:
        lang: A language tag; only its first part counts (`ja-JP` is `ja`). An unknown one gives English.
    """
    column = _ORDER.index(_known(lang))
    return {key: words[column] for key, words in _WORDS.items()}


def date_text(value: PartialDate, precision: str = "", lang: str = "en") -> str:
    """A full or partial date in words: `4 September 2017`, `2017年9月`, `2017년`.

    Args:
        value: The date. Of a timestamp, the calendar day as written counts; no zone is applied.
        precision: `year` or `month` cuts what is more exact; any other word keeps all that is known.
        lang: A language tag; an unknown one gives English.

    Raises:
        BriefingError: The value is no date.
    """
    year, month, day = _parts(value)
    month = None if precision == "year" else month
    day = None if precision in {"year", "month"} or month is None else day
    lang = _known(lang)
    if lang == "en":
        words = (day, _MONTHS[month - 1] if month else None, year)
        return " ".join(str(word) for word in words if word is not None)
    signs, space = _CJK_SIGNS[lang]
    pairs = zip((year, month, day), signs, strict=True)
    return space.join(f"{number}{sign}" for number, sign in pairs if number is not None)


def moment_text(when: When, lang: str = "en") -> str:
    """A moment with its zone: `10 December 2026, 00:01 (UTC+09:00)`.

    Args:
        when: A date with a time of day.
        lang: A language tag; an unknown one gives English.
    """
    offset = "" if when.offset == timedelta() else when.zone
    clock = (when.instant + when.offset).strftime("%H:%M")
    separator = wording(lang)["list_separator"]
    return f"{date_text(when.iso, '', lang)}{separator}{clock} (UTC{offset})"


def undated_text(
    after: PartialDate | None = None, before: PartialDate | None = None, lang: str = "en"
) -> str:
    """What stands in the place of an unknown date: `n.d.`, `n.d. (after March 2020)`, `n.d. (before 2021)`.

    Raises:
        BriefingError: A bound is no date.
    """
    words = wording(lang)
    later = date_text(after, "", lang) if after else ""
    earlier = date_text(before, "", lang) if before else ""
    if later and earlier:
        bound = words["between"].format(after=later, before=earlier)
    elif later:
        bound = words["after"].format(date=later)
    elif earlier:
        bound = words["before"].format(date=earlier)
    else:
        return words["undated"]
    return words["undated_bound"].format(bound=bound)


def number_text(number: int | float | Decimal, lang: str = "en") -> str:
    """A number with its thousands set apart: `93,000`."""
    return f"{number:,}".replace(",", wording(lang)["thousands"])


def _known(lang: str) -> str:
    first = lang.replace("_", "-").split("-")[0].lower()
    return first if first in _ORDER else "en"


def _parts(value: PartialDate) -> tuple[int | None, int | None, int | None]:
    if isinstance(value, date):
        return value.year, value.month, value.day
    parts = _from_text(value) if isinstance(value, str) else value
    _refuse_impossible(parts, value)
    return parts


def _from_text(text: str) -> tuple[int | None, int | None, int | None]:
    match = _ISO.fullmatch(text.strip())
    if match is None:
        raise _no_date(text)
    year, month, day = match.groups()
    return None if year == "XXXX" else int(year), int(month) if month else None, int(day) if day else None


def _refuse_impossible(parts: tuple[int | None, int | None, int | None], value: PartialDate) -> None:
    year, month, day = parts
    try:
        # 2000 is a leap year, so 29 February stands where the year is not known.
        date(2000 if year is None else year, month or 1, day or 1)
    except ValueError:
        raise _no_date(value) from None
    if (day and not month) or (year is None and not month):
        raise _no_date(value)


def _no_date(value: PartialDate) -> BriefingError:
    return BriefingError(f"{value!r} is not a date", hint="Write 2017, 2017-09 or 2017-09-04.")
