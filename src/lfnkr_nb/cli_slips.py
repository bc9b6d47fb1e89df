"""Slips on the command line: the usage of the command that was meant, and the word that was nearly typed."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from lfnkr_nb.escaping import visible

__all__ = ["Parser"]


class Parser(argparse.ArgumentParser):
    """argparse with the usage of the command that was meant, and with the nearest word for a slip of the pen."""

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """The options; what no option is called is said by the command it was given to."""
        options, unknown = self.parse_known_args(args, namespace)
        if unknown:
            chosen: Parser = getattr(options, "parser", self)
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
        elif wrong := re.match(r".*: invalid choice: '(.*?)' \(choose from (.*)\)", message):
            close = _nearest(wrong[1], re.findall(r"[\w-]+", wrong[2]))
            message += f"; did you mean {close}?" if close else ""
        super().error(visible(message))

    def _commands(self) -> list[str]:
        choices = [action.choices or () for action in self._actions if action.nargs == argparse.PARSER]
        return [str(name) for names in choices for name in names]


def _nearest(word: str, known: Iterable[str]) -> str:
    """The known word that a word is nearly like; empty when there is none."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for a slip of the pen

    return next(iter(get_close_matches(word, list(known), n=1)), "")
