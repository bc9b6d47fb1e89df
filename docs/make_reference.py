"""Make docs/reference.md from the schema, the frames, the command line and the errors.

Run `python docs/make_reference.py` after a change of one of them; with `--check` nothing is written, and the exit
code is 1 when the file on disk is another one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, get_args

from lfnkr_nb.cli_parser import build_parser
from lfnkr_nb.errors import GateError, LfnkrError
from lfnkr_nb.frame_schema import DATASET, FRAMES, Column
from lfnkr_nb.schema import POST_FIELDS, QUALIFIERS, RECIPE_FIELDS, Field, FieldType
from lfnkr_nb.selection import CONDITIONS

PAGE: Final = Path(__file__).resolve().parent / "reference.md"

OPENING: Final = """\
# Reference

This page is made from the code by `python docs/make_reference.py`. Do not edit it by hand. The words it uses are
explained in the [glossary](glossary.md). `lfnkr import` has [a page of its own](import.md).
"""

#: What each type of a field looks like in a file. The keys are those of `schema.FieldType`.
TYPES: Final[dict[str, str]] = {
    "text": "one line",
    "lines": "text of several lines, or a list of lines",
    "markdown": "text with inline Markdown",
    "date": "a moment with its zone (`2017-09-04T10:00:00+09:00`), or as much as is known: `2017`, `2017-09`, "
    "`2017-09-04`; `null` when nobody knows",
    "flag": "`true` or `false`",
    "count": "a whole number, 1 or more",
    "choice": "one of the values listed",
    "language": "a language tag such as `en`, `ja`, `ko`",
    "slug": "the slug of a post",
    "names": "a list of texts; one text is taken as a list of one",
    "slugs": "a list of slugs",
    "terms": "a list of categories; `Relief > Food` is a child of `Relief`",
    "records": "a list of mappings with the keys listed",
    "mapping": "a mapping, kept as it is",
}

FRAME_NOTES: Final[dict[str, str]] = {
    "posts": "`archive.posts`: one row a post, newest first. The index is the key of the post: its slug, or its "
    "path without `.md` where two posts share a slug.",
    "terms": "`archive.terms`: one row for each category and tag of each post.",
    "links": "`archive.links`: one row for each link of each post.",
    "images": "`archive.images`: one row for each picture of each post.",
    "trend": "`archive.trend(query)`: one row for each search, concept tag and period, and one for posts of no sure "
    "period.",
    "characteristic": "`archive.characteristic(by=...)`: one row a term, by period, the most characteristic first.",
    "places": "`archive.places`: one row for each mention of a place of the gazetteer.",
    "cooccurrence": "`archive.cooccurrence(terms)`: one row a pair that shares a post, the closest first.",
    "figures": "`archive.figures`: one row for each figure a post claims, posts newest first, in reading order.",
    "contested": "`archive.contested()`: claims about one event that give different numbers, side by side.",
    "dates": "`archive.dates`: one row for each date a post mentions, in reading order.",
    "events": "`archive.events`: one row for each dated happening that posts tell of, the latest first, "
    "those without a year last.",
    "threads": "`archive.threads`: one row for each pair of posts of which one continues the other, or may.",
    "problems": "`archive.problems` and `briefing.problems`: what `check` found, errors first.",
    "related": "`archive.related(key)`: one row for each post that is related to one, with the reason.",
    "near_duplicates": "`archive.near_duplicates()`: one row a pair of posts whose texts are nearly the same.",
    "search": "`archive.search(query)`: one row a hit, best first. The index is the key of the post.",
}

DATASET_NOTE: Final = (
    "`archive.to_parquet(DIR)`: one row a post, newest first within a year, in `DIR/year=2017/part-0.parquet`. "
    "`DIR/_schema.json` says the same as this table."
)

#: Exit codes of the command. Codes 2 and 3 are read from the errors themselves.
EXIT_CODES: Final[dict[int, str]] = {
    0: "Done. For `import`: nothing was lost.",
    1: "Stopped by a fault of the program itself. Please report it.",
    LfnkrError.exit_code: "Wrong input, or `check` found errors (with `--strict`: warnings). The message says what "
    "to do next.",
    GateError.exit_code: "Refused, and no file is left: the gate found something, the register cannot be used or lacks "
    "a label of `protect:`. For `gate`: something was found. For `clear`: the signature does not count.",
    4: "`import` finished, and something of the export is in no file. The receipt names each loss.",
    130: "Stopped with ctrl-C. Nothing was left half-written.",
}


def reference() -> str:
    """The whole page as text."""
    parts = [OPENING, *_commands(), *_fields(), *_frames(), *_exit_codes()]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


# --- commands -----------------------------------------------------------------------------------------------


def subcommands(
    parser: argparse.ArgumentParser | None = None,
) -> dict[str, tuple[str, argparse.ArgumentParser]]:
    """The help line and parser of each command of `lfnkr`, or of each action of a command, in order."""
    for action in (
        parser or build_parser()
    )._actions:  # argparse has no public way to list what a parser knows
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            return {name: (helps[name], own) for name, own in action.choices.items()}
    return {}


def options_of(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """The arguments and options of a command, `--help` left out."""
    return [action for action in parser._actions if not isinstance(action, argparse._HelpAction)]


def _commands() -> Iterator[str]:
    yield "## Commands\n\nEach command finds the archive from the working folder upward, or takes `--posts DIR`.\n"
    for name, (help_text, parser) in subcommands().items():
        yield f"### lfnkr {name}\n\n{help_text}.\n"
        yield from _actions(name, parser) or _options(parser)


def _actions(name: str, parser: argparse.ArgumentParser) -> list[str]:
    """The actions of a command, each with its options; none for a command that is one action itself."""
    made = []
    for action, (help_text, own) in subcommands(parser).items():
        made += [f"`lfnkr {name} {action}`: {help_text}\n", *_options(own)]
    return made


def _options(parser: argparse.ArgumentParser) -> list[str]:
    rows = [(_written(action), _cell(_explained(action))) for action in options_of(parser)]
    return [_table(("argument or option", "meaning"), rows)]


def _written(action: argparse.Action) -> str:
    name = action.metavar if isinstance(action.metavar, str) else action.dest
    if not action.option_strings:
        return f"`{name}`" + {"+": " (one or more)", "?": " (may be left out)"}.get(str(action.nargs), "")
    takes = (
        ""
        if action.nargs == 0
        else f" {action.metavar or ('VALUE' if action.choices else action.dest.upper())}"
    )
    return f"`{', '.join(action.option_strings)}{takes}`"


def _explained(action: argparse.Action) -> str:
    parts = [action.help or ""]
    if action.choices and not all(str(choice) in parts[0] for choice in action.choices):
        parts.append(f"one of {_list(action.choices)}")
    if isinstance(action, argparse._AppendAction):
        parts.append("may be repeated")
    return "; ".join(parts)


# --- fields -------------------------------------------------------------------------------------------------


def _fields() -> Iterator[str]:
    yield "## Types of fields\n"
    yield _table(("type", "how it is written"), [(name, TYPES[name]) for name in get_args(FieldType)])
    yield (
        "## Front matter of a post\n\nEvery field may be left out. A field that is not listed here stays in the file "
        "and is reported by `check` as a note.\n"
    )
    yield _field_table(POST_FIELDS)
    yield f"The `qualifier` of a figure is one of {_list(QUALIFIERS)}.\n"
    yield (
        "## Fields of a recipe\n\nA recipe is the front matter of a file in `briefings/`. The text below it is the "
        "editor's own words.\n"
    )
    yield _field_table(RECIPE_FIELDS)
    yield (
        "## Conditions of select\n\nFor `select:` in a recipe and `Archive.select` in Python. All conditions must "
        "hold. A list means any of its values. Every front-matter field is a condition as well, and so is `status`.\n"
    )
    yield _table(("condition", "meaning"), [(f"`{name}`", _cell(text)) for name, text in CONDITIONS.items()])


def _field_table(fields: Sequence[Field]) -> str:
    rows = [(f"`{field.name}`", field.type, _cell(_meaning(field)), _cell(field.default)) for field in fields]
    return _table(("field", "type", "meaning", "when left out"), rows)


def _meaning(field: Field) -> str:
    text = field.meaning
    if field.allowed:
        text += f" One of {_list(field.allowed)}."
    if field.keys:
        text += f" Keys: {_list(field.keys)}."
    return text


# --- frames and exit codes ----------------------------------------------------------------------------------


def _frames() -> Iterator[str]:
    yield "## Frames\n\nThe DataFrames of an archive, column by column. `str` is the string dtype of pandas.\n"
    for name, columns in FRAMES.items():
        yield f"### {name}\n\n{FRAME_NOTES[name]}\n"
        yield _table(("column", "dtype", "meaning"), [_column_row(column) for column in columns])
    yield f"### Parquet data set\n\n{DATASET_NOTE}\n"
    yield _table(("column", "type", "meaning"), [_column_row(column) for column in DATASET])


def _column_row(column: Column) -> tuple[str, str, str]:
    return f"`{column.name}`", f"`{column.dtype}`", _cell(column.meaning)


def _exit_codes() -> Iterator[str]:
    yield "## Exit codes\n"
    yield _table(("code", "meaning"), [(str(code), text) for code, text in EXIT_CODES.items()])


# --- Markdown -----------------------------------------------------------------------------------------------


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _list(values: Iterable[object]) -> str:
    return ", ".join(f"`{value}`" for value in values)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or with `--check` only compare it; returns the exit code."""
    parser = argparse.ArgumentParser(description="Make docs/reference.md from the code.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 when the page is not up to date"
    )
    text = reference()
    if not parser.parse_args(arguments).check:
        PAGE.write_text(text, encoding="utf-8", newline="\n")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    print("docs/reference.md is not up to date: run `python docs/make_reference.py`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
