"""The brand file: read whole, refused with a hint, and colours that stay readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfnkr_nb.brand import NEUTRAL, contrast, find_brand, read_brand, readable_on
from lfnkr_nb.errors import BriefingError

if TYPE_CHECKING:
    from pathlib import Path

colours = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


def write(folder: Path, text: str) -> Path:
    (folder / "brand.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_folder_without_brand_gets_the_neutral_one(tmp_path: Path) -> None:
    assert read_brand(tmp_path) == NEUTRAL
    assert NEUTRAL.name == ""


def test_every_field_is_read(tmp_path: Path) -> None:
    brand = read_brand(
        write(
            tmp_path,
            'name: 川辺の会\nshort_name: Kawabe\ncolour: "#1D3F6E"\naccent: "#b5542b"\n'
            "contact:\n  - 1-2-3 Kawabe\n  - office@example.org\nlicence: CC BY 4.0\n"
            "licence_url: https://creativecommons.org/licenses/by/4.0/\n",
        )
    )
    assert (brand.name, brand.short_name, brand.colour) == ("川辺の会", "Kawabe", "#1d3f6e")
    assert brand.contact == ("1-2-3 Kawabe", "office@example.org")
    assert brand.licence_url.endswith("/by/4.0/")


def test_contact_may_be_one_text_of_several_lines(tmp_path: Path) -> None:
    brand = read_brand(write(tmp_path, "name: A\ncontact: |\n  Street 1\n\n  Town\n"))
    assert brand.contact == ("Street 1", "Town")
    assert brand.short_name == "A"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: A\nslogan: B\n", r"brand.yaml: has the unknown field 'slogan'\. Use only name"),
        ("name: A\nname: [", r"brand.yaml:\d+: is not YAML\. Correct this"),
        ("- A\n", r"holds no fields\. Write one field a line: name"),
        ("", "holds no fields"),
        ("name: 2017\n", r"'name' is not one line of text\. Put it in quotes"),
        ("name: A\ncontact: [{a: b}]\n", "'contact' is not a list of lines"),
        ("name: A\ncolour: red\n", r"colour: 'red' is not a colour\. Write it as"),
        ('name: A\naccent: "#ffcc00"\n', r"accent: white text on #ffcc00 cannot be read\. Take a darker one"),
        ("name: A\nlogo: logo.png\n", r"logo has no alt text\. Add `logo_alt:`"),
        ("name: !!python/object:os.system A\n", "is not YAML"),
        ("[" * 50_000, "brand.yaml"),
        ("name: " + "A" * 70_000, "is not a small ordinary file"),
    ],
)
def test_what_cannot_be_used_is_refused_with_place_and_hint(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BriefingError, match=message):
        read_brand(write(tmp_path, text))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_bytes(b"name: \xff\xfe\n")
    with pytest.raises(BriefingError, match=r"cannot be read\. Write it anew as UTF-8"):
        read_brand(tmp_path)


def test_a_linked_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("name: A\n")
    (tmp_path / "brand.yaml").symlink_to(tmp_path / "real.yaml")
    with pytest.raises(BriefingError, match="is not a small ordinary file"):
        read_brand(tmp_path)


def test_the_nearest_brand_above_a_folder_is_found(tmp_path: Path) -> None:
    deep = tmp_path / "notebooks" / "drafts"
    deep.mkdir(parents=True)
    write(tmp_path, "name: Above\n")
    assert find_brand(deep).name == "Above"


def test_the_project_has_a_brand_of_its_own_with_a_logo(root: Path) -> None:
    brand = read_brand(root)
    assert brand.logo is not None
    assert brand.logo_alt
    assert brand.licence == "CC BY-NC-ND 4.0"


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@given(colours, colours)
def test_text_in_a_readable_colour_reaches_aa_wherever_black_or_white_can(
    colour: str, background: str
) -> None:
    found = readable_on(colour, background)
    assert contrast(found, background) >= 4.5
    if contrast(colour, background) >= 4.5:
        assert found == colour
