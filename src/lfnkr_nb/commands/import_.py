"""`lfnkr import`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.folders import find_root
from lfnkr_nb.progress import show_progress
from lfnkr_nb.wordpress.importer import import_wordpress

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr import`: a WordPress export becomes posts; the receipt says what became of each item."""
    to = (options.to or find_root() / "posts").absolute()
    with show_progress("Importing") as progress:
        receipt = import_wordpress(
            options.export,
            to,
            media=options.media,
            comments=options.comments,
            dry_run=options.dry_run,
            progress=progress,
            fetch_media=options.fetch_media,
        )
    print(receipt.to_json() if options.json else receipt.to_text())
    return receipt.exit_code
