"""`build`: many briefings, only what changed, one failure stopping nobody, the same anywhere."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from lfnkr_nb.archive import Archive
from lfnkr_nb.building import Built, build
from lfnkr_nb.cli import main
from lfnkr_nb.errors import BriefingError
from lfnkr_nb.folders import recipe_files


def write(path: Path, header: str, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{header}\n---\n\n{body}\n", encoding="utf-8")
    return path


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for name in ("one", "two", "three"):
        write(
            tmp_path / "posts" / f"{name}.md",
            f"title: Post {name}\nstatus: publish\ndate: 2017-01-01",
            f"Text of {name}.",
        )
        write(tmp_path / "briefings" / f"of-{name}.md", f"title: Of {name}\nposts: [{name}]", "Own words.")
    return tmp_path


def built(house: Path, **options: object) -> dict[str, str]:
    archive = Archive.open(house)
    done = build(archive, recipe_files(house), suffix=".html", **options)  # type: ignore[arg-type]
    return {each.path.stem: each.state for each in done}


def files(house: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((house / "exports").glob("*.html"))}


def test_every_recipe_becomes_its_file(house: Path) -> None:
    assert built(house) == {"of-one": "built", "of-three": "built", "of-two": "built"}
    assert b"Text of two." in files(house)["of-two.html"]


def test_only_what_changed_is_built_again(house: Path) -> None:
    assert set(built(house, changed=True).values()) == {"built"}
    assert set(built(house, changed=True).values()) == {"unchanged"}
    before = files(house)
    write(house / "posts" / "two.md", "title: Post two\nstatus: publish\ndate: 2017-01-01", "Other text.")
    assert built(house, changed=True) == {"of-one": "unchanged", "of-three": "unchanged", "of-two": "built"}
    after = files(house)
    assert {name for name in after if after[name] != before[name]} == {"of-two.html"}
    assert set(built(house).values()) == {"built"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        lambda house: write(
            house / "briefings" / "of-one.md", "title: Of one\nposts: [one]", "Changed words."
        ),
        lambda house: (house / "exports" / "of-one.html").unlink(),
        lambda house: (house / "exports" / "of-one.html").write_text("spoilt", encoding="utf-8"),
        lambda house: (house / "brand.yaml").write_text("name: Another Name\n", encoding="utf-8"),
    ],
    ids=["words", "file gone", "file altered", "brand"],
)
def test_words_the_file_itself_and_the_brand_are_noticed(house: Path, change: object) -> None:
    built(house, changed=True)
    change(house)  # type: ignore[operator]
    assert built(house, changed=True)["of-one"] == "built"
    assert set(built(house, changed=True).values()) == {"unchanged"}


@pytest.mark.slow
def test_another_version_builds_everything_again(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(house, changed=True)
    monkeypatch.setattr("lfnkr_nb.building._versions", lambda: "another")
    assert set(built(house, changed=True).values()) == {"built"}


@pytest.mark.slow
def test_a_post_that_a_selection_gains_or_loses_is_noticed(house: Path) -> None:
    write(house / "briefings" / "all.md", "title: All\nselect: {public: true}", "")
    built(house, changed=True)
    write(house / "posts" / "three.md", "title: Post three\nstatus: draft", "Text.")
    assert built(house, changed=True)["all"] == "built"
    assert b"Post three" not in files(house)["all.html"]


@pytest.mark.slow
@pytest.mark.parametrize("spoilt", ["", "[]", "noise", '{"of-one.html": 3}', "\x00"])
def test_a_damaged_record_of_builds_builds_everything(house: Path, spoilt: str) -> None:
    built(house, changed=True)
    record = house / ".lfnkr" / "builds.json"
    assert len(json.loads(record.read_text())) == 3
    record.write_text(spoilt, encoding="utf-8")
    assert set(built(house, changed=True).values()) == {"built"}


def test_a_briefing_that_fails_stops_no_other_and_sets_the_exit_code(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(house / "briefings" / "bad.md", "title: Bad\nposts: [nobody]", "")
    arguments = ["build", "--all", "--html", "--posts", str(house / "posts")]
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert "exports/bad.html: failed: " in said
    assert "3 built, 0 unchanged, 1 failed" in said
    assert not (house / "exports" / "bad.html").exists()
    write(house / "posts" / "two.md", "title: Post two\nstatus: publish\nprotect: [K. M.]", "Text of two.")
    assert main([*arguments, "--changed"]) == 3
    assert "2 unchanged, 2 failed" in capsys.readouterr().err
    (house / "briefings" / "bad.md").unlink()
    (house / "briefings" / "of-two.md").unlink()
    assert main([*arguments, "--changed"]) == 0


def test_nothing_to_build_and_one_name_for_two_are_said(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "--posts", str(house / "posts")]) == 2
    assert "--all" in capsys.readouterr().err
    other = write(house / "other" / "of-one.md", "title: Other", "Words.")
    with pytest.raises(BriefingError, match="one file"):
        build(Archive.open(house), [house / "briefings" / "of-one.md", other])


@pytest.mark.slow
def test_an_executor_of_processes_builds_the_same(house: Path) -> None:
    built(house)
    serial = files(house)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        assert set(built(house, executor=executor).values()) == {"built"}
    assert files(house) == serial


@pytest.mark.slow
def test_a_pool_that_breaks_down_costs_no_briefing(house: Path) -> None:
    built(house)
    serial = files(house)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        executor.submit(os.getpid).result()
        os.kill(next(iter(executor._processes)), signal.SIGKILL)
        assert set(built(house, executor=executor).values()) == {"built"}
    assert files(house) == serial


@pytest.mark.slow
def test_dask_with_a_worker_killed_half_way_gives_what_a_serial_run_gives(
    house: Path, needed: Callable[[str], Any]
) -> None:
    """Two workers in processes of their own; one is killed while briefings are built."""
    distributed = needed("distributed")
    for number in range(24):
        write(
            house / "briefings" / f"more-{number:02}.md",
            f"title: More {number}\nposts: [one, two]",
            f"Words {number}.",
        )
    built(house)
    serial = files(house)
    for path in (house / "exports").iterdir():
        path.unlink()
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        victims = list(client.run(os.getpid).values())
        killed: list[int] = []

        def kill_one(done: int, _: int | None) -> None:
            if done >= 8 and not killed:
                killed.append(victims[0])
                os.kill(victims[0], signal.SIGKILL)

        done: list[Built] = build(
            Archive.open(house),
            recipe_files(house),
            suffix=".html",
            executor=client.get_executor(),
            progress=kill_one,
        )
        assert killed
    assert [each.state for each in done] == ["built"] * 27
    assert files(house) == serial


@pytest.mark.slow
def test_the_command_finds_a_scheduler_of_dask(
    house: Path, needed: Callable[[str], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    distributed = needed("distributed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        arguments = [
            "build",
            "--all",
            "--html",
            "--posts",
            str(house / "posts"),
            "--dask",
            cluster.scheduler_address,
        ]
        assert main(arguments) == 0
    assert "3 built" in capsys.readouterr().err
    started = time.monotonic()
    assert main(["build", "--all", "--posts", str(house / "posts"), "--dask", "tcp://127.0.0.1:9"]) == 2
    assert "No scheduler" in capsys.readouterr().err
    assert time.monotonic() - started < 60
