"""`python -m lfnkr_nb` is the command `lfnkr`."""

from __future__ import annotations

import sys

from lfnkr_nb.cli import main

if __name__ == "__main__":
    sys.exit(main())
