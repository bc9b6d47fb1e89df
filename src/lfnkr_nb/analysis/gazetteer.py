"""The gazetteer: places, where they lie, and how they are written in three languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from lfnkr_nb.errors import ArchiveError, HeaderError, UnsafeFileError
from lfnkr_nb.header import read_header
from lfnkr_nb.saving import read_bytes

__all__ = ["GAZETTEER", "Place", "read_gazetteer"]

#: An archive's own places, beside its posts folder.
GAZETTEER: Final = "gazetteer.yaml"

_HINT: Final = "Write it as `Panmunjom: {lat: 38.0, lon: 126.7, names: [板門店, 판문점]}`."


@dataclass(frozen=True, slots=True)
class Place:
    """A place.

    Attributes:
        name: Its name in English.
        lat: Latitude in degrees, north positive.
        lon: Longitude in degrees, east positive.
        names: Every way in which it is written, `name` first.
    """

    name: str
    lat: float
    lon: float
    names: tuple[str, ...]


def read_gazetteer(root: Path) -> tuple[Place, ...]:
    """The places that come with the library, and those of `gazetteer.yaml` in an archive's root.

    Raises:
        ArchiveError: That file cannot be understood; the error names its line.
    """
    places = _places((files("lfnkr_nb.analysis") / GAZETTEER).read_text(encoding="utf-8"), None)
    path = root / GAZETTEER
    if path.exists() or path.is_symlink():
        places |= _places(_text(path), path)
    return tuple(places.values())


def _text(path: Path) -> str:
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnsafeFileError as error:
        raise ArchiveError(error.message, hint=error.hint, path=path) from error
    except UnicodeDecodeError as error:
        raise ArchiveError("The gazetteer is not UTF-8 text", hint="Save it as UTF-8.", path=path) from error


def _places(text: str, path: Path | None) -> dict[str, Place]:
    try:
        header = read_header(text, path=path)
    except HeaderError as error:
        message = error.message.replace("The header", "The gazetteer")
        raise ArchiveError(message, hint=error.hint, path=path, line=error.line) from error
    return {name: _place(name, raw, path, header.line(name)) for name, raw in header.raw.items()}


def _place(name: str, raw: Any, path: Path | None, line: int | None) -> Place:
    if not isinstance(raw, Mapping):
        raise ArchiveError(f"The place {name} has no `lat:` and `lon:`", hint=_HINT, path=path, line=line)
    try:
        lat, lon = float(raw["lat"]), float(raw["lon"])
    except (KeyError, TypeError, ValueError):
        raise ArchiveError(
            f"`lat:` and `lon:` of {name} are no numbers", hint=_HINT, path=path, line=line
        ) from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ArchiveError(f"{name} lies nowhere on Earth", hint=_HINT, path=path, line=line)
    return Place(name, lat, lon, (name, *_names(raw.get("names", ()))))


def _names(raw: Any) -> Iterable[str]:
    items = raw if isinstance(raw, list) else [raw]
    return (text for item in items if (text := str(item).strip()))
