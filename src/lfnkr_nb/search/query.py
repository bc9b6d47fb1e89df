"""What is typed into a search becomes a tree: terms, filters, and how they are joined.

    words "phrases" prefix*   AND OR NOT -minus ( )   title: category: tag: lang: kind: byline: before: after:

A blank means AND, and AND binds closer than OR. A query that cannot be understood is refused, with the place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from lfnkr_nb.dates import parse_when
from lfnkr_nb.errors import QueryError
from lfnkr_nb.schema import KINDS, STATUSES
from lfnkr_nb.search.folding import BREAK, tokens
from lfnkr_nb.search.tree import And, Filter, Node, Not, Or, Term

__all__ = ["FILTERS", "parse_query"]

#: Fields of a query beside `title:`, and what each means.
FILTERS: Final = {
    "category": "in this category or one of its children: `category:Relief`",
    "tag": 'with this tag: `tag:"land mines"`',
    "lang": "in this language: `lang:ja`",
    "kind": "of this kind: `kind:testimony`",
    "byline": 'signed with this name, or a part of it: `byline:"M. T."`',
    "status": "of this status: `status:draft`",
    "slug": "with this slug: `slug:open-letter`",
    "after": "on or after this date: `after:2017`, `after:2017-09-04`",
    "before": "earlier than this date: `before:2018` ends with 2017",
    "since": "the same as `after:`",
    "until": "not after this date, its last day included: `until:2017` ends with 2017",
}
_DATES: Final = ("after", "before", "since", "until")
_CHOICES: Final = {"kind": KINDS, "status": STATUSES}
_MAX_NESTING: Final = 50
_MAX_LENGTH: Final = 4_000

# Full-width characters and curly quotes stand for the plain ones; each stays one character, so places stay true.
_PLAIN: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | str.maketrans(
    dict.fromkeys("“”„‟«»「」『』", '"') | {"−": "-"}
)
_PIECE: Final = re.compile(
    r"(?P<open>\()|(?P<close>\))|(?P<minus>-(?=[^\s)]))|(?P<field>[A-Za-z]+:)|(?P<quote>\")|(?P<word>[^\s()\"]+)"
)
_WORD: Final = re.compile(r"[^\s()\"]+")
_OPERATORS: Final = {"AND": "AND", "OR": "OR", "NOT": "NOT", "|": "OR", "||": "OR", "&": "AND", "&&": "AND"}
#: Dates as they are written in Japanese, Korean and elsewhere: 2017/9/4, 2017.9, 2017年9月4日, 2017년 9월 4일.
_WRITTEN_DATE: Final = re.compile(
    r"(\d{4})(?:\s*[-/.年년]\s*(\d{1,2})(?:\s*[-/.月월]\s*(\d{1,2})\s*[日일.]?)?\s*[月월.]?|\s*[年년])"
)
#: Names of fields in Japanese and Korean, for whoever tries them.
_TRANSLATED: Final = {
    "タイトル": "title", "題名": "title", "제목": "title", "カテゴリ": "category", "カテゴリー": "category",
    "分類": "category", "카테고리": "category", "분류": "category", "タグ": "tag", "태그": "tag", "言語": "lang",
    "언어": "lang", "種類": "kind", "종류": "kind", "署名": "byline", "서명": "byline", "状態": "status",
    "상태": "status",
}  # fmt: skip
_FOREIGN_FIELD: Final = re.compile(f"({'|'.join(_TRANSLATED)}):")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)


@lru_cache(maxsize=256)
def parse_query(text: str) -> Node:
    """Read a search such as `repatriation OR 강제북송 -"Hong Kong" lang:en`.

    Raises:
        QueryError: It cannot be understood; the error says where and what to do.
    """
    return _Parser(text).read()


@dataclass(frozen=True)
class _Mark:
    """A piece of the query: its kind, its text and where it begins."""

    kind: str
    text: str
    place: int


def _marks(text: str) -> list[_Mark]:
    """The pieces of a query in order."""
    plain = text.translate(_PLAIN)
    found, place = [], 0
    while match := _PIECE.search(plain, place):
        kind, start, place = str(match.lastgroup), match.start(), match.end()
        if kind == "quote":
            place = plain.find('"', start + 1) + 1
            if not place:
                raise _error(text, start, "This quotation mark is never closed", "Add one after the phrase.")
            found.append(_Mark("phrase", plain[start + 1 : place - 1], start))
            continue
        if kind == "field" and not _is_field(text, match[0][:-1].lower(), start):
            word = _WORD.match(plain, start)
            assert word is not None
            kind, match, place = "word", word, word.end()
        if foreign := _FOREIGN_FIELD.match(match[0]):
            hint = f"Did you mean `{_TRANSLATED[foreign[1]]}:`? If not, put it in quotes."
            raise _error(text, start, f"`{foreign[0]}` is no field", hint)
        found.append(_Mark(_OPERATORS.get(match[0], kind) if kind == "word" else kind, match[0], start))
    return found


def _is_field(text: str, name: str, place: int) -> bool:
    if name == "title" or name in FILTERS:
        return True
    close = get_close_matches(name, ["title", *FILTERS], n=1, cutoff=0.7)
    if close:
        hint = f"Did you mean `{close[0]}:`? If not, put it in quotes."
        raise _error(text, place, f"`{name}:` is no field", hint)
    return False


def _error(text: str, place: int, message: str, hint: str) -> QueryError:
    return QueryError(message, hint=hint, query=text, place=place)


class _Parser:
    """Reads a query from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.field = ""
        self.depth = 0
        self.next = 0
        if len(text) > _MAX_LENGTH:
            raise QueryError("The search is too long", hint="Make several searches of it.")
        self.marks = _marks(text)

    def read(self) -> Node:
        """The tree of the whole query."""
        if not self.marks:
            raise _error(self.text, 0, "The search is empty", 'Write words, "a phrase" or lang:ja.')
        node = self._either()
        if rest := self._peek():
            raise _error(self.text, rest.place, "This bracket was never opened", "Take it away.")
        if node is None:
            raise _error(self.text, 0, "Here is no word to look for", "Write letters or digits.")
        return node

    def _peek(self, *kinds: str) -> _Mark | None:
        mark = self.marks[self.next] if self.next < len(self.marks) else None
        return mark if mark and (not kinds or mark.kind in kinds) else None

    def _take(self, *kinds: str) -> _Mark | None:
        if mark := self._peek(*kinds):
            self.next += 1
        return mark

    def _either(self) -> Node | None:
        parts = [self._all()]
        while self._take("OR"):
            parts.append(self._all())
        return _joined(Or, parts)

    def _all(self) -> Node | None:
        parts = [self._one()]
        while self._take("AND") or (self._peek() and not self._peek("close", "OR")):
            parts.append(self._one())
        return _joined(And, parts)

    def _one(self) -> Node | None:
        mark = self._take()
        if mark is None or mark.kind in ("AND", "OR", "close"):
            raise self._missing(mark)
        match mark.kind:
            case "NOT" | "minus":
                part = self._deeper(mark, self._one)
                return Not(part) if part is not None else None
            case "open":
                return self._deeper(mark, lambda: self._group(mark))
            case "field":
                return self._in_field(mark)
            case _:
                return self._leaf(mark)

    def _missing(self, mark: _Mark | None) -> QueryError:
        """The error of a place where a word should stand."""
        if mark is not None and mark.kind == "close" and self.next == 1:
            return _error(self.text, mark.place, "This bracket was never opened", "Take it away.")
        if mark is not None and self.next == 1:
            hint = f"Write a word before {mark.text}, or put it in quotes."
            return _error(self.text, mark.place, f"Before {mark.text} a word is missing", hint)
        last = self.marks[self.next - (2 if mark else 1)]
        if last.kind == "open" and mark is None:
            return self._unclosed(last)
        after = {"open": "this bracket", "minus": "the minus"}.get(last.kind, last.text)
        return _error(
            self.text, last.place, f"After {after} a word is missing", "Write one, or take it away."
        )

    def _deeper(self, mark: _Mark, read: Callable[[], Node | None]) -> Node | None:
        self.depth += 1
        if self.depth > _MAX_NESTING:
            raise _error(self.text, mark.place, "The search is nested too deeply", "Use fewer brackets.")
        node = read()
        self.depth -= 1
        return node

    def _group(self, opened: _Mark) -> Node | None:
        node = self._either() if not self._peek("close") else None
        if not self._take("close"):
            raise self._unclosed(opened)
        if node is None:
            raise _error(self.text, opened.place, "This bracket is empty", "Write words in it.")
        return node

    def _unclosed(self, opened: _Mark) -> QueryError:
        hint = "Close the bracket with `)`, or take it away."
        return _error(self.text, opened.place, "This bracket is never closed", hint)

    def _in_field(self, mark: _Mark) -> Node | None:
        """What follows `title:` or a filter: a word, a phrase, or several in brackets."""
        if self.field or not self._peek("word", "phrase", "open"):
            raise _error(
                self.text, mark.place, f"After {mark.text} a word is missing", "Write one behind it."
            )
        self.field = mark.text[:-1].lower()
        node = self._one()
        self.field = ""
        return node

    def _leaf(self, mark: _Mark) -> Node | None:
        if self.field in FILTERS:
            return self._filter(mark)
        exact, text = mark.kind == "phrase", mark.text
        stem = text.rstrip("*")
        if "*" in stem.strip() or (text != stem and not tokens(stem)):
            place = mark.place + exact + max(text.find("*"), 0)
            raise _error(self.text, place, "A star stands after the beginning of a word", "Write repat*.")
        found = _inner(tokens(stem))
        if exact and not found:
            raise _error(self.text, mark.place, "This phrase has no words", "Write words in the quotes.")
        return Term(stem.strip(), found, text != stem, exact, self.field) if found else None

    def _filter(self, mark: _Mark) -> Filter:
        name, value = self.field, mark.text.strip()
        if choices := _CHOICES.get(name):
            value = value.lower()
            if value not in choices:
                message = f"`{value}` is no {name}"
                raise _error(self.text, mark.place, message, f"Use one of: {', '.join(choices)}.")
        if name == "lang" and value and not _LANGUAGE.fullmatch(value):
            raise _error(self.text, mark.place, f"`{value}` is no language code", "Write en, ja or ko.")
        if name in _DATES:
            value = _plain_date(value)
            self._check_date(name, value, mark.place)
        if not value:
            raise _error(self.text, mark.place, f"`{name}:` has no value", "Write one in the quotes.")
        return Filter(name, value)

    def _check_date(self, name: str, value: str, place: int) -> None:
        try:
            parse_when(value)
        except ValueError as error:
            hint = f"Write {name}:2017, {name}:2017-09 or {name}:2017-09-04."
            raise _error(self.text, place, f"`{value}` {error}", hint) from error


def _plain_date(value: str) -> str:
    """A date with hyphens and two digits a part; whatever is no date stays as it is."""
    parts = _WRITTEN_DATE.fullmatch(value)
    if parts is None:
        return value
    year, month, day = parts.groups()
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])


def _inner(found: list[str]) -> tuple[str, ...]:
    """Tokens without the breaks at their ends, which stand for nothing in a query."""
    start = next((place for place, token in enumerate(found) if token != BREAK), len(found))
    end = next((place for place in range(len(found), start, -1) if found[place - 1] != BREAK), start)
    return tuple(found[start:end])


def _joined(kind: type[And] | type[Or], parts: list[Node | None]) -> Node | None:
    kept = tuple(part for part in parts if part is not None)
    if len(kept) < 2:
        return kept[0] if kept else None
    return kind(kept)
