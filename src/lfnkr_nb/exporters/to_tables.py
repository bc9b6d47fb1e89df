"""Frames → one Excel file, or a folder of CSV or Parquet files, with a codebook; and back to frames.

Every format holds equal rows. No cell can run in a spreadsheet, and each file is read back by the gate before it is
put in its place.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import pandas as pd

from lfnkr_nb.errors import ExportError
from lfnkr_nb.frame_schema import FRAMES, SOURCES, Column
from lfnkr_nb.spreadsheets import safe_table

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CODEBOOK", "FORMATS", "codebook", "read_tables", "to_tables"]

#: Name of the table that explains the others.
CODEBOOK: Final = "codebook"

#: What can be written, by suffix: an Excel file, or a folder of files.
FORMATS: Final = (".xlsx", ".csv", ".parquet")

#: Characters that fit into a cell of Excel (Microsoft, "Excel specifications and limits").
_LONGEST_CELL: Final = 32_767
#: Rows that fit into a sheet of Excel, from the same source.
_MOST_ROWS: Final = 1_048_576
#: The calendar of Excel begins with this year; earlier moments are written as text.
_FIRST_YEAR: Final = 1900
_MOMENT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"


def to_tables(tables: Mapping[str, pd.DataFrame], path: Path) -> dict[str, bytes]:
    """The files of an export by their name in its folder; an Excel file is the only one, with an empty name.

    Args:
        tables: Frames by name, as `public_tables` gives them.
        path: Where they are meant to go; its suffix, one of `FORMATS`, chooses the form.

    Raises:
        ExportError: The format is another one, or what writes it is not installed.
    """
    ready = {name: _fitting(safe_table(frame)) for name, frame in tables.items()}
    ready = {CODEBOOK: codebook(ready), **ready}
    match path.suffix.lower():
        case ".xlsx":
            return {"": _excel(ready)}
        case ".csv":
            return {f"{name}.csv": _csv(frame) for name, frame in ready.items()}
        case ".parquet":
            return {f"{name}.parquet": _parquet(frame) for name, frame in ready.items()}
    hint = "Name it .xlsx, or name a folder that ends with .csv or .parquet."
    raise ExportError("Tables cannot be written under this name", hint=hint, path=path)


def codebook(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row for each column of each table: what it means, its dtype, and where it comes from."""
    rows = [
        {
            "table": name,
            "column": column.name,
            "dtype": column.dtype,
            "meaning": column.meaning,
            "source": SOURCES[name],
        }
        for name, frame in tables.items()
        for column in _described(name, frame)
    ]
    return pd.DataFrame(rows, columns=["table", "column", "dtype", "meaning", "source"], dtype="str")


def _described(name: str, frame: pd.DataFrame) -> Iterator[Column]:
    known = {column.name: column for column in (*FRAMES["terms"][:1], *FRAMES[name])}
    yield from (known[str(column)] for column in frame.columns)


def _fitting(frame: pd.DataFrame) -> pd.DataFrame:
    """Texts no longer than a cell of Excel, in every format, so that all hold equal rows."""
    for column in frame.columns:
        if frame[column].dtype.kind not in "biufM":
            frame[column] = frame[column].astype("str").str.slice(0, _LONGEST_CELL)
    return frame


def _excel(tables: Mapping[str, pd.DataFrame]) -> bytes:
    longest = max(len(frame) for frame in tables.values())
    if longest >= _MOST_ROWS:
        hint = "Select fewer posts, or write .parquet or .csv."
        raise ExportError(f"{longest:,} rows do not fit into a sheet of Excel", hint=hint)
    file = BytesIO()
    # Nothing of a cell is taken for a formula or a link, and the file names no person and no moment.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with pd.ExcelWriter(file, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        writer.book.set_properties({"created": pd.Timestamp(2000, 1, 1).to_pydatetime()})
        for name, frame in tables.items():
            _for_excel(frame).to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            _widen(writer.sheets[name], frame)
    return file.getvalue()


