"""`lfnkr lab`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.folders import find_root
from lfnkr_nb.lab import open_lab

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr lab`: JupyterLab on loopback with a token, in the archive's folder."""
    root = options.posts.absolute().parent if options.posts else find_root()
    return open_lab(root, browser=not options.no_browser, port=options.port)
