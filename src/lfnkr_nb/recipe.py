"""A recipe: the front matter of a file in briefings/, its content the editor's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lfnkr_nb.errors import HeaderError, LfnkrError, RecipeError, UnsafeFileError
from lfnkr_nb.fields import Problem, read_fields
from lfnkr_nb.header import Header, read_header, split_text
from lfnkr_nb.header_edit import REMOVE, edit_header
from lfnkr_nb.saving import read_bytes, replace_text
from lfnkr_nb.schema import RECIPE_FIELDS

__all__ = ["Recipe"]

_SCHEMA = {field.name: field for field in RECIPE_FIELDS}


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
            cut = split_text(text, path)
            header = read_header(cut.header, first_line=cut.first_line, path=path)
        except (HeaderError, UnsafeFileError) as error:
            raise _as_recipe_error(error) from error
        except UnicodeDecodeError as error:
            raise RecipeError("The recipe is not UTF-8 text", hint="Save it as UTF-8.", path=path) from error
        return _checked(header, cut.content.strip(), path, text)

    def changed(self, values: Mapping[str, Any]) -> Recipe:
        """The recipe with other values, kept in memory; giving `posts` replaces a selection.

        Raises:
            RecipeError: A value cannot be read.
        """
        if not values:
            return self
        kept = {
            k: v for k, v in self.values.items() if not ("posts" in values and k in ("select", "sections"))
        }
        made = Recipe.make({**_writable(kept), **values}, self.note)
        return Recipe(made.values, self.note, self.path, self.problems, self.text)

    def save(self, path: Path | str) -> Recipe:
        """Write the recipe and return it as saved; in an existing recipe only changed keys are touched.

        Raises:
            ConflictError: The file changed on disk since it was read, or stands there already.
        """
        path = Path(path)
        same = self.path == path
        cut = split_text(self.text if same else "")
        old = read_header(cut.header) if cut.before else Header("")
        header = edit_header(old, _changes(old, self.values))
        note = f"\n{self.note}\n" if self.note else ""
        text = f"---\n{header}---\n{note}"
        if same and cut.before:
            text = (
                cut.before
                + header
                + cut.closing
                + (cut.content if cut.content.strip() == self.note else note)
            )
        replace_text(path, text, loaded=self.text.encode("utf-8") if same and self.text else None)
        return Recipe(self.values, self.note, path, self.problems, text)


def _checked(header: Header, note: str, path: Path | None, text: str) -> Recipe:
    values, problems = read_fields(header, _SCHEMA)
    for problem in problems:
        if problem.severity != "note":
            raise RecipeError(
                problem.message, hint=problem.hint, path=path, line=problem.line if path else None
            )
    placed = tuple(problem.at(path) if path else problem for problem in problems)
    return Recipe(values, note, path, placed, text)


def _as_recipe_error(error: LfnkrError) -> RecipeError:
    return RecipeError(error.message, hint=error.hint, path=error.path, line=error.line)


def _changes(old: Header, values: Mapping[str, Any]) -> dict[str, Any]:
    """What has to be written so that a header says `values`: one value can be written in several ways."""
    said, _ = read_fields(old, _SCHEMA)
    gone = {key: REMOVE for key in said if key not in values}
    return gone | _writable({key: value for key, value in values.items() if said.get(key) != value})


def _writable(values: Mapping[str, Any]) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if hasattr(value, "written"):
            return value.written
        if isinstance(value, tuple | list):
            return [plain(item) for item in value]
        return value

    return {key: plain(value) for key, value in values.items()}
