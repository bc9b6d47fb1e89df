"""Tables leave the house: public rows alone, labels for names, nothing that runs, and equal rows in every format."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from registers import private_copy

from lfnkr_nb import Archive, Post
from lfnkr_nb.cli import main
from lfnkr_nb.errors import ExportError, GateError
from lfnkr_nb.exporters.to_tables import CODEBOOK, read_tables
from lfnkr_nb.frame_schema import FRAMES, SOURCES
from lfnkr_nb.protection.gate import check_file
from lfnkr_nb.public_tables import TABLES

ROOT = Path(__file__).parents[2]
PERSON = "- label: P. T.\n  family: [Pak, 박]\n  given: [Tu-jin, 두진]\n"
FORMATS = ("t.xlsx", "t.csv", "t.parquet")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, pd.DataFrame]]:
    """The sample archive's tables, exported and read back, by format."""
    folder = tmp_path_factory.mktemp("tables")
    archive = Archive.open(ROOT / "posts")
    for name in FORMATS:
        archive.export(folder / name)
    return {name: read_tables(folder / name) for name in FORMATS}


def archive_of(root: Path, **posts: tuple[str, dict[str, object]]) -> Archive:
    """An archive with these posts."""
    for name, (text, fields) in posts.items():
        header = {"title": name, "status": "publish", "date": "2017-09-04", **fields}
        Post.new(root / "posts" / f"{name}.md", text, **header).save()
    return Archive.open(root)


def every_text(tables: dict[str, pd.DataFrame]) -> str:
    return "\n".join(frame.to_csv() for frame in tables.values())


@pytest.mark.slow
def test_every_format_holds_equal_rows_and_reads_back_with_its_dtypes(
    sample: dict[str, dict[str, pd.DataFrame]],
) -> None:
    excel, csv, parquet = (sample[name] for name in FORMATS)
    assert set(excel) == set(csv) == set(parquet) == set(TABLES)
    for name in TABLES:
        pd.testing.assert_frame_equal(excel[name], csv[name])
        pd.testing.assert_frame_equal(excel[name], parquet[name])
    assert str(excel["posts"].dtypes["date"]) == "datetime64[us, UTC]"
    assert excel["figures"].dtypes["value"] == "float64"


@pytest.mark.slow
def test_what_is_read_back_is_what_the_archive_says(sample: dict[str, dict[str, pd.DataFrame]]) -> None:
    archive = Archive.open(ROOT / "posts").select(public=True)
    read = sample["t.xlsx"]["posts"].set_index("post")
    wanted = archive.posts.loc[read.index]
    assert (
        read.date.fillna(pd.Timestamp(0, tz="UTC")) == wanted.date.fillna(pd.Timestamp(0, tz="UTC"))
    ).all()
    assert read.title.tolist() == wanted.title.tolist()


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_the_codebook_explains_every_column(name: str, tmp_path: Path) -> None:
    archive = archive_of(tmp_path, a=("About 600 people came to Seoul in May 2017.", {}))
    archive.export(tmp_path / name)
    raw = {
        "t.xlsx": lambda p: pd.read_excel(p, sheet_name=None, engine="calamine"),
        "t.csv": lambda p: {f.stem: pd.read_csv(f) for f in p.glob("*.csv")},
        "t.parquet": lambda p: {f.stem: pd.read_parquet(f) for f in p.glob("*.parquet")},
    }[name](tmp_path / name)
    book = raw.pop(CODEBOOK)
    assert book.columns.tolist() == ["table", "column", "dtype", "meaning", "source"]
    assert not book.isna().any().any()
    for table, frame in raw.items():
        assert book[book.table == table].column.tolist() == frame.columns.tolist()


def test_every_frame_has_a_source_in_the_codebook() -> None:
    assert set(SOURCES) == set(FRAMES)


@pytest.mark.slow
def test_only_public_posts_are_in_the_tables(tmp_path: Path) -> None:
    archive = archive_of(
        tmp_path,
        open=("In 2016 over 90 people came to Seoul. See https://old.example/secret-one/.", {}),
        secret=(
            "Hidden: 4,711 people in Hanoi.",
            {"status": "private", "slug": "secret-one", "permalink": "https://old.example/secret-one/"},
        ),
        locked=("Locked words.", {"password": True}),
        later=("Follows it.", {"follows": "secret-one"}),
    )
    archive.export(tmp_path / "t.csv")
    text = every_text(read_tables(tmp_path / "t.csv"))
    assert "90" in text
    for kept in ("4,711", "4711", "Hanoi", "secret-one", "Locked", "locked"):
        assert kept not in text
    archive.export(tmp_path / "more.csv", include=["private"])
    assert "Hanoi" in every_text(read_tables(tmp_path / "more.csv"))


@pytest.mark.slow
def test_pages_go_out_only_by_asking(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, a=("Words.", {}), about=("About us.", {"kind": "page"}))
    archive.export(tmp_path / "t.csv")
    assert read_tables(tmp_path / "t.csv")["posts"].post.tolist() == ["a"]
    archive.select(kind="page").export(tmp_path / "p.csv")
    assert read_tables(tmp_path / "p.csv")["posts"].post.tolist() == ["about"]


