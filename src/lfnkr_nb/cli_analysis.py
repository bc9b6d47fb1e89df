"""The commands of `lfnkr` for what posts claim and when: figures, dates, events, threads, trends, places, tables."""

from __future__ import annotations

from pathlib import Path

from lfnkr_nb.cli_options import (
    Add,
    chart_options,
    command,
    frame_options,
    include_option,
    posts_option,
    register_option,
    selection_options,
)

__all__ = ["add_commands"]


def add_commands(add: Add) -> None:
    """Add them to the parser."""
    for adding in (_figures, _dates, _events, _threads, _confirm, _accept, _trend, _places, _export):
        adding(add)


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
