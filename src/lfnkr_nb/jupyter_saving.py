"""What a notebook may hold when it is saved: no state of widgets, and no output with a name of the register.

`lfnkr lab` makes this a step of every save (`jupyter_guard`). What is on the screen stays there; only the file
is without it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, MutableMapping
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.errors import LfnkrError
from lfnkr_nb.protection.register import register_around

if TYPE_CHECKING:
    from lfnkr_nb.protection.matching import Matcher

__all__ = ["clean_before_save", "without_protected"]

_VIEW: Final = "application/vnd.jupyter.widget-view+json"
_STATE: Final = "widgets"
#: Pictures in base64; names in them are pixels.
_PIXELS: Final = re.compile(r"image/(?!svg)")
_TAG: Final = re.compile(r"<[^<>]*>")
_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")


def clean_before_save(
    model: MutableMapping[str, Any], path: str = "", contents_manager: Any = None, **_: Any
) -> None:
    """A `pre_save_hook` of Jupyter: take out of a notebook what must not lie in a file.

    Where the register cannot be used no output is saved, for what cannot be checked is not known to be clean.

    Args:
        model: The notebook as Jupyter is about to write it; changed in place.
        path: Where it is to be written, seen from the server's folder.
        contents_manager: Jupyter's own; its folder and its log are used.
    """
    notebook = model.get("content")
    if model.get("type") != "notebook" or not isinstance(notebook, MutableMapping):
        return
    folder = Path(getattr(contents_manager, "root_dir", "") or ".", *path.strip("/").split("/")[:-1])
    try:
        register = register_around(folder)
        removed = without_protected(notebook, register.matcher() if register else None)
    except LfnkrError as error:
        removed = _without_outputs(notebook, str(error))
    log = getattr(contents_manager, "log", None)
    if removed and log is not None:
        said = ", ".join(f"{count} × {what}" for what, count in sorted(removed.items()))
        log.warning("%s was saved without: %s", path, said)


def without_protected(notebook: MutableMapping[str, Any], matcher: Matcher | None) -> Counter[str]:
    """Take the state of widgets, and outputs that hold a name, out of a notebook; says what and how often.

    Args:
        notebook: A notebook of nbformat 4 as mappings and lists; changed in place.
        matcher: Finds the names; None leaves all outputs but those of widgets.
    """
    removed: Counter[str] = Counter()
    metadata = notebook.get("metadata")
    if isinstance(metadata, MutableMapping) and metadata.pop(_STATE, None):
        removed["state of widgets"] += 1
    for cell in _cells(notebook):
        outputs = [_saved(output, matcher, removed) for output in cell["outputs"]]
        cell["outputs"] = [output for output in outputs if output is not None]
    return removed


def _cells(notebook: Mapping[str, Any]) -> list[Any]:
    """The cells that have outputs."""
    cells = notebook.get("cells")
    return [
        cell
        for cell in (cells if isinstance(cells, list) else [])
        if isinstance(cell, MutableMapping) and isinstance(cell.get("outputs"), list)
    ]


def _saved(output: Any, matcher: Matcher | None, removed: Counter[str]) -> Any:
    """The output as it may be saved; None when nothing of it may."""
    data = output.get("data") if isinstance(output, Mapping) else None
    if isinstance(data, Mapping) and _VIEW in data:
        removed["output of a widget"] += 1
        return None
    hits = matcher.find("\n".join(_texts(output))) if matcher else []
    if not hits:
        return output
    labels = ", ".join(dict.fromkeys(hit.label for hit in hits))
    removed[f"output with the name of {labels}"] += 1
    return _instead(f"This output was not saved: it shows the name of {labels}. Run the cell to see it.")


def _texts(part: Any, kind: str = "") -> Iterator[str]:
    """Every text of an output; HTML also without its tags, terminal text without its colours."""
    if isinstance(part, str):
        plain = _COLOUR.sub("", part)
        yield plain
        if "<" in plain:
            yield unescape(_TAG.sub("", plain))
            yield unescape(_TAG.sub(" ", plain))  # names in two cells of a table
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield str(key)
            if not _PIXELS.match(str(key)):
                yield from _texts(value, str(key))
    elif isinstance(part, list | tuple):
        # Lines of a text are listed one by one; other lists hold texts of their own.
        if part and all(isinstance(item, str) for item in part):
            yield from _texts("".join(part), kind)
        for item in part:
            yield from _texts(item, kind)


def _without_outputs(notebook: MutableMapping[str, Any], why: str) -> Counter[str]:
    removed = without_protected(notebook, None)
    for cell in _cells(notebook):
        if cell["outputs"]:
            removed["output, for the register cannot be used"] += 1
            cell["outputs"] = [_instead(f"The outputs were not saved: {why}")]
    return removed


def _instead(sentence: str) -> dict[str, str]:
    return {"output_type": "stream", "name": "stderr", "text": f"{sentence}\n"}
