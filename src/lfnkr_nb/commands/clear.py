"""`lfnkr clear`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.briefing import Briefing
from lfnkr_nb.clearance import STEPS, clear, clearance
from lfnkr_nb.commands.console import archive_of_recipe, open_archive, say
from lfnkr_nb.errors import ClearanceError

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr clear`: sign one step of a briefing's clearance, or say how far it is."""
    if options.name is not None and not options.step:
        steps = " or ".join(f"`--step {step}`" for step in STEPS)
        raise ClearanceError("Nothing was signed: it is not said what was checked", hint=f"Add {steps}.")
    archive = open_archive(options) if options.posts else archive_of_recipe(options)
    briefing = Briefing.open(options.recipe, archive)
    if options.step:
        briefing = clear(briefing, options.name or "", step=options.step)
    now = clearance(briefing)
    say(f"{options.recipe}: {now.state}")
    for step in STEPS:
        who = now.signed.get(step)
        say(
            f"  {step}: {who or ('void, the briefing has changed since' if step in now.void else 'nobody yet')}"
        )
    return 0
