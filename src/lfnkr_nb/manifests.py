"""What is kept about each export: outward what anybody may see, inward what is needed to call it back.

Outward, `exports/NAME.manifest.json`: hashes of the exported files and versions of the tools, and nothing else.
Inward, `private/manifests/NAME/edition-N.json`, readable for its owner alone: sources with their hashes, labels
used, checks, who and when, and what it takes to make the edition anew. A hash of unredacted text is only there:
whoever has it can try names until one fits.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from lfnkr_nb.fields import clean_slug
from lfnkr_nb.saving import read_bytes, write_atomically

__all__ = ["Edition", "edition_number", "editions", "manifest_name", "write_inward", "write_outward"]

#: Where the inward manifests lie, seen from the root of an archive.
INWARD: Final = Path("private") / "manifests"

_TOOLS: Final = ("lfnkr-nb", "pillow", "pikepdf", "pypdfium2")
_FOLDER_MODE: Final = 0o700


@dataclass(frozen=True)
class Edition:
    """One edition of a briefing, as its inward manifest tells it.

    Attributes:
        name: Name of the briefing among the manifests.
        number: The edition, from 1.
        said: Everything the manifest holds.
        path: The manifest.
    """

    name: str
    number: int
    said: Mapping[str, Any]
    path: Path

    @property
    def content(self) -> str:
        """Hash of the redacted content."""
        return str(self.said.get("content", ""))

    @property
    def recipe(self) -> str:
        """Path of the recipe seen from the root of the archive; empty for a selection without one."""
        return str(self.said.get("recipe") or "")

    @property
    def exports(self) -> list[dict[str, Any]]:
        """The files that were made: `file`, `sha256`, `size`, `date`, `editor`, `state`."""
        return list(self.said.get("exports", ()))

    @property
    def sources(self) -> list[dict[str, Any]]:
        """The posts it carried: `post` (key), `slug`, `file`, `sha256`, `labels`."""
        return list(self.said.get("sources", ()))

    @property
    def labels(self) -> list[str]:
        """Labels of the people it carried."""
        return list(self.said.get("labels", ()))


def manifest_name(recipe: Path | None, export: Path, root: Path) -> str:
    """The name under which editions are counted: that of the recipe, else that of the exported file."""
    if recipe is None:
        return clean_slug(f"selection-{export.stem}")
    recipe = recipe.absolute()
    inside = recipe.relative_to(root) if recipe.is_relative_to(root) else recipe
    return clean_slug("-".join(inside.with_suffix("").parts).strip("-/\\"))


def editions(root: Path, name: str = "") -> list[Edition]:
    """The editions that were exported from an archive, by name and number; of one briefing where it is named."""
    found = [_edition(path) for path in sorted((root / INWARD).glob(f"{name or '*'}/edition-*.json"))]
    return sorted((e for e in found if e is not None), key=lambda e: (e.name, e.number))


def _edition(path: Path) -> Edition | None:
    try:
        said = json.loads(read_bytes(path))
        return Edition(path.parent.name, int(said["edition"]), said, path)
    except (ValueError, KeyError, TypeError):
        return None  # written by somebody else; a manifest of ours is whole or absent


def edition_number(root: Path, name: str, content: str) -> int:
    """The number of an edition: that of the edition with the same content, else one more than the last.

    So the same recipe and posts always give the same bytes, and a changed content a number of its own.
    """
    known = editions(root, name)
    same = [edition.number for edition in known if edition.content == content]
    return same[-1] if same else max((edition.number for edition in known), default=0) + 1


def write_inward(root: Path, name: str, number: int, said: Mapping[str, Any]) -> Path:
    """Keep the inward manifest of an edition; exports of it that were noted before stay noted.

    Raises:
        OSError: It cannot be written.
    """
    path = root / INWARD / name / f"edition-{number}.json"
    before = _edition(path) if path.exists() else None
    new = {(export["file"], export["sha256"]) for export in said["exports"]}
    kept = [e for e in before.exports if (e["file"], e["sha256"]) not in new] if before else []
    for folder in (root / INWARD.parent, root / INWARD, path.parent):
        if not folder.exists():
            folder.mkdir(parents=True, mode=_FOLDER_MODE)
    write_atomically(path, _json({**said, "exports": [*kept, *said["exports"]]}), private=True)
    return path


def write_outward(root: Path, export: Path, data: bytes) -> Path:
    """Write the outward manifest of an exported file into `exports/`; other files of that name stay listed.

    Raises:
        OSError: It cannot be written.
    """
    path = root / "exports" / f"{export.stem}.manifest.json"
    entry = {"file": export.name, "sha256": sha256(data).hexdigest(), "size": len(data)}
    others = [other for other in _listed(path) if other.get("file") != export.name]
    listed = sorted([*others, entry], key=lambda item: str(item["file"]))
    write_atomically(path, _json({"files": listed, "tools": dict(_versions())}))
    return path


def _listed(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    try:
        said = json.loads(read_bytes(path))
        return [{key: item[key] for key in ("file", "sha256", "size")} for item in said["files"]]
    except (ValueError, KeyError, TypeError):
        return []


def _versions() -> Iterator[tuple[str, str]]:
    """What made the files; of Typst the version that a PDF itself says, not that of its package."""
    from lfnkr_nb.exporters.typst_stage import typst_version  # noqa: PLC0415 - loaded with the first export

    yield "typst", typst_version()
    for tool in _TOOLS:
        try:
            yield tool, version(tool)
        except PackageNotFoundError:
            continue  # not installed as a package: a checkout run by its path


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n").encode(
        "utf-8"
    )
