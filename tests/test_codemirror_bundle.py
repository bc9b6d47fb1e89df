"""The bundle of CodeMirror 6: which packages it is made of, and that their licences travel with it.

That the packages give exactly these bytes is compared by `.ci/run`, where npm is.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOOLS = ROOT / "tools/codemirror"
STATIC = ROOT / "src/lfnkr_nb/widgets/static"
LOCK = json.loads((TOOLS / "package-lock.json").read_text("utf-8"))["packages"]
BUNDLED = {
    path.removeprefix("node_modules/"): said for path, said in LOCK.items() if path and not said.get("dev")
}


def test_the_bundle_says_the_versions_that_are_locked() -> None:
    first = (STATIC / "codemirror.js").read_text("utf-8").splitlines()[0]
    said = dict(re.findall(r"(@(?:codemirror|lezer)/[\w-]+)@([\d.]+)", first))
    assert said == {
        name: lock["version"] for name, lock in BUNDLED.items() if name.startswith(("@codemirror", "@lezer"))
    }
    assert all(
        re.fullmatch(r"[\d.]+", version)
        for version in json.loads((TOOLS / "package.json").read_text())["dependencies"].values()
    )


def test_the_lock_holds_hashes_and_no_addresses() -> None:
    assert all("integrity" in said and "resolved" not in said for path, said in LOCK.items() if path)


def test_every_bundled_package_has_its_licence_beside_the_bundle() -> None:
    text = (STATIC / "codemirror.LICENSE.txt").read_text("utf-8")
    for name, said in BUNDLED.items():
        assert f"{name} {said['version']}" in text
        assert said["license"] == "MIT"
    assert text.count("Permission is hereby granted") >= len(BUNDLED)


def test_the_bundle_is_small_and_asks_nobody_for_anything() -> None:
    text = (STATIC / "codemirror.js").read_text("utf-8")
    assert len(text) < 400_000
    assert not re.search(r"\bfetch\(|XMLHttpRequest|importScripts|\bimport\(", text)
