"""Search: a query in words, the same in Python, in the command and at the desk."""

from __future__ import annotations

from lfnkr_nb.search.folding import fold

__all__ = ["fold"]
