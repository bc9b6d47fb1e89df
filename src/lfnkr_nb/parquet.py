"""An archive as a Parquet data set, for what outgrows one machine: pandas, Polars, DuckDB, Dask and Spark read it.

The data set is for work inside the house: it holds what the posts hold, drafts and names included.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from lfnkr_nb.batches import cut
from lfnkr_nb.columns import NOTHING
from lfnkr_nb.errors import ExportError
from lfnkr_nb.frame_schema import DATASET
from lfnkr_nb.frames import JOINT, posts_frame
from lfnkr_nb.saving import fresh_temp_folder, remove_leftover_folders, unlock_folder

if TYPE_CHECKING:
    from lfnkr_nb.holdings import Holdings

__all__ = ["write_parquet"]

Progress = Callable[[int, int | None], None]
Rows = np.ndarray[Any, np.dtype[np.int64]]

#: Posts of a row group: some ten MB of text at a time.
_GROUP: Final = 2_000
#: Says what the columns mean, and that a folder is a data set of ours; readers pass over names that begin so.
_MARK: Final = "_schema.json"


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows of an archive, and whether their texts are written."""

    holdings: Holdings
    rows: Rows
    content: bool


def write_parquet(
    holdings: Holdings, rows: Rows, folder: Path, *, content: bool, progress: Progress | None = None
) -> None:
    """Write some rows of an archive as a data set; see `Archive.to_parquet`."""
    arrow, parquet = _pyarrow()
    _refuse_others(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    remove_leftover_folders(folder.parent)
    try:
        with fresh_temp_folder(folder) as fresh, fresh_temp_folder(folder) as old:
            _write(_Part(holdings, rows, content), fresh, (arrow, parquet), progress)
            unlock_folder(fresh)
            _replace(folder, fresh, old / folder.name)
    except OSError as error:
        hint = "Choose another place or make room."
        raise ExportError(
            f"The data set cannot be written ({error.strerror})", hint=hint, path=folder
        ) from error


def _replace(folder: Path, fresh: Path, aside: Path) -> None:
    """Put a folder in the place of another, which stays when that fails."""
    if folder.exists():
        folder.replace(aside)
    try:
        fresh.replace(folder)
    except OSError:
        if aside.exists():
            aside.replace(folder)
        raise


def _pyarrow() -> tuple[Any, Any]:
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        hint = 'Install it in the folder of lfnkr-nb: pip install ".[parquet]".'
        raise ExportError("Parquet files need pyarrow, and it is not installed", hint=hint) from error


def _refuse_others(folder: Path) -> None:
    """What is no data set of ours is never written over."""
    if folder.is_dir() and (not any(folder.iterdir()) or (folder / _MARK).is_file()):
        return
    if folder.exists() or folder.is_symlink():
        hint = "Name a folder that does not exist yet."
        raise ExportError("There is something else at this place", hint=hint, path=folder)


def _write(part: _Part, folder: Path, modules: tuple[Any, Any], progress: Progress | None) -> None:
    columns = [column for column in DATASET if part.content or column.name != "content"]
    (folder / _MARK).write_text(json.dumps([asdict(c) for c in columns], indent=1) + "\n", encoding="utf-8")
    arrow, parquet = modules
    schema = arrow.schema([(c.name, _type(arrow, c.dtype)) for c in columns if c.name != "year"])
    done = 0
    for year, rows in _by_year(part.holdings, part.rows):
        place = folder / f"year={year}"
        place.mkdir()
        with parquet.ParquetWriter(place / "part-0.parquet", schema, compression="zstd") as writer:
            for group in cut(rows, _GROUP):
                writer.write_table(_table(arrow, schema, part.holdings, np.array(group, dtype=np.int64)))
                done += len(group)
                if progress:
                    progress(done, len(part.rows))


def _type(arrow: Any, name: str) -> Any:
    """The type of Arrow of that name."""
    if name == "list<string>":
        return arrow.list_(arrow.string())
    return arrow.timestamp("us", tz="UTC") if name == "timestamp[us, UTC]" else arrow.type_for_alias(name)


def _by_year(holdings: Holdings, rows: Rows) -> Iterator[tuple[int, list[int]]]:
    """Rows by the calendar year that their date is written with; 0 for those without one."""
    dates, moments = holdings.table.texts("date"), holdings.table.ints("moment")
    years = {row: 0 if moments[row] == NOTHING else int(dates[row][:4]) for row in rows.tolist()}
    for year in sorted(set(years.values())):
        yield year, [row for row, own in years.items() if own == year]


def _table(arrow: Any, schema: Any, holdings: Holdings, rows: Rows) -> Any:
    frame = posts_frame(holdings, rows).reset_index()
    lists = {name: holdings.table.column(name) for name in ("categories", "tags")}
    columns: dict[str, Any] = {name: frame[name] for name in frame.columns if name in schema.names}
    columns |= {name: [_texts(column.value(row)) for row in rows.tolist()] for name, column in lists.items()}
    if "content" in schema.names:
        columns["content"] = [_content(holdings, row) for row in rows.tolist()]
    arrays = [arrow.array(columns[field.name], type=field.type, from_pandas=True) for field in schema]
    return arrow.Table.from_arrays(arrays, schema=schema)


def _texts(values: list[Any]) -> list[str]:
    return [JOINT.join(value) if isinstance(value, tuple) else value for value in values]


def _content(holdings: Holdings, row: int) -> str | None:
    """The Markdown of a post; None when its file went bad since the archive looked at it."""
    return next((post.content for post in holdings.posts([row])), None)
