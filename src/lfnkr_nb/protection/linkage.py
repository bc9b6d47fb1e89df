"""Posts that together say more about a person than each alone.

A label hides a name; the year in one post, the town in another and the age in a third may still lead to the person.
This warns and never resolves: whether the same person is meant, and whether that matters, is for people to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from lfnkr_nb.fields import Problem

if TYPE_CHECKING:
    from lfnkr_nb.post import Post

__all__ = ["Linkage", "linkage_problems", "linkages"]

#: Initials in capitals: K. M., K.M., Kim S., Ms. K, K氏; a single letter with a dot is too little.
_INITIALS: Final = re.compile(
    r"(?<![\w.])([A-Z])[.．][ \u00a0-]?([A-Z])[.．]?(?!\w)"
    r"|(?<!\w)([A-Z])[a-z]+ ([A-Z])\.(?! ?[A-Z]\w)"
    r"|(?:Mr|Ms|Mrs|Miss)\.? ([A-Z])(?!\w)()"
    r"|(?<!\w)([A-Z])(?:さん|氏|씨|-san)()"
)
#: Two or three capitalised words, one perhaps hyphenated.
_NAME: Final = re.compile(r"(?<![\w.])([A-Z])[a-z]+[ \u00a0]([A-Z])[a-z]+(?:[ -]([A-Za-z])[a-z]+)?(?!\w)")
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_AGE: Final = re.compile(
    r"(?:aged?|at the age of|was|is|turned) (\d{1,2})(?= (?:years|when)|[,.;)]|$)"
    r"|(\d{1,2})[- ]years?[- ]old|(\d{1,2}) ?(?:歳|才|세|살)"
)
_PLACE: Final = re.compile(
    r"\b(?:in|at|from|near|of|to|outside|around|left|reached) "
    r"([A-Z][a-z]+(?:-[a-z]+)?(?: (?:County|City|Province|Prison|Camp))?)"
    r"|([㐀-鿿]{2,4}[市県省郡里])|([가-힣]{2,4}[시도군])(?=[ 에의를을,.]|에서|$)"
)
_KIN: Final = {
    word: words[0]
    for words in (
        ("mother", "mom", "mum", "母", "母親", "어머니", "엄마"),
        ("father", "dad", "父", "父親", "아버지", "아빠"),
        ("sister", "sisters", "姉", "妹", "누나", "언니", "여동생"),
        ("brother", "brothers", "兄", "弟", "오빠", "형", "남동생"),
        ("daughter", "daughters", "娘", "딸"),
        ("son", "sons", "息子", "아들"),
        ("wife", "妻", "아내"),
        ("husband", "夫", "남편"),
        ("aunt", "叔母", "伯母", "이모", "고모"),
        ("uncle", "叔父", "伯父", "삼촌"),
        ("grandmother", "祖母", "할머니"),
        ("grandfather", "祖父", "할아버지"),
        ("cousin", "従兄弟", "사촌"),
    )
    for word in words
}
_WORDS: Final = re.compile(r"[A-Za-z]+|[㐀-鿿]+|[가-힣]+")

#: Words after `in` or `of` that begin with a capital and are no place, or too large a one.
_NO_PLACES: Final = frozenset(
    {
        *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
        *(
            "November",
            "December",
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ),
        *(
            "North",
            "South",
            "East",
            "West",
            "Korea",
            "China",
            "Japan",
            "Mr",
            "Ms",
            "Mrs",
            "Dr",
            "The",
            "Her",
            "His",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a post tells of people: initials, full names by their initials, years, ages, places, kinship words."""

    initials: frozenset[str]
    names: frozenset[str]
    years: frozenset[str]
    ages: frozenset[str]
    places: frozenset[str]
    kin: frozenset[str]


@dataclass(frozen=True, slots=True)
class Linkage:
    """Two posts of a selection that together may say more about one person than each alone.

    Attributes:
        first, second: The posts.
        shared: What both say, in words: `initials K. M.`, `2011`, `Hyesan`, `age 34`, `mother`.
        lines: For each of the posts the lines that say so, as (line of the file, text).
    """

    first: Post
    second: Post
    shared: tuple[str, ...]
    lines: tuple[tuple[tuple[int, str], ...], tuple[tuple[int, str], ...]]


