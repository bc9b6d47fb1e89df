"""Options that several commands of `lfnkr` share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from lfnkr_nb.schema import KINDS, LANGUAGES, STATUSES

__all__ = [
    "Add",
    "chart_options",
    "command",
    "formats",
    "frame_options",
    "include_option",
    "posts_option",
    "register_option",
    "selection_options",
]

#: What adds a command to the parser of all.
Add = Callable[..., argparse.ArgumentParser]


def command(add: Add, name: str, help_text: str) -> argparse.ArgumentParser:
    """The parser of a command, whose module is loaded when it is chosen."""
    from importlib import import_module  # noqa: PLC0415 - what a command does is loaded when it is chosen

    parser = add(name, help=help_text, description=f"{help_text}.")

    def run(options: argparse.Namespace) -> int | None:
        module = import_module(f"lfnkr_nb.commands.{name.replace('import', 'import_')}")
        result: int | None = module.run(options)
        return result

    parser.set_defaults(run=run, parser=parser)
    return parser


def posts_option(parser: argparse.ArgumentParser) -> None:
    """`--posts`."""
    parser.add_argument(
        "--posts", type=Path, metavar="DIR", help="the posts folder (default: found from here upward)"
    )


def selection_options(parser: argparse.ArgumentParser) -> None:
    """The options that choose posts."""
    group = parser.add_argument_group("which posts")
    group.add_argument("--category", action="append", metavar="NAME", help="in this category or its children")
    group.add_argument("--tag", action="append", metavar="NAME", help="with this tag")
    group.add_argument(
        "--kind",
        action="append",
        choices=KINDS,
        metavar="KIND",
        help=f"of this kind; pages are chosen only so: {', '.join(KINDS)}",
    )
    group.add_argument("--lang", action="append", metavar="TAG", help="in this language: en, ja, ko, …")
    group.add_argument("--since", metavar="DATE", help="not before: 2017, 2017-09 or 2017-09-04")
    group.add_argument("--until", metavar="DATE", help="not after; the last day is included")
    group.add_argument("--text", metavar="QUERY", help="fulfilling a search, written as for `lfnkr search`")


def include_option(parser: argparse.ArgumentParser) -> None:
    """`--include`."""
    parser.add_argument(
        "--include",
        action="append",
        choices=[*(status for status in STATUSES if status != "publish"), "password"],
        help="let posts of this status go out as well",
    )


def formats(parser: argparse.ArgumentParser) -> None:
    """`--csv` and `--json`."""
    formats = parser.add_mutually_exclusive_group()
    formats.add_argument("--csv", action="store_true", help="as CSV on standard output")
    formats.add_argument("--json", action="store_true", help="as JSON lines on standard output")


def frame_options(parser: argparse.ArgumentParser) -> None:
    """The options of commands that list a frame."""
    selection_options(parser)
    formats(parser)
    posts_option(parser)


def chart_options(parser: argparse.ArgumentParser) -> None:
    """The options of commands that can draw."""
    parser.add_argument("--chart", type=Path, metavar="FILE", help="draw it as x.svg or x.png as well")
    parser.add_argument(
        "--words", choices=LANGUAGES, default="en", help="language of the words on the chart (default: en)"
    )


def register_option(parser: argparse.ArgumentParser) -> None:
    """`--register`."""
    parser.add_argument(
        "--register",
        type=Path,
        metavar="FILE",
        help="whose names are looked for (default: private/register.yaml beside posts/)",
    )
