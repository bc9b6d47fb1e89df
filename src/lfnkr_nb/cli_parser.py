"""The commands and options of `lfnkr`; docs/reference.md is made from them."""

from __future__ import annotations

import argparse

from lfnkr_nb import __version__, cli_analysis, cli_briefings, cli_house, cli_posts
from lfnkr_nb.cli_options import Add
from lfnkr_nb.cli_slips import Parser

__all__ = ["build_parser"]


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands and options; docs/reference.md is made from it."""
    parser = Parser(
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
