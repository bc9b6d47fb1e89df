"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

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
