"""A cleaned drawing becomes pixels: hidden words, names of parts and everything else in its file stay behind.

Typst draws it, with the fonts of the briefing and in an empty folder. What is much work is drawn in a process
of its own that is stopped when it takes too long.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from lfnkr_nb.document.svg import Drawing
from lfnkr_nb.errors import PictureError
from lfnkr_nb.scratch import ScratchFolder

__all__ = ["rasterise"]

#: Pixels of the picture for each pixel of the drawing: 384 dots per inch, so that print is sharp.
_SCALE: Final = 4
#: Elements, and layers of pixels counted as so many, that are drawn without a process of their own: a second.
_LIGHT: Final = 5_000
_LAYER: Final = 25
#: Seconds that a drawing may take.
PATIENCE: Final = 20
_HINT: Final = "Save the drawing as PNG."
_DRAWING, _PAGE, _PICTURE = "drawing.svg", "page.typ", "picture.png"


def rasterise(drawing: Drawing, longest: int) -> bytes:
    """The drawing as PNG, at most `longest` pixels long, transparent where nothing is drawn.

    Raises:
        PictureError: It cannot be drawn, or not in time.
    """
    with ScratchFolder() as folder:
        (folder.path / _DRAWING).write_bytes(drawing.data)
        (folder.path / _PAGE).write_text(_page(drawing), encoding="utf-8")
        dots = 72 * min(_SCALE, longest / max(drawing.width, drawing.height))
        if drawing.weight.elements + _LAYER * drawing.weight.layers <= _LIGHT:
            _draw(folder.path, dots)
        else:
            _draw_apart(folder.path, dots)
        return (folder.path / _PICTURE).read_bytes()


def _page(drawing: Drawing) -> str:
    size = f"width: {drawing.width}pt, height: {drawing.height}pt"
    return f'#set page({size}, margin: 0pt, fill: none)\n#image("{_DRAWING}", {size}, fit: "stretch")\n'


def _draw(folder: Path, dots: float) -> None:
    """Draw the page in a folder; its pixels lie beside it afterwards."""
    import typst  # noqa: PLC0415 - drawings are rare

    from lfnkr_nb.exporters.fonts import load_fonts  # noqa: PLC0415

    try:
        made = typst.compile(
            folder / _PAGE,
            root=folder,
            format="png",
            ppi=dots,
            font_paths=load_fonts(),
            ignore_system_fonts=True,
        )
    except typst.TypstError as error:
        raise PictureError("the drawing cannot be drawn", hint=_HINT) from error
    (folder / _PICTURE).write_bytes(made if isinstance(made, bytes) else b"")


def _draw_apart(folder: Path, dots: float) -> None:
    """The same in a process of its own, for as long as our patience lasts."""
    command = [sys.executable, "-m", "lfnkr_nb.document.rasterising", str(folder), str(dots)]
    try:
        subprocess.run(command, check=True, timeout=PATIENCE, capture_output=True)  # noqa: S603 - ourselves
    except subprocess.TimeoutExpired as error:
        raise PictureError(f"the drawing takes more than {PATIENCE} seconds to draw", hint=_HINT) from error
    except subprocess.CalledProcessError as error:
        raise PictureError("the drawing cannot be drawn", hint=_HINT) from error


if __name__ == "__main__":
    _draw(Path(sys.argv[1]), float(sys.argv[2]))
