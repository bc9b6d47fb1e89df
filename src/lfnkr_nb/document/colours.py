"""Colours: whatever a picture was stored in becomes sRGB with eight bits a channel."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageCms

__all__ = ["in_srgb"]

#: Pillow's mode for pictures of a colour space, by the signature in the profile (ICC.1, table 19).
_MODES: Final = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}


def in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """The image in one of the modes L, RGB and RGBA, in sRGB by its colour profile where that is usable."""
    flat = _eight_bit(image)
    alpha = flat.getchannel("A") if flat.mode == "RGBA" else None
    if alpha is not None:
        flat = flat.convert("L" if image.mode in {"LA", "La"} else "RGB")
    flat = _by_profile(flat, profile) if isinstance(profile, bytes) and profile else flat
    if flat.mode == "CMYK":
        flat = flat.convert("RGB")
    if alpha is not None:
        flat = flat.convert("RGB")
        flat.putalpha(alpha)
    return flat


def _eight_bit(image: Image.Image) -> Image.Image:
    """The image in one of the modes L, RGB, RGBA or CMYK, with eight bits a channel."""
    if image.mode.startswith("I"):
        wide = image.convert("I")
        return wide.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"LA", "La", "PA", "RGBa"} or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in {"1", "F"}:
        return image.convert("L")
    return image if image.mode in {"L", "RGB", "RGBA", "CMYK"} else image.convert("RGB")


def _by_profile(image: Image.Image, data: bytes) -> Image.Image:
    """The image converted from a profile to sRGB; a profile that cannot be read or does not fit is ignored."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        mode = _MODES.get(profile.profile.xcolor_space.strip(), "")
        if (mode == "CMYK") != (image.mode == "CMYK") or not mode:
            return image
        grey = image.mode == "L"
        made = ImageCms.profileToProfile(
            image if image.mode == mode else image.convert(mode),
            profile,
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return image if made is None else made.convert("L") if grey else made