def _for_excel(frame: pd.DataFrame) -> pd.DataFrame:
    """Moments as dates of Excel, which knows no zones: they are in UTC, as the codebook says."""
    made = frame.copy()
    for column in made.columns:
        if made[column].dtype.kind == "M":
            early = made[column].dt.year < _FIRST_YEAR
            naive = made[column].dt.tz_localize(None)
            made[column] = (
                naive if not early.any() else naive.astype("object").where(~early, _written(made[column]))
            )
    return made


def _written(moments: pd.Series[Any]) -> pd.Series[Any]:
    written: pd.Series[Any] = moments.dt.strftime(_MOMENT)
    return written


def _widen(sheet: Any, frame: pd.DataFrame) -> None:
    """Columns wide enough to read, within reason."""
    for place, column in enumerate(frame.columns):
        lengths = [len(text) for text in frame[column].astype("str").fillna("")]
        longest = max(lengths, default=0)
        sheet.set_column(place, place, min(max(longest, len(str(column))) + 2, 60))
    sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)


def _csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 with a mark at its beginning, without which Excel reads Japanese and Korean wrongly."""
    made = frame.copy()
    for column in made.columns:
        if made[column].dtype.kind == "M":
            made[column] = _written(made[column])
    return made.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC).encode("utf-8-sig")


def _parquet(frame: pd.DataFrame) -> bytes:
    if find_spec("pyarrow") is None:
        hint = 'Install it in the folder of lfnkr-nb: pip install ".[parquet]".'
        raise ExportError("What writes Parquet is not installed", hint=hint)
    return frame.to_parquet(index=False)


# --- and back --------------------------------------------------------------------------------------------


def read_tables(path: Path | str) -> dict[str, pd.DataFrame]:
    """The tables of an export as frames, each column with the dtype that the codebook names.

    Args:
        path: An `.xlsx` file, or a folder of `.csv` or `.parquet` files, as `Archive.export` writes them.

    Raises:
        ExportError: There is no such export, or it has no codebook.
    """
    path = Path(path)
    read = _READERS.get(path.suffix.lower())
    raw = read(path) if read else {}
    if CODEBOOK not in raw:
        raise ExportError(
            "This is no export of tables", hint="Name a file or folder that `export` wrote.", path=path
        )
    book = raw.pop(CODEBOOK)
    return {
        name: _typed(frame, book[book["table"] == name].set_index("column")["dtype"])
        for name, frame in raw.items()
    }


def _read_excel(path: Path) -> dict[str, pd.DataFrame]:
    if not path.is_file():
        return {}
    sheets = pd.read_excel(
        path, sheet_name=None, engine="calamine", keep_default_na=False, na_values=[""], dtype=object
    )
    return {str(name): frame for name, frame in sheets.items()}


def _read_csv(path: Path) -> dict[str, pd.DataFrame]:
    return {
        file.stem: pd.read_csv(file, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8-sig")
        for file in sorted(path.glob("*.csv"))
    }


def _read_parquet(path: Path) -> dict[str, pd.DataFrame]:
    return {file.stem: pd.read_parquet(file) for file in sorted(path.glob("*.parquet"))}


_READERS: Final[Mapping[str, Callable[[Path], dict[str, pd.DataFrame]]]] = {
    ".xlsx": _read_excel,
    ".csv": _read_csv,
    ".parquet": _read_parquet,
}


def _typed(frame: pd.DataFrame, dtypes: pd.Series[str]) -> pd.DataFrame:
    return pd.DataFrame({name: _column(frame[name], str(dtypes[name])) for name in frame.columns})


def _column(column: pd.Series[Any], dtype: str) -> pd.Series[Any]:
    """A column as it was: categories become text, since only the archive knows all of them and their order."""
    match dtype:
        case "bool":
            return column.astype("str").str.lower().eq("true")
        case "category" | "str":
            return column.astype("str").where(column.notna())
        case _ if dtype.startswith("datetime64"):
            moments = pd.to_datetime(column, utc=True, format="mixed")
            return moments.astype("datetime64[us, UTC]")
        case _:
            return pd.to_numeric(column).astype(cast("Any", dtype))
