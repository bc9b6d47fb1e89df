"""The commands of `lfnkr` for an archive as a whole: its folder, its register, the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lfnkr_nb.cli_options import (
    Add,
    command,
    posts_option,
)

__all__ = ["add_commands"]


def add_commands(add: Add) -> None:
    """Add them to the parser."""
    for adding in (_init, _protect, _lab, _demo):
        adding(add)


#: What each action of `protect` does.
_SAID: Final = {
    "add": "Add a person to the register; the names are asked for, or read from standard input",
    "list": "List the people of the register by their labels, with consent and age",
    "check": "Check the register, and the posts that name its labels",
}


def _init(add: Add) -> None:
    parser = command(add, "init", "Make a folder for an archive of your own")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the new folder")


def _protect(add: Add) -> None:
    parser = command(add, "protect", "Keep the register of names that stay inside")
    actions = parser.add_subparsers(metavar="ACTION", required=True, dest="action", help="what to do")
    adding = actions.add_parser("add", help=_SAID["add"])
    adding.add_argument("label", help="what readers see in place of the name; not the true initials")
    adding.add_argument(
        "--family", action="append", metavar="NAME", help="the family name; repeat, or use commas"
    )
    adding.add_argument(
        "--given", action="append", metavar="NAME", help="the given name; repeat, or use commas"
    )
    adding.add_argument(
        "--exact", action="append", metavar="NAME", help="a spelling to find as it is written"
    )
    adding.add_argument(
        "--given-alone", action="store_true", help="the given name counts when it stands alone"
    )
    adding.add_argument("--scope", choices=("label", "name"), help="what may be printed (default: label)")
    adding.add_argument("--until", metavar="DATE", help="last day of the consent; needed for --scope name")
    age = adding.add_mutually_exclusive_group()
    age.add_argument("--minor", action="store_true", help="the person is under age")
    age.add_argument("--of-age", action="store_true", help="the person is of age")
    listing = actions.add_parser("list", help=_SAID["list"])
    listing.add_argument("--names", action="store_true", help="print the names too")
    checking = actions.add_parser("check", help=_SAID["check"])
    checking.add_argument(
        "--look-alikes",
        action="store_true",
        help="list what looks like a name without being one, for you to judge",
    )
    checking.add_argument("--strict", action="store_true", help="exit 2 on warnings too")
    for action in (adding, listing, checking):
        action.set_defaults(parser=action)
        action.description = f"{_SAID[action.prog.rpartition(' ')[2]]}."
        action.add_argument(
            "--register",
            type=Path,
            metavar="FILE",
            help="the register (default: private/register.yaml beside posts/)",
        )
        posts_option(action)


def _lab(add: Add) -> None:
    parser = command(add, "lab", "Open the notebooks in JupyterLab, on this machine only")
    parser.add_argument(
        "--app",
        nargs="?",
        const="start-here",
        metavar="NOTEBOOK",
        help="open one notebook as a page of its own (default: the start page)",
    )
    parser.add_argument("--restore", action="store_true", help="put spoilt notebooks back as delivered first")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--port", type=int, metavar="N", help="port to listen on (default: a free one)")
    posts_option(parser)


def _demo(add: Add) -> None:
    parser = command(add, "demo", "Make a PDF briefing of the sample archive")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: exports/demo.pdf")
