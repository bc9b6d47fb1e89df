"""A query as a tree: what is looked for at its leaves, and how that is joined."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["And", "Filter", "Meaning", "Node", "Not", "Or", "Phrase", "Term"]


@dataclass(frozen=True)
class Term:
    """A word, or the words of a phrase.

    Attributes:
        text: As written, without its quotes and star.
        tokens: What is compared, in order.
        prefix: Whether the last token may go on: `repat*`.
        exact: Whether it stands in quotes: then no other form or synonym of it counts.
        field: `title`, or empty for title and text.
    """

    text: str
    tokens: tuple[str, ...]
    prefix: bool = False
    exact: bool = False
    field: str = ""


@dataclass(frozen=True)
class Phrase:
    """Tokens in order.

    Attributes:
        tokens: The tokens.
        prefix: Whether the last may go on.
        weight: How much an occurrence counts.
    """

    tokens: tuple[str, ...]
    prefix: bool = False
    weight: float = 1.0


@dataclass(frozen=True)
class Meaning:
    """All phrases that a term stands for; `field` is `title` or empty, as in `Term`.

    `alone` are the terms of a name of several words: a text that has each of them fulfils it, too.
    """

    phrases: tuple[Phrase, ...]
    field: str = ""
    alone: tuple[Meaning, ...] = ()


@dataclass(frozen=True)
class Filter:
    """A condition on a field: one of `FILTERS` of `query.py`, and its value."""

    name: str
    value: str


@dataclass(frozen=True)
class And:
    """All of its parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    """At least one of its parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    """Whatever its part is not."""

    part: Node


Node = Term | Meaning | Filter | And | Or | Not
