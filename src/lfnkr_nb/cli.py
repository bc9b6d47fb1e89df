"""The command `lfnkr`: each command is one library call.

Exit codes: 0 done, 1 stopped by an error of the program itself, 2 wrong input (the message says what to do),
3 refused by the gate, 4 an import that finished with losses, 130 stopped with ctrl-C.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from lfnkr_nb.cli_parser import build_parser
from lfnkr_nb.errors import LfnkrError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; an error of ours is one message, never a traceback."""
    _speak_utf8()
    try:
        options = build_parser().parse_args(arguments)
        code = int(options.run(options) or 0)
        sys.stdout.flush()  # a reader that is gone is noticed here, not when the interpreter ends
        return code
    except LfnkrError as error:
        print(f"lfnkr: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output is gone (`lfnkr list | head`); nothing more is to be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        hint = "Choose another place, or make room and check permissions."
        print(f"lfnkr: {place}{error.strerror}. {hint}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("lfnkr: stopped; nothing was left half-written", file=sys.stderr)
        return 130


def _speak_utf8() -> None:
    """Make pipes and files UTF-8 on every machine, and let no character a terminal lacks stop a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
