"""`lfnkr trend`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from lfnkr_nb import charts
from lfnkr_nb.commands.console import conditions, open_archive, row, say, write_frame

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr trend`: how many posts fulfil a search, period by period, as a list, CSV, JSON lines or chart."""
    archive = open_archive(options)
    asked = options.query or [None]
    query = asked[0] if len(asked) == 1 else asked
    frame = archive.trend(query, by=options.by, concepts=options.concept or (), **conditions(options))
    if options.csv or options.json:
        write_frame(frame, options)
    else:
        for record in frame.to_dict("records"):
            print(row(_line(record)))
    if options.chart:
        say(f"{charts.trend(frame, lang=options.words).save(options.chart)}: drawn")
    return 0


def _line(record: Mapping[Any, Any]) -> str:
    period = record["period"] if isinstance(record["period"], str) else "undated"
    series = "  ".join(text for key in ("query", "concept") if isinstance(text := record[key], str))
    possible = f"  (+{record['possible']} possible)" if record["possible"] else ""
    return f"{period:<8}  {record['posts']:>6,} of {record['of']:>6,}{possible}  {series}".rstrip()
