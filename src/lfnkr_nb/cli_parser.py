"""The commands and options of `lfnkr`; docs/reference.md is made from them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from lfnkr_nb import __version__, cli_analysis, cli_briefings, cli_house, cli_posts
from lfnkr_nb.cli_options import Add
from lfnkr_nb.escaping import visible

__all__ = ["build_parser"]


class _Parser(argparse.ArgumentParser):
    """argparse with the usage of the command that was meant, and with the nearest word for a slip of the pen."""

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """The options; what no option is called is said by the command it was given to."""
        options, unknown = self.parse_known_args(args, namespace)
        if unknown:
            chosen: _Parser = getattr(options, "parser", self)
            chosen.error(f"unrecognized arguments: {' '.join(unknown)}{chosen.nearest(unknown)}")
        return options

    def nearest(self, unknown: Sequence[str]) -> str:
        """The options that unknown ones are nearly called like, as a question."""
        asked = [word.partition("=")[0] for word in unknown if word.startswith("-")]
        found = (_nearest(word, self._option_string_actions) for word in asked)
        meant = list(dict.fromkeys(filter(None, found)))
        return f" (did you mean {' and '.join(meant)}?)" if meant else ""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, and end with 2.

        argparse repeats what was typed, which may be the name of a file that somebody else chose.
        """
        if wrong := re.match(r"argument (?:COMMAND|ACTION): invalid choice: '(.*?)'", message):
            close = _nearest(wrong[1], self._commands())
            meant = f"Did you mean `{close}`?" if close else f"`{self.prog} --help` lists them."
            message = f"there is no command `{wrong[1]}`. {meant}"
        super().error(visible(message))

    def _commands(self) -> list[str]:
        choices = [action.choices or () for action in self._actions if action.nargs == argparse.PARSER]
        return [str(name) for names in choices for name in names]


def _nearest(word: str, known: Iterable[str]) -> str:
    """The known word that a word is nearly like; empty when there is none."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for a slip of the pen

    return next(iter(get_close_matches(word, list(known), n=1)), "")


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands and options; docs/reference.md is made from it."""
    parser = _Parser(
        prog="lfnkr",
        description="Turn an archive of posts into briefings people can stand behind.",
        epilog="`lfnkr COMMAND --help` explains a command. Exit codes: 0 done, 1 a fault of the program, 2 wrong "
        "input, 3 refused by the gate, 4 import with losses, 130 stopped.",
    )
    parser.add_argument("--version", action="version", version=f"lfnkr-nb {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add: Add = commands.add_parser
    for group in (cli_briefings, cli_posts, cli_analysis, cli_house):
        group.add_commands(add)
    return parser
