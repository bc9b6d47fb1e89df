"""Who speaks: `brand.yaml` at the archive's root, and colours that stay readable.

Without the file a neutral brand without a name is used, so a briefing never claims to come from somebody.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import yaml

from lfnkr_nb.document.tree import Brand, Notice, Picture
from lfnkr_nb.errors import BriefingError, LfnkrError, PictureError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["BRAND_FILE", "NEUTRAL", "brand_reminder", "contrast", "find_brand", "read_brand", "readable_on"]

BRAND_FILE: Final = "brand.yaml"

#: The brand of whoever has none: no name, grey-blue.
NEUTRAL: Final = Brand(name="", short_name="", colour="#33475b", accent="#7a4a12")

#: Contrast that WCAG 2.2 asks of ordinary text (success criterion 1.4.3, level AA).
CONTRAST_AA: Final = 4.5

_FIELDS: Final = (
    "name", "short_name", "colour", "accent", "contact", "licence", "licence_url", "logo", "logo_alt",
)  # fmt: skip

#: A brand file says a few lines; anything larger is some other file.
_LARGEST: Final = 64 * 1024

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def read_brand(root: Path) -> Brand:
    """The brand in `root/brand.yaml`, or the neutral one where there is no such file.

    Raises:
        BriefingError: The file cannot be understood, or a colour in it is too pale for white text.
        PictureError: The logo is refused or unreadable.
    """
    path = root / BRAND_FILE
    if not path.exists():
        return NEUTRAL
    values = _checked_fields(_load(path), path)
    texts = {key: _text(values, key, path) for key in _FIELDS if key not in {"contact", "logo"}}
    texts["colour"] = _dark_enough(texts["colour"] or NEUTRAL.colour, "colour", path)
    texts["accent"] = _dark_enough(texts["accent"] or NEUTRAL.accent, "accent", path)
    texts["short_name"] = texts["short_name"] or texts["name"]
    return Brand(**texts, contact=_lines(values, path), logo=_logo(values, texts["logo_alt"], path))


def brand_reminder(root: Path, brand: Brand) -> Notice | None:
    """What an editor should be told of the brand of an archive; None where it is somebody's own.

    Args:
        root: The root of the archive.
        brand: Its brand.
    """
    if not (root / BRAND_FILE).exists():
        hint = f"`lfnkr init` makes one; write your name, colours and contact into {BRAND_FILE}."
        return Notice(f"The pages name no organisation, for there is no {BRAND_FILE}", hint=hint)
    if brand.contact and brand.contact == _delivered_contact():
        hint = f"Write your own name, colours and contact into {BRAND_FILE}."
        return Notice(f"The pages speak as {brand.name}, with the contact of the sample", hint=hint)
    return None


def _delivered_contact() -> tuple[str, ...]:
    """The contact in the brand that `lfnkr init` copies; nothing where the sample is not here."""
    from lfnkr_nb.starting import sample_root  # noqa: PLC0415 - it builds upon what needs a brand

    try:
        path = sample_root() / BRAND_FILE
        return _lines(_load(path), path)
    except LfnkrError:
        return ()


def find_brand(folder: Path) -> Brand:
    """The brand of the nearest `brand.yaml` in `folder` or above it, or the neutral one.

    Raises:
        BriefingError, PictureError: As `read_brand`.
    """
    start = folder.resolve()
    home = next((place for place in (start, *start.parents) if (place / BRAND_FILE).is_file()), start)
    return read_brand(home)


def contrast(first: str, second: str) -> float:
    """Contrast of two `#rrggbb` colours, 1 to 21, by WCAG 2.2's definition of relative luminance.

    Raises:
        BriefingError: A colour is not written as `#rrggbb`.
    """
    light, dark = sorted((_luminance(_rgb(first)), _luminance(_rgb(second))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_on(colour: str, background: str, *, least: float = CONTRAST_AA) -> str:
    """The colour, moved towards white or black only as far as text in it needs to be readable.

    Raises:
        BriefingError: A colour is not written as `#rrggbb`.
    """
    white, black = "#ffffff", "#000000"
    goal = max(white, black, key=lambda end: contrast(end, background))
    steps = (_mixed(colour, goal, part / 20) for part in range(21))
    return next((mixed for mixed in steps if contrast(mixed, background) >= least), goal)


def _load(path: Path) -> dict[str, Any]:
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
            raise BriefingError(
                "is not a small ordinary file", hint="Put the text file itself here.", path=path
            )
        loaded = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise BriefingError(
            "is not YAML", hint=f"Correct this: {error.problem}.", path=path, line=line
        ) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise BriefingError(
            "cannot be read", hint=f"Write it anew as UTF-8 text: {error}.", path=path
        ) from None
    if not isinstance(loaded, dict):
        raise BriefingError(
            "holds no fields", hint=f"Write one field a line: {', '.join(_FIELDS)}.", path=path
        )
    return loaded


def _checked_fields(values: dict[str, Any], path: Path) -> dict[str, Any]:
    unknown = sorted(str(key) for key in values if key not in _FIELDS)
    if unknown:
        hint = f"Use only {', '.join(_FIELDS)}."
        raise BriefingError(f"has the unknown field {unknown[0]!r}", hint=hint, path=path)
    return values


def _text(values: dict[str, Any], key: str, path: Path) -> str:
    value = values.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or "\n" in value.strip():
        raise BriefingError(f"the field {key!r} is not one line of text", hint="Put it in quotes.", path=path)
    return value.strip()


def _lines(values: dict[str, Any], path: Path) -> tuple[str, ...]:
    value = values.get("contact") or ()
    lines = value.splitlines() if isinstance(value, str) else value
    if not isinstance(lines, list | tuple) or not all(isinstance(line, str) for line in lines):
        hint = "Write each line as `- text`, in quotes where it holds a colon."
        raise BriefingError("the field 'contact' is not a list of lines", hint=hint, path=path)
    return tuple(line.strip() for line in lines if line.strip())


def _logo(values: dict[str, Any], alt: str, path: Path) -> Picture | None:
    name = _text(values, "logo", path)
    if not name:
        return None
    if not alt:
        hint = "Add `logo_alt:` with the words that stand for the logo."
        raise BriefingError("the logo has no alt text", hint=hint, path=path)
    # The picture reader brings Pillow, which only a brand with a logo needs.
    from lfnkr_nb.document.pictures import load_picture  # noqa: PLC0415

    try:
        return load_picture(name, path.parent)
    except PictureError as error:
        raise PictureError(f"logo: {error.message}", hint=error.hint, path=path) from None


def _dark_enough(colour: str, key: str, path: Path) -> str:
    try:
        enough = contrast(colour, "#ffffff") >= CONTRAST_AA
    except BriefingError as error:
        raise BriefingError(f"{key}: {error.message}", hint=error.hint, path=path) from None
    if not enough:
        hint = f"Take a darker one, such as {readable_on(colour, '#ffffff')}."
        raise BriefingError(f"{key}: white text on {colour} cannot be read", hint=hint, path=path)
    return colour.lower()


def _rgb(colour: str) -> tuple[int, int, int]:
    if not _COLOUR.fullmatch(colour):
        raise BriefingError(f"{colour!r} is not a colour", hint='Write it as "#1d3f6e", in quotes.')
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


def _luminance(rgb: tuple[int, int, int]) -> float:
    # WCAG 2.2, definition of relative luminance.
    shares = (value / 255 for value in rgb)
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _mixed(colour: str, goal: str, part: float) -> str:
    pairs = zip(_rgb(colour), _rgb(goal), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)
