"""`lfnkr lab`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.commands.console import say
from lfnkr_nb.folders import find_root
from lfnkr_nb.lab import collaboration_is_on, open_lab, restore_notebooks

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr lab`: JupyterLab on loopback with a token, in the archive's folder."""
    root = options.posts.absolute().parent if options.posts else find_root()
    if options.restore:
        restored = restore_notebooks(root)
        say("\n".join(f"{path}: restored" for path in restored) or "Every notebook is as it was delivered.")
    if collaboration_is_on():
        say(
            "warning: jupyter-collaboration is installed; it can lose what you type when a file changes on disk."
        )
        say("         Uninstall it, or work alone: pip uninstall jupyter-collaboration")
    return open_lab(root, browser=not options.no_browser, port=options.port, app=options.app)
