"""Saved queries: what was searched and chosen, as a small file in `queries/` that makes the same selection again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lfnkr_nb.errors import LfnkrError, SelectionError
from lfnkr_nb.fields import clean_slug
from lfnkr_nb.header import Header, core_value, read_header
from lfnkr_nb.header_edit import edit_header
from lfnkr_nb.saving import read_bytes, replace_text

if TYPE_CHECKING:
    from lfnkr_nb.archive import Archive

__all__ = ["SavedQuery", "saved_queries"]


@dataclass(frozen=True)
class SavedQuery:
    """What was searched and chosen.

    Attributes:
        title: Its name.
        text: The search, as in `Archive.search`; empty without one.
        chosen: Values by facet (`kind`, `category`, `year`, `lang`, `status`, `thread`).
        path: Its file, if it has one.
    """

    title: str
    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    path: Path | None = None

    @classmethod
    def read(cls, path: Path | str) -> SavedQuery:
        """The query in a file.

        Raises:
            SelectionError: The file cannot be read or understood.
        """
        path = Path(path)
        try:
            said = core_value(read_header(read_bytes(path).decode("utf-8"), path=path).raw)
        except LfnkrError as error:
            raise SelectionError(error.message, hint=error.hint, path=path, line=error.line) from error
        except UnicodeDecodeError as error:
            raise SelectionError(
                "The query is not UTF-8 text", hint="Save it as UTF-8.", path=path
            ) from error
        return cls(str(said.get("title", path.stem)), str(said.get("text") or ""), _chosen(said, path), path)

    def save(self, folder: Path) -> SavedQuery:
        """Write it to `folder` under its title; returns it with its path.

        Raises:
            SelectionError: It has no title.
            ConflictError: Another query of that title stands there.
        """
        if not self.title.strip():
            raise SelectionError("A query needs a name", hint="Say in a few words what it finds.")
        values = {"title": self.title} | ({"text": self.text} if self.text else {})
        chosen = {name: list(found) for name, found in self.chosen.items() if found}
        path = folder / f"{clean_slug(self.title).lower()}.yaml"
        replace_text(path, edit_header(Header(""), values | chosen), loaded=None)
        return SavedQuery(self.title, self.text, self.chosen, path)

    def select(self, archive: Archive) -> Archive:
        """The posts of an archive that it finds, as an Archive again, in the archive's order.

        Raises:
            SelectionError: Its search cannot be understood.
        """
        from lfnkr_nb.facets import Facets  # noqa: PLC0415 - pandas is loaded when something is selected

        facets = Facets(archive)
        mask = facets.frame["public"] & False
        mask.iloc[facets.find(self.chosen, self.text)] = True
        return archive.select(mask)


def _chosen(said: Mapping[str, object], path: Path) -> dict[str, tuple[str, ...]]:
    from lfnkr_nb.facets import FACETS  # noqa: PLC0415 - pandas is loaded when a query is read

    found = {}
    for name, value in said.items():
        if name in ("title", "text"):
            continue
        if name not in FACETS:
            hint = f"Use title, text and any of: {', '.join(FACETS)}."
            raise SelectionError(f"`{name}` is no part of a query", hint=hint, path=path)
        found[name] = tuple(str(item) for item in (value if isinstance(value, list) else [value]))
    return found


def saved_queries(root: Path) -> list[Path]:
    """The files in `queries/` of an archive, by name."""
    return sorted(path for path in (root / "queries").glob("*.yaml") if not path.name.startswith("."))
