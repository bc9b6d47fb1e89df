"""The commands of `lfnkr` for briefings, from the first recipe to the gate."""

from __future__ import annotations

from pathlib import Path

from lfnkr_nb.cli_options import (
    Add,
    command,
    include_option,
    posts_option,
    register_option,
    selection_options,
)
from lfnkr_nb.schema import KINDS, STEPS, TEMPLATES

__all__ = ["add_commands"]


def add_commands(add: Add) -> None:
    """Add them to the parser."""
    for adding in (_brief, _build, _new, _add_posts, _clear, _gate, _editions, _recall):
        adding(add)


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


def _clear(add: Add) -> None:
    parser = command(
        add, "clear", "Sign that a briefing was checked; two people have to, before it is no draft"
    )
    parser.add_argument("recipe", type=Path, help="a recipe in briefings/")
    parser.add_argument("--as", dest="name", metavar="NAME", help="the name of who has checked it")
    parser.add_argument("--step", choices=STEPS, help="what was checked; without it, how far the briefing is")
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
