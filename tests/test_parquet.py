"""`to_parquet`: one documented data set that pandas, Polars, DuckDB and Dask read alike."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lfnkr_nb.archive import Archive
from lfnkr_nb.cli import main
from lfnkr_nb.errors import ExportError
from lfnkr_nb.frame_schema import DATASET


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    folder.mkdir()
    headers = {
        "one": "title: One\nstatus: publish\ndate: 2017-01-01T00:30:00+09:00\n"
        "categories: [Relief > Food, News]\ntags: [쌀, 'a > b']",
        "two": "title: 二\nstatus: draft\ndate: 2018\nlang: ja\nbyline: M. T.",
        "three": "status: publish\ndate_after: 2019-05",
    }
    for name, header in headers.items():
        (folder / f"{name}.md").write_text(f"---\n{header}\n---\n\nText of {name}: 北.\n", encoding="utf-8")
    return folder


def by_pandas(folder: Path) -> list[dict[str, Any]]:
    return pd.read_parquet(folder).to_dict("records")


def by_polars(folder: Path, polars: Any) -> list[dict[str, Any]]:
    found = polars.scan_parquet(f"{folder}/**/*.parquet", hive_partitioning=True).collect()
    return list(found.to_dicts())


def by_duckdb(folder: Path, duckdb: Any) -> list[dict[str, Any]]:
    found = duckdb.sql(f"SELECT * FROM read_parquet('{folder}/**/*.parquet', hive_partitioning = true)")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def by_dask(folder: Path, dask: Any) -> list[dict[str, Any]]:
    return list(dask.read_parquet(folder).compute(scheduler="synchronous").to_dict("records"))


READERS: dict[str, tuple[str, Callable[..., list[dict[str, Any]]]]] = {
    "pandas": ("pyarrow", lambda folder, _: by_pandas(folder)),
    "polars": ("polars", by_polars),
    "duckdb": ("duckdb", by_duckdb),
    "dask": ("dask.dataframe", by_dask),
}


@pytest.mark.slow
@pytest.mark.parametrize("reader", sorted(READERS))
def test_every_reader_sees_the_same_posts(
    posts: Path, tmp_path: Path, reader: str, needed: Callable[[str], Any]
) -> None:
    needed("pyarrow")
    module, read = READERS[reader]
    folder = Archive.open(posts).to_parquet(tmp_path / "set")
    found = {row["post"]: row for row in read(folder, needed(module))}
    assert set(found) == {"one", "two", "three"}
    one = found["one"]
    assert set(one) == {column.name for column in DATASET}
    assert list(one["categories"]) == ["Relief > Food", "News"]
    assert list(one["tags"]) == ["쌀", "a > b"]
    assert pd.Timestamp(one["date"]).tz_convert("UTC") == pd.Timestamp("2016-12-31T15:30:00Z")
    assert (int(one["year"]), int(found["two"]["year"]), int(found["three"]["year"])) == (2017, 2018, 0)
    assert found["two"]["content"] == "Text of two: 北.\n"
    assert (bool(one["public"]), bool(found["two"]["public"])) == (True, False)
    assert pd.isna(found["three"]["date"])
    assert found["three"]["title"] == "three"


def test_the_types_are_those_of_the_reference(
    posts: Path, tmp_path: Path, needed: Callable[[str], Any]
) -> None:
    needed("pyarrow")
    parquet = needed("pyarrow.parquet")
    folder = Archive.open(posts).to_parquet(tmp_path / "set", content=False)
    schema = parquet.read_schema(folder / "year=2017" / "part-0.parquet")
    types = {
        name: str(kind).replace("tz=UTC", "UTC").replace("element: ", "")
        for name, kind in zip(schema.names, schema.types, strict=True)
    }
    promised = {column.name: column.dtype for column in DATASET if column.name not in ("year", "content")}
    assert {name: kind.replace("item: ", "") for name, kind in types.items()} == promised
    said = json.loads((folder / "_schema.json").read_text(encoding="utf-8"))
    assert [column["name"] for column in said] == [*promised, "year"]


def test_a_data_set_is_replaced_as_a_whole_and_nothing_else_ever(
    posts: Path, tmp_path: Path, needed: Callable[[str], Any]
) -> None:
    needed("pyarrow")
    archive = Archive.open(posts)
    folder = archive.to_parquet(tmp_path / "set")
    archive.select(since="2018").to_parquet(folder)
    assert {path.name for path in folder.iterdir()} == {"_schema.json", "year=2018", "year=0"}
    other = tmp_path / "letters"
    other.mkdir()
    (other / "letter.txt").write_text("precious")
    for place in (other, other / "letter.txt", posts):
        with pytest.raises(ExportError):
            archive.to_parquet(place)
    assert (other / "letter.txt").read_text() == "precious"
    assert not list(tmp_path.glob(".lfnkr-tmp-*"))


def test_an_empty_selection_is_an_empty_data_set(
    posts: Path, tmp_path: Path, needed: Callable[[str], Any]
) -> None:
    needed("pyarrow")
    folder = Archive.open(posts).select(tag="nowhere").to_parquet(tmp_path / "set")
    assert [path.name for path in folder.iterdir()] == ["_schema.json"]


def test_the_command_writes_a_selection(posts: Path, tmp_path: Path, needed: Callable[[str], Any]) -> None:
    needed("pyarrow")
    assert main(["list", "--lang", "ja", "--parquet", str(tmp_path / "set"), "--posts", str(posts)]) == 0
    assert [row["post"] for row in by_pandas(tmp_path / "set")] == ["two"]


def test_without_pyarrow_it_is_said_what_to_install(
    posts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(ExportError) as caught:
        Archive.open(posts).to_parquet(tmp_path / "set")
    assert ".[parquet]" in caught.value.hint


WRITES_FOR_EVER = """
import sys, time
from lfnkr_nb import Archive
def wait(done, count):
    print("writing", flush=True)
    time.sleep(60)
Archive.open(sys.argv[1]).to_parquet(sys.argv[2], progress=wait)
"""


def leftovers(folder: Path) -> list[Path]:
    return sorted(folder.glob(".lfnkr-tmp-*"))


@pytest.mark.slow
@pytest.mark.parametrize("next_step", ["write", "start"])
def test_what_a_killed_writer_left_is_removed_but_not_what_one_alive_writes(
    posts: Path, tmp_path: Path, needed: Callable[[str], Any], next_step: str
) -> None:
    needed("pyarrow")
    archive = Archive.open(posts)
    place = tmp_path / "set"
    whole = archive.to_parquet(place)
    command = [sys.executable, "-c", WRITES_FOR_EVER, str(posts), str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        being_written = leftovers(tmp_path)
        archive.to_parquet(tmp_path / "other")
        assert leftovers(tmp_path) == being_written != []
        writer.kill()
    assert leftovers(tmp_path)
    if next_step == "write":
        archive.to_parquet(tmp_path / "other")
    else:
        assert main(["list", "--posts", str(posts)]) == 0
    assert not leftovers(tmp_path)
    assert {row["post"] for row in by_pandas(whole)} == {"one", "two", "three"}
