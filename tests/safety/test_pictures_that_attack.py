"""Pictures made to fill the memory, to hang, to load something or to crash a reader are refused in a sentence."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
import zlib
from functools import cache
from pathlib import Path

import pytest
from PIL import Image
from planted_pictures import PNG_HEAD, chunk, picture, planted, stored

from lfnkr_nb import Archive, Briefing, Post
from lfnkr_nb.document import clean_picture
from lfnkr_nb.document.cleaning import is_animated
from lfnkr_nb.document.picture_formats import _reads_heif
from lfnkr_nb.errors import PictureError

LAYER = '<g opacity=".5">'
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'


def png(width: int, height: int, pixels: bytes, *more: bytes) -> bytes:
    """A PNG of one bit a pixel that unfolds to whatever its head says."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return PNG_HEAD + head + b"".join(more) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@cache
def zeros(size: int) -> bytes:
    """So many zeros, packed 1:200 and more."""
    packer = zlib.compressobj(1)
    out = b"".join(packer.compress(bytes(min(1_000_000, size - at))) for at in range(0, size, 1_000_000))
    return out + packer.flush()


def tiff(width: int, height: int, *, next_page: int = 0) -> bytes:
    """A TIFF that says to be so large; its strip is ten bytes."""
    tags = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
            (273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, 10)]  # fmt: skip
    body = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0" + struct.pack("<I", 18) + b"0123456789" + body + struct.pack("<I", next_page)


def bmp(width: int, height: int) -> bytes:
    return (
        b"BM"
        + struct.pack("<IHHI", 54, 0, 0, 54)
        + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    )


def gif(width: int, height: int, frames: int) -> bytes:
    frame = b"," + struct.pack("<HHHH", 0, 0, 1, 1) + b"\0\x02\x02D\x01\0"
    return (
        b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\0\0\0\0\0\xff\xff\xff" + frame * frames + b";"
    )


def laughs(levels: int) -> str:
    """Each part holds the part below it ten times."""
    parts = "".join(
        f'<g id="a{level}">' + f'<use href="#a{level - 1}"/>' * 10 + "</g>" for level in range(1, levels)
    )
    return f'{HEAD}<g id="a0"><rect width="9" height="9"/></g>{parts}<use href="#a{levels - 1}"/></svg>'


def patterns(levels: int) -> str:
    parts = "".join(
        f'<pattern id="p{level}" width="9" height="9" patternUnits="userSpaceOnUse">'
        + f'<rect width="9" height="9" fill="url(#p{level - 1})"/>' * 10
        + "</pattern>"
        for level in range(1, levels)
    )
    return f'{HEAD}{parts}<rect width="40" height="20" fill="url(#p{levels - 1})"/></svg>'