@pytest.mark.slow
def test_a_status_that_changed_on_disk_counts(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, a=("Words.", {}), b=("Other words.", {}))
    assert len(archive.posts) == 2
    archive["a"].replace(status="private").save()
    archive.export(tmp_path / "t.csv")
    assert read_tables(tmp_path / "t.csv")["posts"].post.tolist() == ["b"]


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_names_of_the_register_give_way_to_labels_in_every_table(name: str, tmp_path: Path) -> None:
    private_copy(PERSON, tmp_path)
    post = ("Pak Tu-jin and 600 people left Seoul; 박두진. [Pak Tu-jin](https://x.example/pak-tu-jin)", {
        "title": "Pak Tujin speaks", "byline": "Park Doo-jin", "tags": ["Pak Tu Jin"], "slug": "pak-tu-jin",
        "protect": ["P. T."], "permalink": "https://x.example/pak-tu-jin/",
    })  # fmt: skip
    archive = archive_of(tmp_path, a=post, b=("Nobody.", {}))
    for file in archive.export(tmp_path / name).paths:
        from lfnkr_nb.protection.register import Register

        assert check_file(file, Register.beside(tmp_path)) == []
    text = every_text(read_tables(tmp_path / name))
    assert "P. T." in text
    assert "Tu" not in text.replace("P. T.", "")


def test_names_stay_only_when_they_are_asked_for(tmp_path: Path) -> None:
    private_copy(PERSON, tmp_path)
    archive = archive_of(tmp_path, a=("Pak Tu-jin left Seoul.", {"protect": ["P. T."]}))
    archive.export(tmp_path / "inside.csv", names=True)
    assert "Pak Tu-jin" in every_text(read_tables(tmp_path / "inside.csv"))


def test_a_label_without_a_register_stops_the_export_and_leaves_no_file(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, a=("Words.", {"protect": ["P. T."]}))
    with pytest.raises(GateError, match=r"P\. T\."):
        archive.export(tmp_path / "t.xlsx")
    assert not (tmp_path / "t.xlsx").exists()


@pytest.mark.slow
def test_figures_for_fewer_than_three_people_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, a=("They handed over two fishermen. About 600 people were returned.", {}))
    archive.export(tmp_path / "t.csv")
    assert read_tables(tmp_path / "t.csv")["figures"].value.tolist() == [600.0]
    archive.export(tmp_path / "all.csv", small_groups=True)
    assert sorted(read_tables(tmp_path / "all.csv")["figures"].value) == [2.0, 600.0]


@pytest.mark.slow
def test_columns_of_use_only_inside_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, a=("Words.", {}))
    archive.export(tmp_path / "t.csv")
    assert "path" not in read_tables(tmp_path / "t.csv")["posts"].columns
    archive.export(tmp_path / "all.csv", restricted=True)
    tables = read_tables(tmp_path / "all.csv")
    assert {"path", "status"} <= set(tables["posts"].columns)
    assert "confirmed_by" in tables["figures"].columns


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_nothing_of_a_table_runs_in_a_spreadsheet(name: str, tmp_path: Path) -> None:
    archive = archive_of(
        tmp_path, a=("=1+1 people", {"title": '=HYPERLINK("http://x")', "tags": ["@SUM(A1)"]})
    )
    archive.export(tmp_path / name)
    tables = read_tables(tmp_path / name)
    assert tables["posts"].title.tolist() == ['\'=HYPERLINK("http://x")']
    assert tables["terms"].term.tolist() == ["'@SUM(A1)"]


def test_an_excel_file_holds_real_dates_and_names_nobody(tmp_path: Path) -> None:
    archive_of(tmp_path, a=("Words.", {"date": "2017-09-04T10:00:00+09:00"})).export(tmp_path / "t.xlsx")
    posts = pd.read_excel(tmp_path / "t.xlsx", sheet_name="posts", engine="calamine")
    assert str(posts.date[0]) == "2017-09-04 01:00:00"
    import zipfile

    with zipfile.ZipFile(tmp_path / "t.xlsx") as package:
        core = package.read("docProps/core.xml").decode()
    assert "<dc:creator></dc:creator>" in core
    assert "2000-01-01" in core


@pytest.mark.slow
def test_the_same_archive_gives_the_same_bytes(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, a=("About 600 people.", {}))
    made = []
    for name in ("a.xlsx", "b.xlsx"):
        archive.export(tmp_path / name)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_nothing_to_export_is_said_and_no_file_is_made(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, a=("Words.", {"status": "draft"}))
    with pytest.raises(ExportError, match="No post that may go out"):
        archive.export(tmp_path / "t.xlsx")
    assert not (tmp_path / "t.xlsx").exists()


