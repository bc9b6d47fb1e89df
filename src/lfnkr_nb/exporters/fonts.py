"""The fonts a PDF is set in, found the same way on every machine.

Libertinus Serif and DejaVu Sans Mono are inside Typst itself; Noto Emoji (SIL Open Font License 1.1, see
`fonts/NotoEmoji-OFL.txt`) is inside this package; Noto Sans CJK JP comes with two packages from PyPI
(`noto-cjk-sans-jp-regular` and `-bold`). Where those two are missing, a folder `fonts/` in the working
directory and then the machine's own fonts are asked.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import typst

from lfnkr_nb.errors import ExportError

__all__ = ["CJK_FAMILY", "NEEDED_FAMILIES", "load_fonts"]

CJK_FAMILY = "Noto Sans CJK JP"
CJK_PACKAGES = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")
NEEDED_FAMILIES = frozenset({"Libertinus Serif", "DejaVu Sans Mono", "Noto Emoji", CJK_FAMILY})


@cache
def load_fonts() -> typst.Fonts:
    """The fonts for Typst, loaded once a process.

    Raises:
        ExportError: A needed family is nowhere to be found.
    """
    own = Path(str(files("lfnkr_nb.exporters") / "fonts"))
    return first_complete([[own, *package_folders()], [own, Path.cwd() / "fonts"]], own)


def first_complete(
    candidates: list[list[Path]], own: Path, *, needed: frozenset[str] = NEEDED_FAMILIES
) -> typst.Fonts:
    """The first set of folders that holds every needed family; the machine's own fonts come last.

    Raises:
        ExportError: Not even the machine's own fonts have them all.
    """
    for folders in candidates:
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[f for f in folders if f.is_dir()])
        if set(fonts.families()) >= needed:
            return fonts
    fonts = typst.Fonts(include_system_fonts=True, font_paths=[own])
    missing = sorted(needed - set(fonts.families()))
    if missing:
        raise ExportError(
            f"The font {missing[0]} is missing, so Japanese and Korean cannot be printed",
            hint="Run `pip install noto-cjk-sans-jp-regular noto-cjk-sans-jp-bold`, or put it into fonts/.",
        )
    return fonts


def package_folders() -> list[Path]:
    """Folders of the font packages that are installed; found without importing them."""
    specs = [find_spec(name) for name in CJK_PACKAGES]
    return [Path(spec.origin).parent for spec in specs if spec is not None and spec.origin]
