"""Text search: words and "phrases", AND, OR, NOT, and `prefix*`, in any language.

Text and query are compared in NFKC, case-folded, so full-width, half-width and composed forms meet. A word
of Latin letters matches whole words; Japanese and Korean words match anywhere, since nothing separates them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from lfnkr_nb.errors import SelectionError

__all__ = ["Query", "fold", "parse_query", "snippet"]

_TOKEN = re.compile(
    r'\s*(?:(?P<open>\()|(?P<close>\))|(?P<minus>-(?=\S))|"(?P<phrase>[^"]*)"?|(?P<word>[^\s()"]+))'
)
_CONTEXT = 60
_MAX_NESTING = 50

# Scripts that put no blanks between words; in a text they stand right beside Latin words and numbers.
_UNSPACED = "々〇\u1100-\u11ff\u3040-\u31ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
_SPACED = rf"[^\W{_UNSPACED}]"


def fold(text: str) -> str:
    """Text in the form in which it is compared."""
    return unicodedata.normalize("NFKC", text).casefold()


@dataclass(frozen=True)
class Query:
    """A search that was understood: `operator` is `term`, `and`, `or` or `not`.

    Attributes:
        operator: How the parts are joined.
        parts: The parts of `and`, `or` and `not`.
        pattern: What a `term` looks for.
    """

    operator: str
    parts: tuple[Query, ...] = ()
    pattern: re.Pattern[str] | None = None

    def matches(self, folded: str) -> bool:
        """Whether folded text fulfils the query."""
        match self.operator:
            case "and":
                return all(part.matches(folded) for part in self.parts)
            case "or":
                return any(part.matches(folded) for part in self.parts)
            case "not":
                return not self.parts[0].matches(folded)
            case _:
                return self.pattern is not None and self.pattern.search(folded) is not None

    def patterns(self) -> list[re.Pattern[str]]:
        """What a hit shows: the terms that are asked for, not those that are excluded."""
        if self.operator == "not":
            return []
        own = [self.pattern] if self.pattern is not None else []
        return own + [pattern for part in self.parts for pattern in part.patterns()]

    def score(self, title: str, folded: str) -> int:
        """How well folded text fits: hits, those in the title ten times."""
        return sum(len(p.findall(folded)) + 10 * len(p.findall(title)) for p in self.patterns())


@lru_cache(maxsize=256)
def parse_query(text: str) -> Query:
    """Read a search such as `repatriation OR 강제북송 -"Hong Kong"`.

    Raises:
        SelectionError: The query is empty or a bracket is not closed.
    """
    tokens = [found for found in _TOKEN.finditer(text) if found.group().strip()]
    nested = sum(1 for token in tokens if token["open"] or token["minus"] or token["word"] == "NOT")
    query, rest = _either(tokens) if nested <= _MAX_NESTING else (None, tokens)
    if query is None or rest:
        raise SelectionError(
            f"The search {text!r} cannot be understood",
            hint='Write words, "phrases", OR, a minus before what is not wanted, and close each bracket.',
        )
    return query


def _either(tokens: list[re.Match[str]]) -> tuple[Query | None, list[re.Match[str]]]:
    parts = []
    while True:
        part, tokens = _all(tokens)
        if part is not None:
            parts.append(part)
        if not tokens or tokens[0]["word"] != "OR":
            break
        tokens = tokens[1:]
    return _joined("or", parts), tokens


def _all(tokens: list[re.Match[str]]) -> tuple[Query | None, list[re.Match[str]]]:
    parts = []
    while tokens and not tokens[0]["close"] and tokens[0]["word"] != "OR":
        if tokens[0]["word"] == "AND":
            tokens = tokens[1:]
            continue
        part, tokens = _one(tokens)
        if part is not None:
            parts.append(part)
        if tokens and tokens[0]["open"] and part is None:
            break
    return _joined("and", parts), tokens


def _one(tokens: list[re.Match[str]]) -> tuple[Query | None, list[re.Match[str]]]:
    token, rest = tokens[0], tokens[1:]
    if token["minus"] or token["word"] == "NOT":
        part, rest = _one(rest) if rest else (None, rest)
        return (Query("not", (part,)) if part else None), rest
    if token["open"]:
        part, rest = _either(rest)
        return (part, rest[1:]) if rest and rest[0]["close"] else (None, [token, *rest])
    if token["close"]:
        return None, tokens
    term = fold(token["phrase"] if token["phrase"] is not None else token["word"]).strip()
    return (Query("term", pattern=_pattern(term)) if term.strip("*") else None), rest


def _joined(operator: str, parts: list[Query]) -> Query | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return Query(operator, tuple(parts))


def _pattern(term: str) -> re.Pattern[str]:
    stem = term.rstrip("*")
    body = r"\s+".join(re.escape(word) for word in stem.split())
    start = f"(?<!{_SPACED})" if re.match(_SPACED, stem[0]) else ""
    end = f"(?!{_SPACED})" if re.match(_SPACED, stem[-1]) and not term.endswith("*") else ""
    return re.compile(start + body + end)


def snippet(text: str, query: Query) -> str:
    """Words around the first hit, the hit between » and «; the beginning of the text where none can be shown."""
    plain = unicodedata.normalize("NFKC", " ".join(text.split()))
    spots = [found.span() for pattern in query.patterns() if (found := pattern.search(plain.casefold()))]
    # Case folding can change a text's length (ß becomes ss); then a span of it is none of the text.
    if not spots or len(plain.casefold()) != len(plain):
        return plain[: 2 * _CONTEXT]
    start, end = min(spots)
    left, right = max(0, start - _CONTEXT), end + _CONTEXT
    lead, tail = "…" if left else "", "…" if right < len(plain) else ""
    return f"{lead}{plain[left:start]}»{plain[start:end]}«{plain[end:right]}{tail}"