@pytest.mark.slow
def test_posts_that_stay_inside_are_named_by_no_link_file_path_or_picture(tmp_path: Path) -> None:
    hidden = {"title": "Secret Meeting in Yanji", "slug": "secret-meeting", "status": "private",
              "permalink": "https://lfnkr.example/secret-meeting/"}  # fmt: skip
    text = (
        "In 2016 we met: [Secret Meeting in Yanji](hidden.md). See posts/hidden.md, www.lfnkr.example/secret-meeting "
        "and /secret-meeting/ in Seoul. ![Secret Meeting in Yanji](hidden.md) About 45 people came to Seoul."
    )
    archive = archive_of(
        tmp_path, hidden=("Inside.", hidden), a=(text, {"permalink": "https://lfnkr.example/a/"})
    )
    archive.export(tmp_path / "t.csv")
    said = every_text(read_tables(tmp_path / "t.csv"))
    assert "Seoul" in said
    for part in ("Secret", "secret", "hidden.md", "Yanji"):
        assert part not in said


def test_nothing_tells_how_long_a_name_was(tmp_path: Path) -> None:
    private_copy(PERSON, tmp_path)
    archive = archive_of(tmp_path, a=("Pak Tu-jin came to Seoul with 45 people in May 2016.", {}))
    archive.export(tmp_path / "t.csv")
    for frame in read_tables(tmp_path / "t.csv").values():
        assert {"start", "end", "characters"}.isdisjoint(frame.columns)


def test_the_sentence_of_a_small_group_stands_in_no_other_row(tmp_path: Path) -> None:
    text = "About 45 people were returned by China in May 2019, and 2 people were returned by China in 2018."
    exported = archive_of(tmp_path, a=(text, {})).export(tmp_path / "t.csv")
    assert exported.small_groups == 1
    tables = read_tables(tmp_path / "t.csv")
    assert tables["figures"].value.tolist() == [45.0]
    assert "2 people" not in every_text(tables)


def test_another_kind_of_file_is_refused_with_the_kinds_there_are(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.xlsx.*\.csv or \.parquet"):
        archive_of(tmp_path, a=("Words.", {})).export(tmp_path / "t.ods")
    with pytest.raises(ExportError, match="no export of tables"):
        read_tables(tmp_path)


@pytest.mark.slow
def test_the_command_writes_what_the_verb_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = archive_of(tmp_path, a=("About 600 people.", {"lang": "en"}), b=("東京。", {"lang": "ja"}))
    where = ["--posts", str(tmp_path / "posts")]
    assert main(["export", str(tmp_path / "c.csv"), "--lang", "ja", *where]) == 0
    said = capsys.readouterr().err
    assert "posts.csv" in said
    assert "1 post; 0 not public and left out" in said
    assert read_tables(tmp_path / "c.csv")["posts"].post.tolist() == ["b"]
    archive.select(lang="ja").export(tmp_path / "v.csv")
    for name in TABLES:
        assert (tmp_path / f"c.csv/{name}.csv").read_bytes() == (tmp_path / f"v.csv/{name}.csv").read_bytes()
    assert main(["export", str(tmp_path / "n.csv"), "--names", *where]) == 0
    assert "must stay inside" in capsys.readouterr().err


def test_trend_and_places_have_commands_that_list_and_draw(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive_of(tmp_path, a=("They came to Seoul.", {}), b=("Nothing.", {"date": None}))
    where = ["--posts", str(tmp_path / "posts")]
    assert main(["trend", "Seoul", *where]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0].split() == ["2017", "1", "of", "1", "Seoul"]
    assert "undated" in out
    assert main(["places", *where]) == 0
    assert capsys.readouterr().out == "Seoul  [a]  They came to Seoul.\n"
    assert main(["trend", "--json", *where]) == 0
    assert '"posts":1' in capsys.readouterr().out


@pytest.mark.slow
def test_the_commands_draw_charts(tmp_path: Path) -> None:
    archive_of(tmp_path, a=("They came to Seoul.", {}))
    where = ["--posts", str(tmp_path / "posts")]
    assert main(["trend", "Seoul", "--chart", str(tmp_path / "t.svg"), "--words", "ko", *where]) == 0
    assert "글 수" in (tmp_path / "t.svg").read_text("utf-8")
    assert main(["places", "--chart", str(tmp_path / "p.png"), *where]) == 0
    assert (tmp_path / "p.png").stat().st_size > 10_000


def test_short_names_in_slugs_give_way_to_labels_in_every_table(tmp_path: Path) -> None:
    """A slug has no capitals, by which a short name is told from words."""
    posts = tmp_path / "posts"
    Post.new(posts / "ok-ji-14.md", "Words of 2003.", title="A", status="publish", tags=["t"]).save()
    register = tmp_path / "private" / "register.yaml"
    register.parent.mkdir()
    register.write_text("- label: O. V.\n  family: [Ok, 옥]\n  given: [Ji, 지]\n", "utf-8")
    register.chmod(0o600)
    exported = Archive.open(posts).export(tmp_path / "t.csv")
    texts = {path.name: path.read_text("utf-8") for path in exported.paths}
    assert [name for name, text in texts.items() if "ok-ji" in text] == []
    assert "O. V.-14" in texts["posts.csv"]
