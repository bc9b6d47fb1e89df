"""Pictures of every format with a word planted in every place that is no pixel."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

from PIL import Image, ImageCms, PngImagePlugin, TiffImagePlugin

SECRET = "Heliotrope-42.9586N"
WORD = SECRET.encode()
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
#: The same word as readers of metadata may store it.
SPELLINGS = (WORD, SECRET.encode("utf-16-le"), SECRET.encode("utf-16-be"), zlib.compress(WORD)[2:-4])


def picture(seed: int = 0, mode: str = "RGB") -> Image.Image:
    """48 × 32 of one colour with a darker corner; each seed another one."""
    colour = (60 + seed * 37 % 180, 60 + seed * 71 % 180, 60 + seed * 13 % 180)
    image = Image.new("RGB", (48, 32), colour)
    image.paste((20, 20, 40), (0, 0, 8, 8))
    return image.convert(mode)


def stored(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif(orientation: int = 1, *, thumbnail: bytes = b"") -> bytes:
    """EXIF with the word in text fields, the GPS fields and the maker's note, and a thumbnail if given."""
    made = Image.Exif()
    made[0x0112], made[0x010E], made[0x013B], made[0x9C9B] = orientation, SECRET, SECRET, SPELLINGS[1]
    made[0x8769] = {
        0x9286: b"ASCII\0\0\0" + WORD,
        0x927C: WORD,
        0xA430: SECRET,
        0x9003: "2017:09:04 10:11:12",
    }
    made[0x8825] = {1: "N", 2: (42.0, 57.0, 31.0), 3: "E", 4: (129.0, 45.0, 2.0), 27: b"ASCII\0\0\0" + WORD}
    data = made.tobytes()
    if not thumbnail:
        return data
    # Pillow writes one directory; the second one of EXIF, which holds the thumbnail, is added by hand.
    tiff = bytearray(data[6:])
    order = "<" if tiff[:2] == b"II" else ">"
    (first,) = struct.unpack(f"{order}I", tiff[4:8])
    (count,) = struct.unpack(f"{order}H", tiff[first : first + 2])
    struct.pack_into(f"{order}I", tiff, first + 2 + 12 * count, len(tiff))
    start = len(tiff) + 2 + 3 * 12 + 4
    entries = [(0x0103, 3, 1, 6), (0x0201, 4, 1, start), (0x0202, 4, 1, len(thumbnail))]
    tiff += struct.pack(f"{order}H", 3)
    for tag, kind, number, value in entries:
        tiff += struct.pack(f"{order}HHI", tag, kind, number)
        tiff += struct.pack(
            f"{order}HH" if kind == 3 else f"{order}I", *((value, 0) if kind == 3 else (value,))
        )
    return b"Exif\0\0" + bytes(tiff + b"\0\0\0\0" + thumbnail)


def xmp() -> bytes:
    return (
        b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        b'xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="' + WORD + b'"/></rdf:RDF></x:xmpmeta>'
        b'<?xpacket end="w"?>'
    )


def iptc() -> bytes:
    """A caption, a city and a byline of IPTC-IIM."""
    return b"".join(b"\x1c\x02" + bytes([n]) + struct.pack(">H", len(WORD)) + WORD for n in (120, 90, 80))


def photoshop() -> bytes:
    return b"".join(
        b"8BIM"
        + struct.pack(">H", number)
        + b"\0\0"
        + struct.pack(">I", len(part))
        + part
        + b"\0" * (len(part) % 2)
        for number, part in ((0x0404, iptc()), (0x040C, WORD * 2), (0x0422, exif()))
    )


