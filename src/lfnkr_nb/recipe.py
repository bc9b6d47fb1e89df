"""A recipe: the front matter of a file in briefings/, its content the editor's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lfnkr_nb.errors import HeaderError, LfnkrError, RecipeError, UnsafeFileError
from lfnkr_nb.fields import Problem, read_fields
from lfnkr_nb.header import Header, core_value, read_header, split_text
from lfnkr_nb.header_edit import REMOVE, edit_header
from lfnkr_nb.recipe_problems import line_of_word, recipe_problems
from lfnkr_nb.saving import read_bytes, replace_text
from lfnkr_nb.schema import POST_FIELDS, RECIPE_FIELDS

__all__ = ["NOTHING_CHOSEN", "Recipe"]

_ENCODING = "Open it in an editor, choose its real encoding and save it as UTF-8."
_SCHEMA = {field.name: field for field in RECIPE_FIELDS}
#: Fields that only posts have, and only recipes.
_OF_POSTS = {field.name for field in POST_FIELDS} - _SCHEMA.keys()
_OF_RECIPES = _SCHEMA.keys() - {field.name for field in POST_FIELDS}
#: What a new recipe selects until somebody chooses posts.
NOTHING_CHOSEN: Final = {"public": True}


@dataclass(frozen=True)
class Recipe:
    """What a briefing is made of.

    Attributes:
        values: Typed values by key of `RECIPE_FIELDS`.
        note: The editor's own words, in Markdown.
        path: Its file, if it has one.
        problems: Keys that are no field of the schema.
        text: The file as it was read; empty for a recipe that was never saved.
    """

    values: Mapping[str, Any]
    note: str = ""
    path: Path | None = None
    problems: tuple[Problem, ...] = ()
    text: str = field(default="", repr=False)

    @classmethod
    def make(cls, values: Mapping[str, Any], note: str = "") -> Recipe:
        """A recipe from Python values, read as if they stood in a file.

        Raises:
            RecipeError: A value cannot be read.
        """
        written = edit_header(Header(""), {k: v for k, v in values.items() if v is not None})
        return _checked(read_header(written), note, None, "")

    @classmethod
    def read(cls, path: Path | str) -> Recipe:
        """The recipe in a file.

        Raises:
            RecipeError: The file or one of its values cannot be read; the error names file and line.
        """
        path = Path(path)
        try:
            text = read_bytes(path).decode("utf-8")
        except UnsafeFileError as error:
            raise _as_recipe_error(error) from error
        except UnicodeDecodeError as error:
            raise RecipeError("The recipe is not UTF-8 text", hint=_ENCODING, path=path) from error
        return cls.from_text(text, path)

    @classmethod
    def from_text(cls, text: str, path: Path | None = None) -> Recipe:
        """The recipe in a text, as if it had been read from `path`.

        Raises:
            RecipeError: The text or one of its values cannot be read; the error names file and line.
        """
        try:
            cut = split_text(text, path)
            header = read_header(cut.header, first_line=cut.first_line, path=path)
        except HeaderError as error:
            raise _as_recipe_error(error) from error
        return _checked(header, cut.content.strip(), path, text)

    def line_of(self, word: str, *fields: str) -> int | None:
        """The line of its file on which a word stands in one of some fields, or as a key; None where it does not."""
        if self.path is None or not self.text:
            return None
        cut = split_text(self.text)
        header = read_header(cut.header, first_line=cut.first_line)
        if not fields:
            return header.line(word)
        there = [field for field in fields if field in header.entries]
        lines = (line_of_word(word, field, header) for field in there)
        return next((line for line in lines if line is not None), None)

    def changed(self, values: Mapping[str, Any], note: str | None = None) -> Recipe:
        """The recipe with other values, kept in memory; giving `posts` replaces a selection.

        Args:
            values: New values by key; None takes a key out.
            note: Other words of the editor, in Markdown; None leaves them as they are.

        Raises:
            RecipeError: A value cannot be read.
        """
        note = self.note if note is None else note.strip()
        if not values and note == self.note:
            return self
        kept = {
            k: v for k, v in self.values.items() if not ("posts" in values and k in ("select", "sections"))
        }
        made = Recipe.make({**_writable(kept), **values}, note)
        return Recipe(made.values, note, self.path, self.problems, self.text)

    def to_text(self) -> str:
        """The recipe as its file would say it; of the text it was read from, only changed keys are touched."""
        cut = split_text(self.text)
        old = read_header(cut.header) if cut.before else Header("")
        header = edit_header(old, _changes(old, self.values))
        note = f"\n{self.note}\n" if self.note else ""
        if not cut.before:
            return f"---\n{header}---\n{note}"
        content = cut.content if cut.content.strip() == self.note else _with_breaks(note, cut.closing)
        return cut.before + header + cut.closing + content

    def save(self, path: Path | str) -> Recipe:
        """Write the recipe and return it as saved; in an existing recipe only changed keys are touched.

        Raises:
            ConflictError: The file changed on disk since it was read, or stands there already.
        """
        path = Path(path)
        loaded = self.text if self.path == path else ""
        text = self.to_text() if loaded else Recipe(self.values, self.note).to_text()
        replace_text(path, text, loaded=loaded.encode("utf-8") if loaded else None)
        return Recipe(self.values, self.note, path, self.problems, text)


def _checked(header: Header, note: str, path: Path | None, text: str) -> Recipe:
    _refuse_post(header, path)
    values, problems = read_fields(header, _SCHEMA)
    problems += recipe_problems(header, values)
    wrong = sorted((p for p in problems if p.severity != "note"), key=lambda problem: problem.line or 0)
    errors = [RecipeError(p.message, hint=p.hint, path=path, line=p.line if path else None) for p in wrong]
    if errors:
        errors[0].more = tuple(errors[1:])
        raise errors[0]
    placed = tuple(problem.at(path) if path else problem for problem in problems)
    return Recipe(values, note, path, placed, text)


def _refuse_post(header: Header, path: Path | None) -> None:
    """A post given for a recipe would be written into."""
    if header.raw.keys() & _OF_POSTS and not header.raw.keys() & _OF_RECIPES:
        raise RecipeError("This is a post, no recipe", hint="Recipes lie in briefings/.", path=path)


def _with_breaks(note: str, closing: str) -> str:
    """Words with the line breaks of the file they go into."""
    return note.replace("\n", "\r\n") if "\r\n" in closing else note


def _as_recipe_error(error: LfnkrError) -> RecipeError:
    return RecipeError(error.message, hint=error.hint, path=error.path, line=error.line)


def _changes(old: Header, values: Mapping[str, Any]) -> dict[str, Any]:
    """What has to be written so that a header says `values`: one value can be written in several ways."""
    said, _ = read_fields(old, _SCHEMA)
    gone = {key: REMOVE for key in said if key not in values}
    fresh = _writable({key: value for key, value in values.items() if said.get(key) != value})
    return gone | {key: _as_written(value, key, old, said) for key, value in fresh.items()}


def _as_written(value: Any, key: str, old: Header, said: Mapping[str, Any]) -> Any:
    """Records as short as they may be, and those that stood there already as they were written."""
    field = _SCHEMA.get(key)
    if field is None or field.type != "records":
        return value
    raw = core_value(old.raw[key]) if key in said else []
    listed = raw if isinstance(raw, list) else [raw]
    known = {repr(record): item for record, item in zip(said.get(key, ()), listed, strict=False)}
    return [known.get(repr(record), _short(record, field.keys[0])) for record in value]


def _short(record: Mapping[str, Any], first: str) -> Any:
    """A record that says only what it is about is written as that alone."""
    only = record.get(first)
    return only if list(record) == [first] and isinstance(only, str) else dict(record)


def _writable(values: Mapping[str, Any]) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if hasattr(value, "written"):
            return value.written
        if isinstance(value, tuple | list):
            return [plain(item) for item in value]
        return value

    return {key: plain(value) for key, value in values.items()}
