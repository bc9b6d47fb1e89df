"""SVG drawings pass only as shapes and text, and leave as pixels."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from lfnkr_nb.document import clean_picture
from lfnkr_nb.document.svg import clean_svg
from lfnkr_nb.errors import PictureError

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20">'
)


def drawing(inside: str, head: str = HEAD) -> bytes:
    return f"{head}{inside}</svg>".encode()


def test_a_plain_drawing_is_kept() -> None:
    """With its size in pixels and its own references."""
    given = drawing(
        '<defs><path id="p" d="M0 0"/><linearGradient id="g"><stop offset="0" stop-color="red"/>'
        "</linearGradient></defs>"
        '<use xlink:href="#p" fill="url(#g)" style="stroke: url(#g)"/><text x="1" y="2">難民</text>'
    )
    cleaned = clean_svg(given)
    assert (cleaned.width, cleaned.height) == (40, 20)
    assert "難民" in cleaned.data.decode()
    assert cleaned.data.count(b"url(#g)") == 2
    assert clean_svg(cleaned.data) == cleaned
    assert clean_picture(given) == clean_picture(cleaned.data)


def test_a_drawing_leaves_as_pixels_four_times_as_fine() -> None:
    """Sharp on paper, of the size it says, clear where nothing is drawn, the same bytes each time."""
    given = drawing(
        '<rect width="20" height="20" fill="#c02040"/><text x="22" y="14" font-size="9">難民</text>'
    )
    picture = clean_picture(given)
    assert (picture.mime, picture.width, picture.height) == ("image/png", 40, 20)
    with Image.open(io.BytesIO(picture.data)) as image:
        assert image.size == (160, 80)
        assert image.getpixel((40, 40)) == (0xC0, 0x20, 0x40, 255)
        assert image.getpixel((158, 78))[3] == 0
        assert image.crop((88, 20, 160, 64)).getbbox() is not None, "the text is drawn"
    assert clean_picture(given + b"\n") == picture


def test_a_drawing_as_large_as_a_wall_has_no_more_pixels_than_a_photograph() -> None:
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="90000" height="45000">'
    with Image.open(io.BytesIO(clean_picture(drawing("<rect width='9' height='9'/>", head)).data)) as image:
        assert image.size == (2400, 1200)


def test_what_says_nothing_is_dropped() -> None:
    """Metadata, titles, comments and foreign attributes may hold names."""
    picture = clean_svg(
        drawing(
            "<!-- SECRET --><metadata><x>SECRET</x></metadata><title>SECRET</title><desc>SECRET</desc>"
            '<rect width="3" height="2" data-who="SECRET"/>',
            HEAD.replace(
                "viewBox", 'xmlns:s="http://s/" s:docname="SECRET" width="1in" height="50%" viewBox'
            ),
        )
    )
    assert b"SECRET" not in picture.data
    assert b"<rect" in picture.data
    assert (picture.width, picture.height) == (96, 20)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<foreignObject><p>x</p></foreignObject>",
        '<image href="http://example.org/x.png"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<a href="http://example.org"><rect/></a>',
        '<use href="http://example.org/x.svg#p"/>',
        '<use xlink:href="/etc/passwd#x"/>',
        '<rect onclick="alert(1)"/>',
        '<rect fill="url(http://example.org/x)"/>',
        '<rect style="fill: url(//example.org/x)"/>',
        "<style>@import url(http://example.org/x.css);</style>",
        "<style>rect { fill: url('http://example.org') }</style>",
        '<set attributeName="href" to="javascript:alert(1)"/>',
        '<animate attributeName="x" values="1;2"/>',
        '<filter id="f"><feImage href="x"/></filter>',
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        '<g id="a"><use href="#a"/></g>',
        "<rect>",
        "&unknown;",
    ],
)
def test_a_drawing_that_loads_runs_or_multiplies_is_refused(inside: str) -> None:
    with pytest.raises(PictureError):
        clean_picture(drawing(inside))


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE svg [<!ENTITY a "b">]>',
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<?xml-stylesheet href="http://example.org/x.css"?>',
    ],
)
def test_entities_and_style_sheets_are_refused(prologue: str) -> None:
    """Before a parser sees them."""
    with pytest.raises(PictureError, match="entities"):
        clean_picture(f'<?xml version="1.0"?>{prologue}'.encode() + drawing("<text>&a;</text>"))


def test_other_encodings_and_sizes_are_refused() -> None:
    with pytest.raises(PictureError):
        clean_picture('<?xml version="1.0" encoding="utf-16"?><svg/>'.encode("utf-16"))
    with pytest.raises(PictureError, match="larger"):
        clean_picture(drawing("<g/>" * 1_300_000))
    with pytest.raises(PictureError):
        clean_picture(drawing("<g>" * 5_000 + "</g>" * 5_000))


def test_a_plot_of_matplotlib_is_kept() -> None:
    """With the document type, metadata and style sheet it writes."""
    from matplotlib import figure  # slow to load, and only this test needs it

    plot = figure.Figure(figsize=(3, 2))
    axes = plot.add_subplot()
    axes.plot([1, 3, 2], marker="o", label="people")
    axes.set_title("Returned")
    axes.legend()
    out = io.BytesIO()
    plot.savefig(out, format="svg")
    cleaned = clean_svg(out.getvalue())
    assert (cleaned.width, cleaned.height) == (288, 192)
    assert b"<use" in cleaned.data
    assert b"matplotlib.org" not in cleaned.data
    picture = clean_picture(out.getvalue())
    assert (picture.width, picture.height) == (288, 192)
