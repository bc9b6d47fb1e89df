"""The commands of `lfnkr` for posts: list, search, check, import and what belongs to them."""

from __future__ import annotations

from pathlib import Path

from lfnkr_nb.cli_options import (
    Add,
    command,
    formats,
    posts_option,
    selection_options,
)
from lfnkr_nb.schema import STATUSES

__all__ = ["add_commands"]


def add_commands(add: Add) -> None:
    """Add them to the parser."""
    for adding in (_list, _search, _related, _check, _history, _import):
        adding(add)


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


def _history(add: Add) -> None:
    parser = command(add, "history", "List the earlier versions of a post, or bring one back")
    parser.add_argument("post", metavar="SLUG", help="slug of the post")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--show", metavar="ID", help="print this version")
    chosen.add_argument("--restore", metavar="ID", help="save this version as the post; the one now is kept")
    posts_option(parser)


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