BOMBS = {
    "png of 400 million pixels": png(20_000, 20_000, zeros(50_020_000)),
    "png of 4 billion pixels": png(65_535, 65_535, zeros(1_000)),
    "png with a text of 100 MB": png(8, 8, zeros(16), chunk(b"zTXt", b"Comment\0\0" + zeros(100_000_000))),
    "png with a profile of 100 MB": png(8, 8, zeros(16), chunk(b"iCCP", b"name\0\0" + zeros(100_000_000))),
    "tiff of 4 billion pixels": tiff(65_535, 65_535),
    "tiff of 2 to the 62 pixels": tiff(2**31 - 1, 2**31 - 1),
    "bmp of 4 billion pixels": bmp(65_535, 65_535),
    "gif of 4 billion pixels": gif(65_535, 65_535, 1),
    "webp of 268 million pixels": b"RIFF\x1e\0\0\0WEBPVP8L\x11\0\0\0\x2f" + struct.pack("<I", 0x0FFFFFFF) + bytes(14),
    "svg that laughs": laughs(10).encode(),
    "svg that laughs a little": laughs(6).encode(),
    "svg of patterns in patterns": patterns(12).encode(),
    "svg that holds itself": f'{HEAD}<g id="a"><use href="#a"/></g></svg>'.encode(),
    "svg in a circle of masks": (
        f'{HEAD}<mask id="a"><rect mask="url(#b)"/></mask><mask id="b"><rect mask="url(#a)"/></mask></svg>'
    ).encode(),
    "svg of 200 layers": f"{HEAD}{LAYER * 200}<rect/>{'</g>' * 200}</svg>".encode(),
    "svg with laughing entities": (
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "ha">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        + f"]>{HEAD}<text>&a11;</text></svg>"
    ).encode(),
    "svg deeper than the stack": f"{HEAD}{'<g>' * 100_000}{'</g>' * 100_000}</svg>".encode(),
    "svg with a marker on each of many points": (
        f'{HEAD}<marker id="m">{"<rect/>" * 100}</marker><path marker-mid="url(#m)" d="{"L1 1" * 20_000}"/></svg>'
    ).encode(),
    "svg that reads a file": f'{HEAD}<image href="file:///etc/passwd" width="9" height="9"/></svg>'.encode(),
    "svg that reads a file by xlink": (
        f'{HEAD}<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="/etc/passwd#a"/></svg>'
    ).encode(),
}  # fmt: skip
#: Cleans the picture on standard input with a gigabyte of memory and ten seconds of work at most.
CAGE = """
import resource, sys
from lfnkr_nb.document import clean_picture
from lfnkr_nb.errors import PictureError
from PIL import Image
Image.init()
import typst
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 1_000_000_000, used + 1_000_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
try:
    clean_picture(sys.stdin.buffer.read())
except PictureError as error:
    print(error)
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.skipif(sys.platform != "linux", reason="limits of a process are set otherwise elsewhere")
def test_a_bomb_is_refused_in_little_memory_and_time(name: str) -> None:
    """In a process with a gigabyte and ten seconds: one sentence with a hint, no crash."""
    run = subprocess.run([sys.executable, "-c", CAGE], input=BOMBS[name], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()[-500:]
    assert run.stdout.count(b". ") == 1, run.stdout
    assert run.stderr == b""


def test_a_drawing_of_parts_that_are_reused_now_and_then_is_kept() -> None:
    """What plots and maps do: one level of `use`, a clip for each part, gradients from a style sheet."""
    parts = '<path id="m" d="M0 0L2 2"/><clipPath id="c"><rect width="9" height="9"/></clipPath>'
    parts += '<linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient>'
    uses = '<g clip-path="url(#c)"><use href="#m" x="3"/></g>' * 500
    sheet = "<style>rect { fill: url(#g) }</style>"
    drawing = f"{HEAD}{sheet}<defs>{parts}</defs>{uses}<rect width='4' height='4'/></svg>"
    made = clean_picture(drawing.encode())
    with Image.open(io.BytesIO(made.data)) as image:
        assert image.size == (160, 80)
        assert image.convert("RGB").getpixel((8, 8)) == (255, 0, 0)


def test_a_style_sheet_that_reuses_parts_is_refused() -> None:
    sheet = "<style>rect { fill: url(#p) }</style><pattern id='p'><rect/></pattern>"
    with pytest.raises(PictureError, match="style sheet"):
        clean_picture(f"{HEAD}{sheet}</svg>".encode())


@pytest.mark.slow
def test_a_drawing_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Large ones are drawn in a process of their own, which is stopped."""
    monkeypatch.setattr("lfnkr_nb.document.rasterising.PATIENCE", 0.05)
    shapes = "<circle r='9' opacity='.5'/>" * 5_000
    with pytest.raises(PictureError, match="seconds"):
        clean_picture(f"{HEAD}{shapes}</svg>".encode())
    monkeypatch.undo()
    assert clean_picture(f"{HEAD}{shapes}</svg>".encode()).width == 40


def test_the_words_of_a_drawing_are_known_though_they_are_pixels() -> None:
    """So that a name in a drawing can be found before it goes out, also one that nobody sees."""
    drawing = (
        f'{HEAD}<text>Two <tspan>words</tspan></text><text display="none">hidden</text><title>T</title></svg>'
    )
    assert clean_picture(drawing.encode()).words == "Two words\nhidden"


# --- odd and damaged files -------------------------------------------------------------------------------


def test_an_animation_of_a_hundred_thousand_frames_shows_the_first() -> None:
    """Without reading them all."""
    assert clean_picture(gif(1, 1, 100_000)).width == 1
    assert is_animated(gif(1, 1, 100_000))
    assert not is_animated(gif(1, 1, 1))


