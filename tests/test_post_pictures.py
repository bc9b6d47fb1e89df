"""Pictures put into a post: only pixels arrive in media/, nothing is overwritten."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from lfnkr_nb.errors import PictureError
from lfnkr_nb.post_pictures import add_picture, picture_markdown


def photo(colour: str = "red", *, gps: bool = True) -> bytes:
    image = Image.new("RGB", (60, 40), colour)
    exif = Image.Exif()
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 40.0, 0.0), 3: "E", 4: (139.0, 45.0, 0.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_picture_is_cleaned_and_named(tmp_path: Path) -> None:
    assert b"Exif" in photo()
    assert add_picture(tmp_path / "a.md", photo(), "River at Dusk.JPG") == "media/river-at-dusk.jpg"
    with Image.open(tmp_path / "media/river-at-dusk.jpg") as image:
        assert not image.getexif()
        assert image.size == (60, 40)


def test_the_same_picture_is_kept_once_and_another_gets_a_number(tmp_path: Path) -> None:
    post = tmp_path / "a.md"
    assert add_picture(post, photo(), "x") == add_picture(post, photo(), "x.png") == "media/x.jpg"
    assert add_picture(post, photo("blue"), "x") == "media/x-2.jpg"


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "a/b\\c", "", "..", "CON", "図 1"])
def test_no_name_leads_out_of_media(tmp_path: Path, name: str) -> None:
    path = tmp_path / add_picture(tmp_path / "a.md", photo(), name)
    assert path.parent == tmp_path / "media"
    assert path.is_file()


def test_what_is_no_picture_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    for data in (b"", b"<svg onload=x>", b"GIF89a", b"\xff\xd8\xff" + b"0" * 50):
        with pytest.raises(PictureError):
            add_picture(tmp_path / "a.md", data, "x")
    assert not (tmp_path / "media").exists()


def test_a_link_in_the_place_of_media_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "media").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PictureError):
        add_picture(tmp_path / "a.md", photo(), "x")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_the_markdown_of_a_picture_says_what_it_shows() -> None:
    assert (
        picture_markdown("media/x.jpg", " A [hut]\nby the river ")
        == r"![A \[hut\] by the river](media/x.jpg)"
    )
    assert picture_markdown("media/x (1).jpg", "A") == "![A](<media/x (1).jpg>)"
