"""Other importers of WordPress exports, for the comparison of `import_fidelity.py`.

Each is run as its own documentation says for Markdown, without downloads, and only if it is installed:
`pelican-import` and `pandoc` (pip install pelican feedparser beautifulsoup4 pypandoc-binary), `nikola`
(pip install nikola), and wordpress-export-to-markdown, whose folder is given.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

__all__ = ["Output", "best_match", "other_importers"]

_TIMEOUT = 1800


@dataclass
class Output:
    """One file that an importer wrote: what tells which post it is, and its Markdown."""

    title: str
    slug: str
    content: str
    taken: bool = False


Importer = Callable[[Path, Path], list[Output]]


def other_importers(wordpress_export_to_markdown: Path | None) -> dict[str, Importer]:
    """Those that are installed here, by name."""
    found: dict[str, Importer] = {}
    if shutil.which("pelican-import") and shutil.which("pandoc"):
        found["pelican-import"] = _pelican
    if wordpress_export_to_markdown is not None and shutil.which("node"):
        app = wordpress_export_to_markdown.resolve() / "app.js"
        found["wp-export-to-md"] = lambda export, folder: _export_to_markdown(app, export, folder)
    if shutil.which("nikola"):
        found["nikola"] = _nikola
    return found


def _run(command: list[str], folder: Path) -> None:
    """A crash of the tool is its result: what it wrote until then counts."""
    subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=_TIMEOUT)


def _pelican(export: Path, folder: Path) -> list[Output]:
    (folder / "out").mkdir()
    _run(["pelican-import", "--wpfile", "-m", "markdown", "-o", "out", str(export.resolve())], folder)
    return [_with_header(path, r"(?:\w[\w ]*:.*\n)+\n?") for path in sorted((folder / "out").rglob("*.md"))]


def _export_to_markdown(app: Path, export: Path, folder: Path) -> list[Output]:
    settings = [
        "--wizard=false", "--post-folders=false", "--save-images=none", "--write-delay=0", "--prefix-date=true",
        f"--input={export.resolve()}", "--output=out",
    ]  # fmt: skip
    _run(["node", str(app), *settings], folder)
    return [_with_header(path, r"---\n.*?\n---\n") for path in sorted((folder / "out").rglob("*.md"))]


def _nikola(export: Path, folder: Path) -> list[Output]:
    _run(["nikola", "import_wordpress", "--no-downloads", "-o", "out", str(export.resolve())], folder)
    outputs: list[Output] = []
    for path in sorted((folder / "out").rglob("*.md")):
        meta = path.with_suffix(".meta")
        header = meta.read_text(encoding="utf-8", errors="replace") if meta.exists() else ""
        text = path.read_text(encoding="utf-8", errors="replace")
        body = re.sub(r"\A<html><body>|</body></html>\s*\Z", "", text)
        outputs.append(Output(_value(header, "title"), _value(header, "slug") or path.stem, body))
    return outputs


def _with_header(path: Path, pattern: str) -> Output:
    """A file whose header matches the pattern; the name of the file tells the slug."""
    text = path.read_text(encoding="utf-8", errors="replace")
    found = re.match(pattern, text, re.S if pattern.startswith("---") else 0)
    header = found[0] if found else ""
    slug = _value(header, "slug") or re.sub(r"^\d{4}-\d\d-\d\d-", "", path.stem)
    return Output(_value(header, "title"), slug, text[len(header) :])


def _value(header: str, key: str) -> str:
    found = re.search(rf"^(?:\.\. )?{key}: *(.*)$", header, re.M | re.I)
    return found[1].strip().strip("\"'") if found else ""


def best_match(
    outputs: list[Output], *, title: str, slug: str, words: Callable[[str], set[str]], content: str
) -> str | None:
    """The Markdown of the post with that title or slug that shares most words with `content`, in the tool's favour.

    None where no file is left that could be it.
    """
    free = [output for output in outputs if not output.taken]
    same = [
        output for output in free
        if _folded(output.title) == _folded(title) or (slug and _folded(output.slug) == _folded(slug))
    ]  # fmt: skip
    wanted = words(content)
    scored = [(len(wanted & words(output.content)), output) for output in same or free]
    score, chosen = max(scored, key=lambda pair: pair[0], default=(0, None))
    if chosen is None or (not same and score < max(1, len(wanted) * 0.5)):
        return None
    chosen.taken = True
    return chosen.content


def _folded(text: str) -> str:
    text = html.unescape(re.sub(r"<[^<>]*>", "", unquote(text)))
    return re.sub(r"[\W_]+", "", text.casefold())
