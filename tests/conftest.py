"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from chromium import CHROMIUM_OPTIONS, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long an example takes says something of the machine and nothing of the program.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `../shared/data` with real exports; a checkout without it skips, CI does not."""
    data = ROOT.parent / "shared" / "data"
    if not data.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("shared/data must stand beside the checkout when CI=true")
        pytest.skip("shared/data is not beside this checkout")
    return data


@pytest.fixture(scope="session")
def needed() -> Callable[[str], Any]:
    """Gives a module of an extra; where it is not installed the test is skipped, but never in CI."""

    def load(name: str) -> Any:
        try:
            return import_module(name)
        except ImportError:
            if os.environ.get("CI") == "true":
                pytest.fail(f"{name} must be installed when CI=true")
            pytest.skip(f"{name} is not installed")

    return load


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Chromium; a machine without one skips, CI does not.

    Whoever uses it belongs to the group `browser`: Playwright's loop runs on in its thread, where no other may start.
    """
    grouped = any(item.nodeid.endswith("@browser") for item in request.session.items)
    if os.environ.get("PYTEST_XDIST_WORKER") and not grouped:
        pytest.fail("the browser tests are dealt out one by one: run them with --dist loadgroup")
    program = chromium()
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium must be installed when CI=true")
        pytest.skip("chromium is not installed")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=CHROMIUM_OPTIONS)
        yield started
        started.close()
