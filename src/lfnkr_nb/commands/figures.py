"""`lfnkr figures`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from lfnkr_nb.commands.console import show_frame

__all__ = ["figure_words", "run"]


def run(options: Namespace) -> int:
    """`lfnkr figures`: the figures that the chosen posts claim, as a list, CSV or JSON lines."""
    if options.contested:
        return show_frame(options, lambda found: found.contested(), _contested_line, "claim")
    return show_frame(options, lambda found: found.figures, _line, "figure")


def figure_words(claim: Mapping[str, Any]) -> str:
    """A figure as a person reads it: approximately 600 people."""
    number = f"{claim['value']:,g}" if claim["value"] < 1e6 else f"{claim['value']:,.0f}"
    if claim["value_to"] == claim["value_to"]:
        number += f" to {claim['value_to']:,g}"
    qualifier = "" if claim["qualifier"] == "none" else f"{claim['qualifier']} "
    part = (
        f" (of {claim['subset_of']:,g})"
        if claim.get("subset_of", float("nan")) == claim.get("subset_of")
        else ""
    )
    return f"{qualifier}{number} {_said(claim['unit'])}{part}".strip()


def _line(claim: Mapping[str, Any]) -> str:
    mark = "✓" if _said(claim["confirmed_by"]) else " "
    told = "  ".join(filter(None, [_said(claim["date"]), _said(claim["act"])]))
    return f"{mark} {figure_words(claim)}  {told}  [{claim['post']}]"


def _contested_line(claim: Mapping[str, Any]) -> str:
    return f"{claim['event']}:  {figure_words(claim)}  {_said(claim['source'])}  [{claim['post']}]"


def _said(value: Any) -> str:
    return value if isinstance(value, str) else ""
