"""The command `lfnkr`: each command is one library call.

Exit codes: 0 done, 1 stopped by an error of the program itself, 2 wrong input (the message says what to do),
3 refused by the gate, 4 an import that finished with losses, 130 stopped with ctrl-C.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper

__all__ = ["main"]

#: Characters of an unforeseen error that are shown.
_LONGEST_ERROR = 200
_REPORT = (
    "Please report this line and the command, without names of people, where you got lfnkr-nb from; "
    "LFNKR_DEBUG=1 before the command shows more. Nothing was left half-written."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; an error of ours is one message, never a traceback."""
    try:
        return _run(arguments)
    except KeyboardInterrupt:  # also while modules are loaded
        print("lfnkr: stopped; nothing was left half-written", file=sys.stderr)
        return 130


def _run(arguments: Sequence[str] | None) -> int:
    """Run the command line; what is needed is loaded here, where ctrl-C finds somebody who listens."""
    from lfnkr_nb.cli_parser import build_parser  # noqa: PLC0415
    from lfnkr_nb.errors import LfnkrError, QueryError  # noqa: PLC0415

    _speak_utf8()
    try:
        options = build_parser().parse_args(arguments)
        code = int(options.run(options) or 0)
        sys.stdout.flush()  # a reader that is gone is noticed here, not when the interpreter ends
        return code
    except QueryError as error:
        code = _said(str(error), error.exit_code)
        if error.query.strip():
            print("\n".join(f"  {line}" for line in error.pointer.splitlines()), file=sys.stderr)
        return code
    except LfnkrError as error:
        for sentence in error.sentences:
            _said(sentence, error.exit_code)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output is gone (`lfnkr list | head`); nothing more is to be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        hint = "Choose another place, or make room and check permissions."
        return _said(f"{place}{error.strerror or error}. {hint}", 2)
    except Exception as error:  # noqa: BLE001 - the one place where whatever is left becomes a sentence
        return _unexpected(error)


def _said(sentence: str, code: int) -> int:
    """Say one line on standard error; returns the exit code."""
    from lfnkr_nb.escaping import visible  # noqa: PLC0415

    print(f"lfnkr: {visible(_from_here(sentence))}", file=sys.stderr)
    return code


def _from_here(sentence: str) -> str:
    """A sentence with paths as they are seen from the working folder."""
    with suppress(OSError):  # the folder may be gone
        return sentence.replace(os.path.join(os.getcwd(), ""), "")  # noqa: PTH109, PTH118 - pathlib is not loaded yet
    return sentence


def _unexpected(error: Exception) -> int:
    """Say an error that nobody foresaw; where it came from is shown to whoever asks by LFNKR_DEBUG=1."""
    if os.environ.get("LFNKR_DEBUG"):
        import traceback  # noqa: PLC0415 - only for whoever looks for the fault

        from lfnkr_nb.escaping import visible  # noqa: PLC0415

        print(visible("".join(traceback.format_exception(error)), kept="\n"), file=sys.stderr, end="")
    what = " ".join(f"{type(error).__name__} {error}".split())
    what = what if len(what) <= _LONGEST_ERROR else f"{what[:_LONGEST_ERROR]}…"
    return _said(f"a fault of this program stopped it ({what}). {_REPORT}", 1)


def _speak_utf8() -> None:
    """Make pipes and files UTF-8 on every machine, and let no character a terminal lacks stop a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
