"""The invented archive of archive.txt as a folder of posts."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from lfnkr_nb import Archive

HERE = Path(__file__).parent


def write_archive(folder: Path) -> Path:
    """Write the posts of archive.txt below a folder; returns the posts folder."""
    posts = folder / "posts"
    for block in (HERE / "archive.txt").read_text(encoding="utf-8").split("\n\n")[1:]:
        head, _, text = block.strip().partition("\n")
        slug, lang, kind, date, category, tags, title = (part.strip() for part in head.split("|"))
        if tags == "NFD":
            title, text = unicodedata.normalize("NFD", title), unicodedata.normalize("NFD", text)
        path = posts / date[:4] / f"{date}-{slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        status = "draft" if "draft" in slug else "publish"
        path.write_text(
            f"---\ntitle: {title!r}\nslug: {slug}\ndate: {date}\nstatus: {status}\nkind: {kind}\nlang: {lang}\n"
            f"byline: M. T.\ncategories: [{category}]\ntags: [{tags}]\n---\n\n{text}\n",
            encoding="utf-8",
        )
    return posts


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The archive of archive.txt."""
    return Archive.open(write_archive(tmp_path_factory.mktemp("invented")))
