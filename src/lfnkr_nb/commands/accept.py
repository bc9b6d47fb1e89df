"""`lfnkr accept`."""

from __future__ import annotations

from argparse import Namespace

from lfnkr_nb.commands.console import from_here, open_archive, say

__all__ = ["run"]


def run(options: Namespace) -> int:
    """`lfnkr accept`: write into a post which earlier post it continues."""
    post = open_archive(options).accept(options.post, options.follows)
    say(f"{from_here(post.path)}: follows {post.get('follows')}")
    return 0
