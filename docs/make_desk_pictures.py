"""Make the pictures of docs/editors.md from the browser tests, so that they show the desk as it is.

    python docs/make_desk_pictures.py

Runs the tests that take them (a few minutes; needs Chromium) and writes `docs/pictures/desk-*.png`, small and
without metadata.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent

#: The pictures, and the screenshot of the tests that each is.
PICTURES = {
    "desk-start": "desk-light",
    "desk-browse": "browse-light",
    "desk-edit": "edit-light",
    "desk-conflict": "conflict",
    "desk-history": "history",
    "desk-draft": "draft",
    "desk-compose": "compose-light",
}

#: The tests that take them.
TESTS = (
    "test_desk_start.py::test_the_desk_opens_by_itself_and_says_what_there_is",
    "test_desk_browse.py::test_a_post_is_found_by_words_and_read_without_a_mouse",
    "test_desk_edit.py::test_a_title_is_changed_and_one_line_differs",
    "test_desk_keeping.py::test_a_conflict_shows_both_versions_and_a_person_chooses_by_paragraph",
    "test_desk_keeping.py::test_an_earlier_version_is_shown_and_restored",
    "test_desk_keeping.py::test_a_killed_kernel_loses_no_word",
    "test_desk_compose.py::test_the_composer_is_accessible_in_light_and_dark_and_kept_as_pictures",
)

WIDTH = 1000
COLOURS = 96


def main() -> int:
    """Take the screenshots, then shrink them into docs/pictures/."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "pytest", "-q", *(f"tests/browser/{test}" for test in TESTS)]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | {"LFNKR_PICTURES": scratch}, check=False)
        if done.returncode:
            return done.returncode
        for name, shot in PICTURES.items():
            shrink(Path(scratch) / f"{shot}.png", ROOT / "docs" / "pictures" / f"{name}.png")
    return 0


def shrink(source: Path, target: Path) -> None:
    """A screenshot as a small picture of few colours, pixels alone."""
    with Image.open(source) as image:
        size = (WIDTH, round(image.height * WIDTH / image.width))
        small = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1024:.0f} kB")


if __name__ == "__main__":
    sys.exit(main())