def test_a_tiff_whose_pages_go_in_a_circle_is_read_once() -> None:
    looped = bytearray(tiff(5, 2))
    looped[-4:] = struct.pack("<I", 18)
    assert clean_picture(bytes(looped)).width == 5


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF", "TIFF"])
def test_of_several_frames_or_pages_the_first_is_shown_and_that_is_said(kind: str, tmp_path: Path) -> None:
    options = {"quality": 100} if kind == "AVIF" else {}
    several = stored(picture(1), kind, save_all=True, append_images=[picture(2), picture(3)], **options)
    posts = tmp_path / "posts"
    posts.mkdir()
    (posts / "m.jpg").write_bytes(several)
    Post.new(posts / "a.md", "![Moves](m.jpg)", title="A", status="publish").save()
    made = Briefing("A", Archive.open(posts), show="whole").export(tmp_path / "a.html")
    assert sum("several frames or pages" in notice.message for notice in made.notices) == 1
    with Image.open(io.BytesIO(clean_picture(several).data)) as image:
        seen, first = image.convert("RGB").getpixel((40, 20)), picture(1).getpixel((40, 20))
    assert max(abs(a - b) for a, b in zip(seen, first, strict=True)) < 12


def test_the_second_picture_of_a_photograph_is_no_page_of_it() -> None:
    """Telephones store one behind the first; nobody sees it, so nothing is said."""
    both = stored(picture(1), "MPO", save_all=True, append_images=[picture(2)])
    assert not is_animated(both)


WRONG = {
    "nothing": b"", "one byte": b"\xff", "text": b"Not a picture.", "a page": b"<html><body>x</body></html>",
    "a program": b"\x7fELF" + bytes(60), "a pdf": b"%PDF-1.7\n", "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "a zip": b"PK\x03\x04" + bytes(60), "an icon": b"\0\0\1\0\1\0" + bytes(60),
    "a photoshop file": b"8BPS\0\1" + bytes(60),
    "a film": b"\0\0\0\x18ftypmp42" + bytes(60), "an empty box": b"\0\0\0\0ftyp", "only a head": b"\xff\xd8\xff",
    "a wmf": b"\xd7\xcd\xc6\x9a" + bytes(60), "fits": b"SIMPLE  =" + bytes(60), "an x pixmap": b"/* XPM */\n",
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_picture_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(PictureError, match=r"\. .+\."):
        clean_picture(WRONG[name])


def test_a_wrong_ending_changes_nothing(tmp_path: Path) -> None:
    """The bytes say what a file is."""
    posts = tmp_path / "posts"
    posts.mkdir()
    for ending in ("jpg", "png", "svg", "txt", "heic"):
        (posts / f"x.{ending}").write_bytes(stored(picture(4), "WEBP", lossless=True))
    text = "\n\n".join(f"![x](x.{ending})" for ending in ("jpg", "png", "svg", "txt", "heic"))
    Post.new(posts / "a.md", text, title="A", status="publish").save()
    for suffix in ("html", "pdf"):
        made = Briefing("A", Archive.open(posts), show="whole").export(tmp_path / f"a.{suffix}")
        assert not [notice for notice in made.notices if "left out" in notice.message]


def test_a_telephone_picture_without_its_reader_is_refused_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heic = next(data for name, data in planted().items() if name.startswith("heic"))
    _reads_heif.cache_clear()
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    try:
        with pytest.raises(PictureError, match=r"\.\[heic\]"):
            clean_picture(heic + b"\0")
    finally:
        _reads_heif.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize("share", range(4))
def test_no_damage_is_more_than_a_refused_picture(share: int) -> None:
    """Cut anywhere, bytes changed, parts swapped: a picture or a sentence, nothing else."""
    dice = random.Random(share)
    pictures = list(planted().values())[share::4]
    for data in pictures:
        for _ in range(12):
            broken = damaged(data, dice)
            try:
                clean_picture(broken)
                is_animated(broken)
            except PictureError as error:
                assert error.hint


def damaged(data: bytes, dice: random.Random) -> bytes:
    """The data with one sort of damage."""
    sort = dice.randrange(4)
    if sort == 0:
        return data[: dice.randrange(len(data))]
    if sort == 1:
        changed = bytearray(data)
        for _ in range(dice.randrange(1, 20)):
            changed[dice.randrange(len(changed))] = dice.choice((0, 255, dice.randrange(256)))
        return bytes(changed)
    one, other = sorted(dice.randrange(len(data)) for _ in range(2))
    return data[:one] + data[other:] if sort == 2 else data[:other] + data[one:]