def profile() -> bytes:
    """sRGB whose description says the word."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    name = b"sRGB built-in".decode().encode("utf-16-be")
    at = data.index(name)
    return data[:at] + SECRET.encode("utf-16-be")[: len(name)] + data[at + len(name) :] + WORD


def film() -> bytes:
    """As telephones append a film to a photograph."""
    return (
        struct.pack(">I", 16 + len(WORD)) + b"ftypmp42" + b"\0\0\0\0" + WORD + struct.pack(">I", 8) + b"mdat"
    )


# --- JPEG ------------------------------------------------------------------------------------------------


def segment(marker: int, payload: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(payload) + 2) + payload


def second_picture(image: Image.Image) -> bytes:
    """The index of MPF (CIPA DC-007) that names a second picture."""
    return b"MPF\0" + b"MM\0*\0\0\0\x08\0\x01\xb0\x01\0\x04\0\0\0\x01\0\0\0\x02\0\0\0\0"


def jpeg_segments() -> dict[str, bytes]:
    thumbnail = stored(picture().resize((8, 6)), "JPEG", comment=WORD)
    return {
        "exif": segment(0xE1, exif()),
        "exif thumbnail": segment(0xE1, exif(thumbnail=thumbnail)),
        "xmp": segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp()),
        "extended xmp": segment(
            0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32 + b"\0" * 8 + xmp()
        ),
        "iptc": segment(0xED, b"Photoshop 3.0\0" + photoshop()),
        "icc": segment(0xE2, b"ICC_PROFILE\0\x01\x01" + profile()),
        "flashpix": segment(0xE2, b"FPXR\0" + WORD),
        "jfxx thumbnail": segment(0xE0, b"JFXX\0\x10" + thumbnail),
        "ducky": segment(0xEC, b"Ducky" + WORD),
        "c2pa": segment(0xEB, b"JP\0\x01" + WORD),
        "unknown": segment(0xE9, WORD),
        "comment": segment(0xFE, WORD),
    }


def jpegs() -> Iterator[tuple[str, bytes]]:
    kinds = {
        "baseline": ("RGB", {}),
        "progressive": ("RGB", {"progressive": True}),
        "cmyk": ("CMYK", {}),
        "grey": ("L", {}),
    }
    for number, (kind, (mode, options)) in enumerate(kinds.items()):
        clean = stored(picture(number, mode), "JPEG", quality=95, **options)
        parts = jpeg_segments()
        for what, part in parts.items():
            yield f"jpeg {kind}: {what}", clean[:2] + part + clean[2:]
        yield f"jpeg {kind}: all", clean[:2] + b"".join(parts.values()) + clean[2:]
        yield f"jpeg {kind}: trailing", clean + WORD
        yield f"jpeg {kind}: film", clean + film()
        inner = clean[:2] + parts["exif"] + clean[2:]
        yield (
            f"jpeg {kind}: second picture",
            clean[:2] + segment(0xE2, second_picture(picture())) + clean[2:] + inner,
        )
        yield f"jpeg {kind}: samsung trailer", clean + WORD + b"SEFH" + b"\0" * 12 + b"SEFT"


# --- PNG, GIF, WebP --------------------------------------------------------------------------------------


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def several_jpegs() -> Iterator[tuple[str, bytes]]:
    """As cameras store a second picture behind the first (Multi-Picture Format)."""
    second = picture(9)
    yield (
        "mpo: exif",
        stored(picture(8), "MPO", save_all=True, append_images=[second], exif=exif(), comment=WORD),
    )


def pngs() -> Iterator[tuple[str, bytes]]:
    chunks = {
        "tEXt": chunk(b"tEXt", b"Comment\0" + WORD),
        "zTXt": chunk(b"zTXt", b"Comment\0\0" + zlib.compress(WORD)),
        "iTXt": chunk(b"iTXt", b"Location\0\0\0en\0\0" + WORD),
        "iTXt packed": chunk(b"iTXt", b"XML:com.adobe.xmp\0\x01\0\0\0" + zlib.compress(xmp())),
        "raw profile": chunk(
            b"zTXt", b"Raw profile type iptc\0\0" + zlib.compress(b"\niptc\n 8\n" + WORD.hex().encode())
        ),
        "eXIf": chunk(b"eXIf", exif()[6:]),
        "iCCP": chunk(b"iCCP", b"name\0\0" + zlib.compress(profile())),
        "tIME": chunk(b"tIME", struct.pack(">HBBBBB", 2017, 9, 4, 10, 11, 12)),
        "sPLT": chunk(b"sPLT", WORD + b"\0\x08"),
        "private": chunk(b"seCr", WORD),
        "c2pa": chunk(b"caBX", WORD),
    }
    for number, mode in enumerate(("RGB", "RGBA", "P", "L", "LA", "1")):
        clean = stored(picture(10 + number, mode), "PNG")
        for what, part in chunks.items():
            yield f"png {mode}: {what}", clean[:33] + part + clean[33:]
        yield (
            f"png {mode}: after the pixels",
            clean[:-12] + chunks["tEXt"] + chunks["iTXt packed"] + clean[-12:],
        )
        yield f"png {mode}: trailing", clean + WORD + chunks["tEXt"]
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET)
    frames = [picture(17), picture(18)]
    yield "png animated: text", stored(picture(16), "PNG", save_all=True, append_images=frames, pnginfo=text)


def gifs() -> Iterator[tuple[str, bytes]]:
    def blocks(data: bytes) -> bytes:
        return (
            b"".join(bytes([len(data[i : i + 255])]) + data[i : i + 255] for i in range(0, len(data), 255))
            + b"\0"
        )

    extensions = {
        "comment": b"!\xfe" + blocks(WORD),
        "xmp": b"!\xff\x0bXMP DataXMP" + xmp() + b"\x01" + bytes(range(255, -1, -1)) + b"\0",
        "icc": b"!\xff\x0bICCRGBG1012" + blocks(profile()),
        "plain text": b"!\x01\x0c" + b"\0" * 12 + blocks(WORD),
        "unknown": b"!\xff\x0bPIC2ICU1012"[:14] + blocks(WORD),
    }
    still = stored(picture(20), "GIF")
    moving = stored(picture(21), "GIF", save_all=True, append_images=[picture(22), picture(23)], comment=WORD)
    head = still.index(b"!", 13) if b"!" in still[13:] else still.index(b",", 13)
    for what, part in extensions.items():
        yield f"gif: {what}", still[:head] + part + still[head:]
    yield "gif: trailing", still + WORD
    yield "gif animated: comment", moving + WORD


def webps() -> Iterator[tuple[str, bytes]]:
    options = {"exif": exif(), "xmp": xmp(), "icc_profile": profile()}
    for number, (kind, more) in enumerate((("lossy", {}), ("lossless", {"lossless": True}))):
        for what, value in options.items():
            yield f"webp {kind}: {what}", stored(picture(30 + number), "WEBP", **{what: value}, **more)
        made = stored(picture(32 + number), "WEBP", **options, **more)
        extra = b"seCr" + struct.pack("<I", len(WORD)) + WORD + b"\0" * (len(WORD) % 2)
        yield (
            f"webp {kind}: unknown chunk",
            made[:4] + struct.pack("<I", len(made) + len(extra) - 8) + made[8:] + extra,
        )
        yield f"webp {kind}: trailing", made + WORD
    yield (
        "webp animated: all",
        stored(picture(34), "WEBP", save_all=True, append_images=[picture(35)], **options),
    )


# --- TIFF, BMP, AVIF, HEIC, SVG --------------------------------------------------------------------------


def tiffs() -> Iterator[tuple[str, bytes]]:
    tags = {
        "description": (270, SECRET),
        "artist": (315, SECRET),
        "host": (316, SECRET),
        "software": (305, SECRET),
    }
    data = {
        "xmp": (700, xmp()),
        "iptc": (33723, iptc()),
        "photoshop": (34377, photoshop()),
        "private": (65000, WORD),
    }
    for number, (what, (tag, value)) in enumerate({**tags, **data}.items()):
        info = TiffImagePlugin.ImageFileDirectory_v2()
        if isinstance(value, bytes):
            info.tagtype[tag] = 1 if tag == 700 else 7
        info[tag] = value
        yield f"tiff: {what}", stored(picture(40 + number), "TIFF", tiffinfo=info)
    yield "tiff: exif", stored(picture(48), "TIFF", exif=exif())
    yield "tiff: icc", stored(picture(49), "TIFF", icc_profile=profile())
    yield "tiff: trailing", stored(picture(50), "TIFF", compression="tiff_lzw") + WORD
    second = picture(52)
    second.info["description"] = SECRET
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[270] = SECRET
    yield (
        "tiff pages: description",
        stored(picture(51), "TIFF", save_all=True, append_images=[second], tiffinfo=info),
    )
    yield "tiff cmyk: exif", stored(picture(53, "CMYK"), "TIFF", exif=exif())


def bmps() -> Iterator[tuple[str, bytes]]:
    made = stored(picture(55), "BMP")
    (offset,) = struct.unpack("<I", made[10:14])
    yield (
        "bmp: gap",
        made[:10] + struct.pack("<I", offset + len(WORD)) + made[14:offset] + WORD + made[offset:],
    )
    yield "bmp: trailing", made + WORD
    yield "bmp: reserved", made[:6] + WORD[:4] + made[10:] + WORD


def avifs() -> Iterator[tuple[str, bytes]]:
    yield "avif: all", stored(picture(60), "AVIF", exif=exif(), xmp=xmp(), icc_profile=profile())
    box = struct.pack(">I", 24 + len(WORD)) + b"uuid" + b"0123456789abcdef" + WORD
    yield "avif: uuid box", stored(picture(61), "AVIF") + box
    yield (
        "avif animated: xmp",
        stored(picture(62), "AVIF", save_all=True, append_images=[picture(63)], xmp=xmp()),
    )


def heics() -> Iterator[tuple[str, bytes]]:
    import pillow_heif  # only these need it

    image = picture(65)
    heif = pillow_heif.from_pillow(image)
    heif.add_from_pillow(picture(66))
    heif[0].info.update({"exif": exif(), "xmp": xmp(), "icc_profile": profile()})
    heif[0].info["metadata"] = [{"type": "iptc", "data": iptc(), "content_type": ""}]
    out = io.BytesIO()
    heif.save(out, quality=90, exif=exif(), xmp=xmp(), icc_profile=profile())
    yield "heic: all", out.getvalue() + film()


def svgs() -> Iterator[tuple[str, bytes]]:
    places = {
        "metadata": f"<metadata>{SECRET}</metadata>",
        "title": f"<title>{SECRET}</title><desc>{SECRET}</desc>",
        "comment": f"<!-- {SECRET} -->",
        "id and class": f'<rect id="{SECRET}" class="{SECRET}" width="3" height="3"/>',
        "data attribute": f'<rect data-who="{SECRET}" width="3" height="3"/>',
        "style sheet": f"<style>/* {SECRET} */ rect {{ font-family: '{SECRET}' }}</style>",
        "hidden text": f'<text display="none">{SECRET}</text>',
        "invisible text": f'<text visibility="hidden" y="9">{SECRET}</text>',
        "text outside": f'<text x="-900" y="-900">{SECRET}</text>',
        "clear text": f'<text x="3" y="9" fill-opacity="0">{SECRET}</text>',
        "covered text": f'<text y="9">{SECRET}</text><rect width="99" height="99" fill="#345"/>',
        "foreign element": f'<s:x xmlns:s="http://s.example/" s:y="{SECRET}">{SECRET}</s:x>',
        "instruction": f"<?who {SECRET}?>",
    }
    for number, (what, part) in enumerate(places.items()):
        shape = f'<circle cx="20" cy="14" r="9" fill="rgb({50 + number},80,90)"/>'
        head = '<svg xmlns="http://www.w3.org/2000/svg" width="48" height="32">'
        yield f"svg: {what}", f"{head}{shape}{part}</svg>".encode()


def planted() -> dict[str, bytes]:
    """Every picture by `format: place`."""
    makers = (jpegs, several_jpegs, pngs, gifs, webps, tiffs, bmps, avifs, heics, svgs)
    return {name: data for maker in makers for name, data in maker()}
