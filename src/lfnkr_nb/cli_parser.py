"""The commands and options of `lfnkr`; docs/reference.md is made from them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

from lfnkr_nb import __version__
from lfnkr_nb.cli_options import (
    Add,
    chart_options,
    command,
    formats,
    frame_options,
    include_option,
    posts_option,
    register_option,
    selection_options,
)
from lfnkr_nb.escaping import visible
from lfnkr_nb.schema import KINDS, STATUSES, STEPS, TEMPLATES

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
    for adding in (
        _brief,
        _build,
        _list,
        _search,
        _related,
        _check,
        _history,
        _import,
        _new,
        _add_posts,
        _init,
        _protect,
        _lab,
        _demo,
    ):
        adding(add)
    for guard in (_clear, _gate, _editions, _recall):
        guard(add)
    for analysis in (_figures, _dates, _events, _threads, _confirm, _accept, _trend, _places, _export):
        analysis(add)
    return parser


def _brief(add: Add) -> None:
    parser = command(add, "brief", "Make a briefing as PDF or HTML")
    parser.add_argument(
        "recipe",
        nargs="?",
        type=Path,
        help="a recipe in briefings/; without one, the options choose the posts",
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="x.pdf or x.html (default: exports/NAME.pdf)"
    )
    parser.add_argument("--html", action="store_true", help="write HTML where no output is named")
    parser.add_argument("--title", help="title of the briefing")
    parser.add_argument("--template", choices=TEMPLATES, help="what it looks like (default: digest)")
    parser.add_argument(
        "--date", metavar="DATE", help="date of the briefing (default: that of its newest post)"
    )
    parser.add_argument("--edition", type=int, metavar="N", help="number of the edition (default: counted)")
    parser.add_argument("--language", metavar="TAG", help="language of its own words (default: en)")
    parser.add_argument("--whole", action="store_true", help="whole posts instead of excerpts in a digest")
    parser.add_argument(
        "--post",
        action="append",
        metavar="SLUG",
        help="this post, by its slug (see `lfnkr list`); repeat for several",
    )
    include_option(parser)
    selection_options(parser)
    register_option(parser)
    posts_option(parser)


def _build(add: Add) -> None:
    parser = command(add, "build", "Make the files of many briefings, each in exports/")
    parser.add_argument("recipe", nargs="*", type=Path, help="recipes in briefings/")
    parser.add_argument("--all", action="store_true", help="every recipe in briefings/")
    parser.add_argument(
        "--changed",
        action="store_true",
        help="only those whose posts, words, pictures, names, template, fonts or versions changed",
    )
    parser.add_argument("--html", action="store_true", help="HTML instead of PDF")
    parser.add_argument(
        "--dask",
        metavar="ADDRESS",
        help="spread the work with the scheduler of dask at this address, such as tcp://10.0.0.5:8786; its "
        "workers must see the archive's folder under the same path",
    )
    posts_option(parser)


def _list(add: Add) -> None:
    parser = command(add, "list", "List posts, newest first")
    parser.add_argument(
        "--parquet",
        type=Path,
        metavar="DIR",
        help="as a Parquet data set, texts included: for work inside the house",
    )
    parser.add_argument("--status", action="append", choices=STATUSES, help="only those of this status")
    parser.add_argument(
        "--near-duplicates", action="store_true", help="list pairs of posts whose texts are nearly the same"
    )
    parser.add_argument(
        "--query", type=Path, metavar="FILE", help="only those that this saved query finds (queries/*.yaml)"
    )
    selection_options(parser)
    formats(parser)
    posts_option(parser)


def _history(add: Add) -> None:
    parser = command(add, "history", "List the earlier versions of a post, or bring one back")
    parser.add_argument("post", metavar="SLUG", help="slug of the post")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--show", metavar="ID", help="print this version")
    chosen.add_argument("--restore", metavar="ID", help="save this version as the post; the one now is kept")
    posts_option(parser)


def _search(add: Add) -> None:
    parser = command(add, "search", "Find posts by their text, best first")
    parser.add_argument(
        "query",
        help='words, "phrases", prefix*, AND, OR, -not, brackets; title: category: tag: lang: kind: byline: '
        "status: slug: after: before: (one argument; put it in quotes)",
    )
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="at most so many (default: 20)")
    formats(parser)
    posts_option(parser)


def _related(add: Add) -> None:
    parser = command(add, "related", "Find posts that are related to one, with the reason")
    parser.add_argument("slug", help="slug of the post")
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="at most so many (default: 10)")
    formats(parser)
    posts_option(parser)


def _check(add: Add) -> None:
    parser = command(add, "check", "Say what is wrong with posts or a briefing, and what to do next")
    parser.add_argument("recipe", nargs="?", type=Path, help="check this briefing instead of the archive")
    parser.add_argument("--strict", action="store_true", help="exit 2 on warnings too")
    posts_option(parser)


def _figures(add: Add) -> None:
    parser = command(add, "figures", "List the figures that posts claim, each with its sentence")
    parser.add_argument(
        "--contested", action="store_true", help="only claims about one event that differ, side by side"
    )
    frame_options(parser)


def _dates(add: Add) -> None:
    frame_options(command(add, "dates", "List the dates that posts mention, and how each was completed"))


def _events(add: Add) -> None:
    frame_options(command(add, "events", "List dated events that posts tell of, the latest first"))


def _threads(add: Add) -> None:
    frame_options(command(add, "threads", "List which post continues which: accepted ones and proposals"))


def _trend(add: Add) -> None:
    parser = command(add, "trend", "Count posts period by period; unknown dates stay intervals")
    parser.add_argument("query", nargs="*", help="a search, or several; without one, all posts are counted")
    parser.add_argument(
        "--by", choices=("year", "quarter", "month"), default="year", help="the period (default: year)"
    )
    parser.add_argument(
        "--concept", action="append", metavar="TAG", help="count posts with this concept tag apart"
    )
    chart_options(parser)
    frame_options(parser)


def _places(add: Add) -> None:
    parser = command(add, "places", "List where posts speak of places, each with its sentence")
    chart_options(parser)
    frame_options(parser)


def _export(add: Add) -> None:
    parser = command(
        add, "export", "Write the tables of an archive, safe to leave the house, with a codebook"
    )
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="x.xlsx, or a folder whose name ends with .csv or .parquet"
    )
    parser.add_argument("--restricted", action="store_true", help="keep columns that are of use only inside")
    parser.add_argument(
        "--names", action="store_true", help="keep names of the register; such tables must stay inside"
    )
    parser.add_argument(
        "--small-groups", action="store_true", help="keep figures for fewer than three people"
    )
    include_option(parser)
    selection_options(parser)
    register_option(parser)
    posts_option(parser)


def _confirm(add: Add) -> None:
    parser = command(add, "confirm", "Confirm a figure: write it into its post, one line")
    parser.add_argument("post", help="the post's slug")
    parser.add_argument("value", help="the figure, such as 600 or 93,000")
    parser.add_argument("--by", required=True, metavar="NAME", help="who confirms it; initials are enough")
    parser.add_argument(
        "--start",
        type=int,
        metavar="N",
        help="which claim, where the post claims the figure more than once; the message then says N",
    )
    posts_option(parser)


def _accept(add: Add) -> None:
    parser = command(add, "accept", "Accept that a post continues an earlier one: write `follows:`, one line")
    parser.add_argument("post", help="slug of the later post")
    parser.add_argument("follows", help="slug of the earlier post")
    posts_option(parser)


def _clear(add: Add) -> None:
    parser = command(
        add, "clear", "Sign that a briefing was checked; two people have to, before it is no draft"
    )
    parser.add_argument("recipe", type=Path, help="a recipe in briefings/")
    parser.add_argument("--as", dest="name", metavar="NAME", help="the name of who has checked it")
    parser.add_argument("--step", choices=STEPS, help="what was checked; without it, how far the briefing is")
    posts_option(parser)


def _editions(add: Add) -> None:
    parser = command(
        add, "editions", "List the editions of a briefing, and what changed from each to the next"
    )
    parser.add_argument("recipe", type=Path, help="a recipe in briefings/")
    posts_option(parser)


def _recall(add: Add) -> None:
    parser = command(add, "recall", "List every edition that carried a post or a person")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--post", metavar="SLUG", help="the post, by its slug")
    which.add_argument("--person", metavar="LABEL", help="the person, by the label in the register")
    parser.add_argument(
        "--rebuild", action="store_true", help="make the newest editions anew without it, saying what changed"
    )
    posts_option(parser)


def _gate(add: Add) -> None:
    parser = command(add, "gate", "Read finished files back and say what must not be in them")
    parser.add_argument(
        "file", nargs="+", type=Path, metavar="FILE", help="any finished file: PDF, HTML, XLSX, …"
    )
    register_option(parser)
    parser.add_argument(
        "--json", action="store_true", help="as JSON lines: one object a file with `file` and `hits`"
    )


def _import(add: Add) -> None:
    parser = command(add, "import", "Import a WordPress export; the same again writes nothing twice")
    parser.add_argument(
        "export", nargs="+", type=Path, help="export.xml, several parts, .zip or .gz; a saved list or feed"
    )
    parser.add_argument(
        "--to", type=Path, metavar="DIR", help="posts folder to write to (default: the archive's)"
    )
    parser.add_argument("--media", type=Path, metavar="DIR", help="the site's uploads folder, or a zip of it")
    parser.add_argument(
        "--fetch-media", action="store_true", help="fetch missing pictures from the site (uses the network)"
    )
    parser.add_argument(
        "--comments", action="store_true", help="keep comments, without e-mail and IP addresses"
    )
    parser.add_argument("--dry-run", action="store_true", help="print the receipt without writing anything")
    parser.add_argument("--json", action="store_true", help="print the receipt as JSON")


def _new(add: Add) -> None:
    parser = command(add, "new", "Start a post or briefing as a draft")
    parser.add_argument("what", choices=("post", "briefing"), help="what to start")
    parser.add_argument("title", help="its title, in quotes")
    parser.add_argument("--kind", choices=KINDS, metavar="KIND", help=f"kind of post: {', '.join(KINDS)}")
    parser.add_argument("--template", choices=TEMPLATES, default="digest", help="template of a briefing")
    parser.add_argument("--lang", default="en", metavar="TAG", help="language (default: en)")
    posts_option(parser)


def _add_posts(add: Add) -> None:
    parser = command(add, "add", "Add posts to a briefing: at the end of its `posts`, one line")
    parser.add_argument("recipe", type=Path, help="a recipe in briefings/")
    parser.add_argument("post", nargs="*", help="slugs of posts, in order")
    selection_options(parser)
    posts_option(parser)


def _init(add: Add) -> None:
    parser = command(add, "init", "Make a folder for an archive of your own")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the new folder")


#: What each action of `protect` does.
_SAID: Final = {
    "add": "Add a person to the register; the names are asked for, or read from standard input",
    "list": "List the people of the register by their labels, with consent and age",
    "check": "Check the register, and the posts that name its labels",
}


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
