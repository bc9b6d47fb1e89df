"""The browser of all tests that need one: where it is, and how it is started."""

from __future__ import annotations

import shutil

#: Where Chromium may be; Debian's first.
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

CHROMIUM_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--force-device-scale-factor=1", "--hide-scrollbars",
]  # fmt: skip


def chromium() -> str | None:
    """The browser's program, or None where there is none."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)