def linkages(posts: Iterable[Post]) -> list[Linkage]:
    """The pairs of posts that may speak of one person, those with most in common first.

    A pair is shown when both carry the same label or initials, or one the initials and the other a name with
    these initials, and a year, age or place in common; or when an age and a place, or a place, a year and a
    kinship word are the same.
    """
    told = [(post, _told(post)) for post in posts]
    found = [_linkage(a, b) for a, b in combinations(told, 2)]
    return sorted(
        filter(None, found), key=lambda link: (-len(link.shared), link.first.slug, link.second.slug)
    )


def linkage_problems(posts: Iterable[Post]) -> Iterator[Problem]:
    """The same as warnings, side by side, for `Briefing.check`."""
    for link in linkages(posts):
        told = "; ".join(
            f"line {number}: {text}" for number, text in (*link.lines[0][:2], *link.lines[1][:2])
        )
        pair = f"`{link.first.slug}` and `{link.second.slug}`"
        message = f"{pair} may speak of one person: both say {', '.join(link.shared)}"
        hint = f"Read them side by side ({told}); leave one out, or make places and dates coarser."
        line = link.lines[0][0][0] if link.lines[0] else None
        yield Problem(message, hint, "", line, "warning", link.first.path)


def _told(post: Post) -> Told:
    text = post.content
    initials = {"".join(filter(None, found.groups())) for found in _INITIALS.finditer(text)}
    names = {"".join(filter(None, found.groups())).upper() for found in _NAME.finditer(text)}
    labels = {"".join(re.findall(r"[A-Z]", label)) for label in post.get("protect", ())}
    places = {"".join(found) for found in _PLACE.findall(text)} - _NO_PLACES
    return Told(
        initials=frozenset(filter(None, initials | labels)),
        names=frozenset(names),
        years=frozenset(_YEAR.findall(text)),
        ages=frozenset(a or b or c for a, b, c in _AGE.findall(text)),
        places=frozenset(places),
        kin=frozenset(_KIN[word] for word in map(str.lower, _WORDS.findall(text)) if word in _KIN),
    )


def _linkage(one: tuple[Post, Told], other: tuple[Post, Told]) -> Linkage | None:
    (first, a), (second, b) = one, other
    people = _people(a, b)
    facts = [
        *sorted(a.years & b.years),
        *sorted(a.places & b.places),
        *(f"age {n}" for n in sorted(a.ages & b.ages)),
    ]
    kin = sorted(a.kin & b.kin)
    close = bool(a.ages & b.ages and a.places & b.places) or bool(
        a.places & b.places and a.years & b.years and kin
    )
    if not (people and facts) and not close:
        return None
    shared = (*people, *facts, *kin)
    return Linkage(first, second, shared, (_lines(first, shared), _lines(second, shared)))


def _people(a: Told, b: Told) -> list[str]:
    """Initials that both have, or that one has and a full name of the other fits."""
    same = {i for i in a.initials & b.initials if len(i) > 1}
    fitting = {
        i
        for x, y in ((a, b), (b, a))
        for i in x.initials
        for name in y.names
        if len(i) > 1 and _fits(i, name)
    }
    return [f"initials {'. '.join(initials)}." for initials in sorted(same | fitting)]


def _fits(initials: str, name: str) -> bool:
    """Whether initials are those of a name, family first or last."""
    return initials in (name, name[0] + name[-1], name[-1] + name[0], name[:2])


def _lines(post: Post, shared: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """The lines of a post that say what is shared."""
    wanted = [part.removeprefix("age ").removeprefix("initials ") for part in shared]
    kin = {word for word, kin in _KIN.items() if kin in shared}
    first = post.text.count("\n", 0, len(post.text) - len(post.content)) + 1
    found = []
    for number, line in enumerate(post.content.splitlines(), first):
        words = set(map(str.lower, _WORDS.findall(line)))
        if any(part in line for part in wanted) or kin & words:
            found.append((number, line.strip()[:120]))
    return tuple(found)
