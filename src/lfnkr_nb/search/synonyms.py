"""Synonyms: the package's own list for this field, and the archive's own `synonyms.yaml` beside posts/."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lfnkr_nb.errors import SynonymsError, UnsafeFileError
from lfnkr_nb.saving import read_bytes
from lfnkr_nb.search.folding import BREAK, tokens
from lfnkr_nb.search.stems import stem

if TYPE_CHECKING:
    import yaml

__all__ = ["FILE_NAME", "Synonyms", "key_of", "load_synonyms", "read_groups"]

FILE_NAME: Final = "synonyms.yaml"
_ALONE: Final = "only these"
_MOST_BYTES: Final = 1_000_000
_FORM: Final = "Write each line as `- [North Korea, NK, 北朝鮮]`."

Phrase = tuple[str, ...]


def key_of(phrase: Iterable[str]) -> Phrase:
    """What stands for a phrase in whatever forms its English words are."""
    return tuple(stem(token) for token in phrase)


@dataclass(frozen=True)
class Group:
    """Words that find each other, or that all find what `finds` holds.

    Attributes:
        words: Phrases as tokens; a search for one of them is a search for the others.
        finds: What they find in addition, one way.
    """

    words: tuple[Phrase, ...]
    finds: tuple[Phrase, ...] = ()


class Synonyms:
    """The phrases that a phrase finds in addition."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._found: dict[Phrase, list[Phrase]] = {}
        for group in groups:
            for word in group.words:
                others = [*group.words, *group.finds]
                self._found.setdefault(key_of(word), []).extend(o for o in others if o != word)
        self.longest = max(map(len, self._found), default=0)

    def __len__(self) -> int:
        return len(self._found)

    def of(self, phrase: Phrase) -> tuple[Phrase, ...]:
        """What a phrase finds in addition, each once; nothing for a phrase without synonyms."""
        return tuple(dict.fromkeys(self._found.get(key_of(phrase), ())))


def load_synonyms(root: Path) -> Synonyms:
    """The synonyms for the archive in a folder.

    Raises:
        SynonymsError: Its file cannot be understood; the error names the line.
    """
    path = root / FILE_NAME
    try:
        status = path.lstat()
    except OSError:
        return _own()
    return _with_file(path, (status.st_mtime_ns, status.st_size, status.st_ino))


@lru_cache(maxsize=1)
def _own() -> Synonyms:
    return Synonyms(_package_groups())


@lru_cache(maxsize=1)
def _package_groups() -> tuple[Group, ...]:
    path = Path(str(files("lfnkr_nb.search"))) / FILE_NAME
    return tuple(read_groups(path.read_text(encoding="utf-8"), path)[0])


@lru_cache(maxsize=8)
def _with_file(path: Path, state: tuple[int, int, int]) -> Synonyms:  # noqa: ARG001 - read again when it changed
    try:
        data = read_bytes(path)
    except UnsafeFileError as error:
        raise SynonymsError(error.message, hint=error.hint, path=path) from error
    if len(data) > _MOST_BYTES:
        raise SynonymsError("The file is too large", hint="Keep it under 1 MB.", path=path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SynonymsError(
            "The file is not UTF-8 text", hint="Save it as UTF-8.", path=path, line=line
        ) from error
    groups, alone = read_groups(text, path)
    return Synonyms(groups if alone else [*_package_groups(), *groups])


def read_groups(text: str, path: Path) -> tuple[list[Group], bool]:
    """The groups of a file of synonyms, and whether they are to be used alone.

    Raises:
        SynonymsError: A line cannot be understood.
    """
    groups, alone = [], False
    for line, item in _items(text, path):
        if item == _ALONE:
            alone = True
        elif isinstance(item, str):
            raise _error(path, line, f"`{item}` is no list of words", _FORM)
        else:
            groups.append(_group(item, path, line))
    return groups, alone


def _group(item: list[str] | dict[str, list[str]], path: Path, line: int) -> Group:
    if isinstance(item, dict):
        word, finds = next(iter(item.items()))
        return Group((_phrase(word, path, line),), tuple(_phrase(each, path, line) for each in finds))
    words = [_phrase(word, path, line) for word in item]
    if len(words) < 2:
        raise _error(path, line, "A word alone has no synonyms", _FORM)
    for place, written in enumerate(item):
        if written in item[:place]:
            raise _error(path, line, f"`{written}` stands here twice", "Take one of them away.")
    return Group(tuple(dict.fromkeys(words)))


def _phrase(word: str, path: Path, line: int) -> Phrase:
    found = tuple(tokens(word))
    if not found or set(found) == {BREAK}:
        raise _error(path, line, f"`{word}` has no letters to look for", "Write a word or a name.")
    return found


Item = str | list[str] | dict[str, list[str]]


def _items(text: str, path: Path) -> Iterator[tuple[int, Item]]:
    """The items of the list that a file is, each with its line."""
    import yaml  # noqa: PLC0415 - only for a search

    events = _events(text, path)
    kinds = (yaml.StreamStartEvent, yaml.DocumentStartEvent)
    start = next((event for event in events if not isinstance(event, kinds)), None)
    if isinstance(start, yaml.StreamEndEvent) or start is None:
        return
    if not isinstance(start, yaml.SequenceStartEvent):
        if isinstance(start, yaml.ScalarEvent) and not start.value:
            return
        raise _error(path, _line(start), "The file is no list", _FORM)
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        yield _line(event), _item(event, events, path)


def _events(text: str, path: Path) -> Iterator[yaml.Event]:
    """The events of YAML, without whatever a list of words does not need."""
    import yaml  # noqa: PLC0415

    try:
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise _error(path, _line(event), "Anchors and aliases are not read here", "Write it out.")
            if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
                raise _error(path, _line(event), "Tags are not read here", "Put the word in quotes.")
            yield event
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or "it is no YAML"
        hint = "Put words with : # ' or brackets in double quotes."
        raise _error(path, mark.line + 1 if mark else 1, f"The file cannot be read ({what})", hint) from error


def _item(event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> Item:
    import yaml  # noqa: PLC0415

    if isinstance(event, yaml.ScalarEvent):
        return str(event.value)
    if isinstance(event, yaml.SequenceStartEvent):
        return _words(events, path)
    word, start = next(events), next(events)
    if isinstance(word, yaml.ScalarEvent) and isinstance(start, yaml.SequenceStartEvent):
        found = {str(word.value): _words(events, path)}
        if isinstance(next(events), yaml.MappingEndEvent):
            return found
    raise _error(path, _line(event), "This is no list of words", "Write `- UN: [United Nations, 国連]`.")


def _words(events: Iterator[yaml.Event], path: Path) -> list[str]:
    """The words of a list that has begun."""
    import yaml  # noqa: PLC0415

    found: list[str] = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            return found
        if not isinstance(event, yaml.ScalarEvent):
            raise _error(path, _line(event), "A list of words holds words only", _FORM)
        found.append(str(event.value))
    return found


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return int(mark.line) + 1 if mark is not None else 1


def _error(path: Path, line: int, message: str, hint: str) -> SynonymsError:
    return SynonymsError(message, hint=hint, path=path, line=line)
