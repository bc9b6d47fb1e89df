"""One Chromium and one `lfnkr lab` for all browser tests; each test is a visitor with an empty browser."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from desk_steps import open_post
from lab_driver import Lab, Visitor, git, sample_archive, start_lab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist looks at the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test that drives a browser is slow, and they share one worker, since they share one server."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Lab]:
    """A running `lfnkr lab` over a copy of the sample archive."""
    place = tmp_path_factory.mktemp("lab")
    started = start_lab(sample_archive(place / "archive"), place / "home")
    yield started
    started.stop()


@pytest.fixture
def archive(lab: Lab) -> Iterator[Path]:
    """The archive's folder; what a test changed in it is taken back."""
    yield lab.root
    git(lab.root, "checkout", "-q", ".")
    git(lab.root, "clean", "-qfdx", "posts", "briefings", "exports", "queries", "notebooks")


@pytest.fixture
def visit(lab: Lab, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors; at the end none of them asked another host, and no script of ours failed."""
    visitors: list[Visitor] = []

    def arrive(**look: object) -> Visitor:
        visitors.append(Visitor.arrive(lab, browser, **look))
        return visitors[-1]

    yield arrive
    try:
        for visitor in visitors:
            visitor.leave()
            assert visitor.errors == []
    finally:
        lab.stop_kernels()
        lab.forget_theme()


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    """One visitor."""
    return visit()


@pytest.fixture
def editing(visitor: Visitor, archive: Path) -> Visitor:
    """A visitor with a post open in the editor."""
    open_post(visitor)
    return visitor


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots go: `LFNKR_PICTURES`, which CI keeps, else a folder of this run that git ignores."""
    folder = Path(os.environ.get("LFNKR_PICTURES", HERE / "pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
