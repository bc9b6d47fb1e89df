"""PDFs with one name in one place each: what a leak can look like, place by place.

`PLACES` gives, by the name of the place, a function that makes the file. Nothing here is shared with the gate.
"""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Callable
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

#: The name that must not go out, and its Korean form.
NAME: Final = "Han Yu-ran"
HANGUL: Final = "한유란"

Maker = Callable[[], bytes]
PLACES: Final[dict[str, Maker]] = {}


def place(maker: Maker) -> Maker:
    """Register a place under its function's name."""
    PLACES[maker.__name__.replace("_", " ").strip()] = maker
    return maker


def blank(content: bytes = b"") -> Pdf:
    """One page with Helvetica as /F1."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(300, 300))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    page.obj.Contents = pdf.make_stream(content)
    return pdf


def written(pdf: Pdf, **how: object) -> bytes:
    """The bytes of a PDF."""
    target = io.BytesIO()
    pdf.save(target, **how)
    return target.getvalue()


def drawn(text: bytes, before: bytes = b"") -> bytes:
    """Content that draws a text."""
    return before + b"BT /F1 12 Tf 20 200 Td " + text + b" ET"


def appended(data: bytes, more: bytes) -> bytes:
    """A file with bytes after its end."""
    return data + more


# --- what a page shows ------------------------------------------------------------------------------------


@place
def split_by_kerning() -> bytes:
    return written(blank(drawn(b"[(Ha)-20(n Y)15(u-r)-8(an)] TJ")))


@place
def each_letter_on_its_own() -> bytes:
    moves = b" ".join(b"(%c) Tj" % c for c in NAME.encode())
    return written(blank(drawn(moves)))


@place
def invisible_text() -> bytes:
    return written(blank(drawn(b"3 Tr (Han Yu-ran) Tj")))


@place
def white_text() -> bytes:
    return written(blank(drawn(b"(Han Yu-ran) Tj", b"1 1 1 rg ")))


@place
def text_outside_of_the_page() -> bytes:
    return written(blank(b"BT /F1 12 Tf 2000 2000 Td (Han Yu-ran) Tj ET"))


@place
def hexadecimal_text() -> bytes:
    return written(blank(drawn(b"<" + NAME.encode().hex().encode() + b"> Tj")))


@place
def octal_text() -> bytes:
    return written(blank(drawn(b"(" + b"".join(b"\\%03o" % c for c in NAME.encode()) + b") Tj")))


@place
def glyphs_with_a_map() -> bytes:
    pdf = blank()
    letters = dict(enumerate(HANGUL, 1))
    lines = "\n".join(f"<{code:04x}> <{ord(letter):04x}>" for code, letter in letters.items())
    cmap = f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange {len(letters)} beginbfchar
{lines}
endbfchar endcmap end end"""
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/ABCDEF+X"), Flags=4, FontBBox=[0, 0, 1000, 1000], ItalicAngle=0,
        Ascent=800, Descent=-200, CapHeight=700, StemV=80,
    )  # fmt: skip
    below = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/ABCDEF+X"), DW=1000, CIDToGIDMap=Name.Identity,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
    )  # fmt: skip
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/ABCDEF+X"), Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(below)]), ToUnicode=pdf.make_stream(cmap.encode()),
    )  # fmt: skip
    pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    pdf.pages[0].obj.Contents = pdf.make_stream(drawn(b"<000100020003> Tj"))
    return written(pdf)


@place
def hidden_layer() -> bytes:
    pdf = blank(b"/OC /L1 BDC " + drawn(b"(Han Yu-ran) Tj") + b" EMC")
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Draft")))
    pdf.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=Array([layer])))
    pdf.pages[0].obj.Resources.Properties = Dictionary(L1=layer)
    return written(pdf)


@place
def form_drawn_on_the_page() -> bytes:
    pdf = blank(b"/X1 Do")
    form = pdf.make_stream(drawn(b"[(Han) -250 (Yu-ran)] TJ"))
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 300])
    form.Resources = Dictionary(Font=pdf.pages[0].obj.Resources.Font)
    pdf.pages[0].obj.Resources.XObject = Dictionary(X1=form)
    return written(pdf)


@place
def actual_text() -> bytes:
    return written(blank(b"/Span <</ActualText (Han Yu-ran)>> BDC " + drawn(b"(X.) Tj") + b" EMC"))


@place
def comment_in_a_content_stream() -> bytes:
    return written(blank(b"% Han Yu-ran\n" + drawn(b"(X.) Tj")))


# --- annotations and forms --------------------------------------------------------------------------------


def annotated(**values: object) -> Pdf:
    """A page with one annotation."""
    pdf = blank()
    note = Dictionary(Type=Name.Annot, Rect=[10, 10, 50, 50], **values)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
    return pdf


@place
def note_of_a_reviewer() -> bytes:
    return written(annotated(Subtype=Name.Text, Contents=String(NAME), T=String("editor")))


@place
def appearance_of_an_annotation() -> bytes:
    pdf = annotated(Subtype=Name.FreeText, Contents=String(""))
    drawing = pdf.make_stream(drawn(b"[(Ha) 3 (n Y) 2 (u-ran)] TJ"))
    drawing.Type, drawing.Subtype, drawing.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 300])
    drawing.Resources = Dictionary(Font=pdf.pages[0].obj.Resources.Font)
    pdf.pages[0].obj.Annots[0].AP = Dictionary(N=drawing)
    return written(pdf)


@place
def value_of_a_form_field() -> bytes:
    pdf = annotated(Subtype=Name.Widget, FT=Name.Tx, T=String("f"), V=String(NAME))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.pages[0].obj.Annots[0]]))
    return written(pdf)


@place
def signature() -> bytes:
    pdf = annotated(Subtype=Name.Widget, FT=Name.Sig, T=String("s"))
    pdf.pages[0].obj.Annots[0].V = Dictionary(Type=Name.Sig, Reason=String("read"), ContactInfo=String(NAME))
    return written(pdf)


@place
def address_of_a_link() -> bytes:
    action = Dictionary(S=Name.URI, URI=String("https://example.org/?q=Han%20Yu-ran"))
    return written(annotated(Subtype=Name.Link, A=action))


@place
def link_to_another_file() -> bytes:
    action = Dictionary(S=Name.GoToR, F=String("Han Yu-ran.pdf"), D=Array([0, Name.Fit]))
    return written(annotated(Subtype=Name.Link, A=action))


@place
def launch_action() -> bytes:
    action = Dictionary(S=Name.Launch, F=Dictionary(Type=Name.Filespec, F=String("Han Yu-ran.exe")))
    return written(annotated(Subtype=Name.Link, A=action))


@place
def javascript() -> bytes:
    pdf = blank()
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pdf.make_stream(b"var n = 'Han Yu\\u002dran';"))
    return written(pdf)


# --- around the pages -------------------------------------------------------------------------------------


@place
def title_of_the_document() -> bytes:
    pdf = blank()
    pdf.docinfo["/Title"] = NAME
    return written(pdf)


@place
def own_key_of_the_information() -> bytes:
    pdf = blank()
    pdf.docinfo["/Interviewee"] = String(HANGUL)
    return written(pdf)


@place
def xmp() -> bytes:
    pdf = blank()
    packet = (
        "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
        "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
        "xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:creator><rdf:Seq><rdf:li>Han&#x20;Yu&#45;ran</rdf:li>"
        "</rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
    )
    pdf.Root.Metadata = Stream(pdf, packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
    return written(pdf)


@place
def bookmark() -> bytes:
    pdf = blank()
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(NAME, 0))
    return written(pdf)


@place
def named_destination() -> bytes:
    pdf = blank()
    goal = Array([pdf.pages[0].obj, Name.Fit])
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String(NAME), goal])))
    return written(pdf)


@place
def destination_as_a_key() -> bytes:
    pdf = blank()
    pdf.Root.Dests = Dictionary({"/Han Yu-ran": Array([pdf.pages[0].obj, Name.Fit])})
    return written(pdf)


@place
def page_label() -> bytes:
    pdf = blank()
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, P=String(NAME))]))
    return written(pdf)


@place
def name_of_a_layer() -> bytes:
    pdf = blank()
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(NAME)))
    pdf.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary())
    return written(pdf)


def structured(**values: object) -> bytes:
    """A page with one structure element."""
    pdf = blank()
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.K = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Figure, P=root, **values))
    pdf.Root.StructTreeRoot = root
    return written(pdf)


@place
def alternative_text() -> bytes:
    return structured(Alt=String(HANGUL))


@place
def expansion_of_an_abbreviation() -> bytes:
    return structured(E=String(NAME))


@place
def id_of_a_structure_element() -> bytes:
    return structured(ID=String("han-yu-ran"))


@place
def private_data_of_a_program() -> bytes:
    pdf = blank()
    pdf.pages[0].obj.PieceInfo = Dictionary(Editor=Dictionary(Private=Dictionary(Who=String(NAME))))
    return written(pdf)


@place
def name_of_a_font() -> bytes:
    pdf = blank()
    pdf.pages[0].obj.Resources.Font.F1.BaseFont = Name("/ABCDEF+Han#20Yu-ran".replace("#20", " "))
    return written(pdf)


# --- files and pictures inside ----------------------------------------------------------------------------


@place
def attached_file() -> bytes:
    pdf = blank()
    pdf.attachments["notes.txt"] = pikepdf.AttachedFileSpec(
        pdf, HANGUL.encode("utf-16"), filename="notes.txt"
    )
    return written(pdf)


@place
def name_of_an_attached_file() -> bytes:
    pdf = blank()
    pdf.attachments["x"] = pikepdf.AttachedFileSpec(pdf, b"text", filename=f"{NAME}.txt")
    return written(pdf)


def pictured(data: bytes, filter_name: Name) -> Pdf:
    """A page with a picture as it comes from a file."""
    pdf = blank(b"/I1 Do")
    picture = Stream(
        pdf, data, Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8, ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8, Filter=filter_name,
    )  # fmt: skip
    pdf.pages[0].obj.Resources.XObject = Dictionary(I1=picture)
    return pdf


@place
def metadata_of_a_picture() -> bytes:
    jpeg = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = NAME
    Image.new("RGB", (8, 8)).save(jpeg, "JPEG", exif=exif)
    return written(pictured(jpeg.getvalue(), Name.DCTDecode))


@place
def bytes_after_a_picture() -> bytes:
    jpeg = io.BytesIO()
    Image.new("RGB", (8, 8)).save(jpeg, "JPEG")
    return written(pictured(jpeg.getvalue() + HANGUL.encode("cp949"), Name.DCTDecode))


@place
def thumbnail_of_a_page() -> bytes:
    pdf = blank()
    pdf.pages[0].obj.Thumb = Stream(
        pdf, NAME.encode() + b"\0" * 2, Width=4, Height=1, ColorSpace=Name.DeviceRGB, BitsPerComponent=8
    )
    return written(pdf)


@place
def colour_profile() -> bytes:
    pdf = blank()
    words = b"mluc\0\0\0\0\0\0\0\1\0\0\0\x0cenUS\0\0\0\x14\0\0\0\x1c" + NAME.encode("utf-16-be")
    pdf.Root.OutputIntents = Array(
        [Dictionary(S=Name.GTS_PDFA1, DestOutputProfile=Stream(pdf, b"\0" * 36 + b"acsp" + words, N=3))]
    )
    return written(pdf)


# --- filters, revisions, raw bytes ------------------------------------------------------------------------


@place
def chain_of_filters() -> bytes:
    pdf = blank()
    packed = base64.a85encode(zlib.compress(HANGUL.encode("utf-16-be"))) + b"~>"
    pdf.Root.Extra = Stream(pdf, packed, Filter=Array([Name.ASCII85Decode, Name.FlateDecode]))
    return written(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


@place
def run_lengths() -> bytes:
    pdf = blank()
    text = NAME.encode()
    pdf.Root.Extra = Stream(pdf, bytes([len(text) - 1]) + text + b"\x80", Filter=Name.RunLengthDecode)
    return written(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


@place
def object_nobody_refers_to() -> bytes:
    data = written(blank(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return data.replace(b"\nxref\n", b"\n99 0 obj\n(Han\\040Yu-ran)\nendobj\nxref\n", 1)


@place
def stream_nobody_refers_to() -> bytes:
    data = written(blank(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    packed = zlib.compress(HANGUL.encode())
    lost = b"\n99 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream\nendobj\nxref\n" % (
        len(packed),
        packed,
    )
    return data.replace(b"\nxref\n", lost, 1)


@place
def earlier_revision() -> bytes:
    pdf = blank(drawn(b"[(Ha)-20(n Yu-r)-8(an)] TJ"))
    first = written(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with Pdf.open(io.BytesIO(first)) as opened:
        number, start = opened.pages[0].obj.Contents.objgen[0], first.rindex(b"startxref")
        size = int(opened.trailer.Size)
        root = opened.Root.objgen[0]
    before = int(first[start:].split()[1])
    place_of = len(first)
    new = b"%d 0 obj\n<</Length 2>>\nstream\nq \nendstream\nendobj\n" % number
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        number, place_of, size, root, before, place_of + len(new),
    )  # fmt: skip
    return first + new + table


@place
def comment_between_objects() -> bytes:
    data = written(blank(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return data.replace(b"\nendobj\n", b"\nendobj\n% made for Han Yu-ran\n", 1)


@place
def bytes_after_the_end() -> bytes:
    return appended(written(blank()), f"\n{HANGUL}\n".encode())


@place
def inside_an_object_stream() -> bytes:
    pdf = blank()
    pdf.Root.Extra = pdf.make_indirect(Dictionary(Who=String(HANGUL)))
    return written(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)


@place
def encrypted_for_everybody() -> bytes:
    pdf = blank()
    pdf.docinfo["/Subject"] = NAME
    return written(pdf, encryption=pikepdf.Encryption(owner="owner", user=""))


@place
def deleted_page() -> bytes:
    pdf = blank()
    other = blank(drawn(b"[(Han Y) -3 (u-ran)] TJ"))
    pdf.pages.extend(other.pages)
    gone = pdf.pages[1].obj
    del pdf.pages[1]
    pdf.Root.Extra = pdf.make_indirect(gone)
    return written(pdf)


# --- files that no library writes -------------------------------------------------------------------------


def by_hand(*objects: bytes, info: int = 0, catalogue: bytes = b"") -> bytes:
    """A PDF of one page whose further objects, from number 5 on, are written as they are given."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<<>>>>"
    first = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        b"<</Length 0>>stream\n\nendstream",
    ]
    return _with_table([*first, *objects], info)


def _with_table(objects: list[bytes], info: int) -> bytes:
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    named = b"/Info %d 0 R" % info if info else b""
    trailer = b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(places) + 1, named)
    return data + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(data)


@place
def key_written_twice() -> bytes:
    """Readers take one of the two values, and not all the same."""
    return by_hand(b"<</Title(Han Yu-ran)/Title(Nobody)>>", info=5)


@place
def plain_object() -> bytes:
    """An object that reads as it stands."""
    return by_hand(b"<</Lang(en)/Alt(Han Yu-ran)>>")


@place
def hexadecimal_digits_with_blanks() -> bytes:
    """Blanks between hexadecimal digits mean nothing."""
    return by_hand(b"<</Alt<48 61 6E 20 59 75 2D 72 61 6E>>>")


@place
def comment_inside_an_object() -> bytes:
    """A comment ends with its line."""
    return by_hand(b"<</Lang(en) % Han Yu-ran\n/K[0]>>")


@place
def object_without_an_end() -> bytes:
    """Readers forgive it where the next object begins."""
    return by_hand(catalogue=b"/Lang(Han Yu-ran)").replace(b">>\nendobj\n2 0", b">>\n      \n2 0", 1)


@place
def object_inside_the_pixels_of_a_picture() -> bytes:
    """The table of a file can call any bytes an object."""
    hidden = b"6 0 obj\n<</Alt(Han Yu-ran)>>\nendobj\n"
    pixels = hidden + b"\x80" * (300 * 300 - len(hidden))
    head = b"<</Type/XObject/Subtype/Image/Width 300/Height 300/ColorSpace/DeviceGray/BitsPerComponent 8"
    picture = head + b"/Length %d>>stream\n%s\nendstream" % (len(pixels), pixels)
    data = by_hand(picture, b"(moved)")
    table = data.rindex(b"xref\n0 ")
    old = data.rindex(b"6 0 obj\n(moved)")
    return data[:table] + data[table:].replace(b"%010d" % old, b"%010d" % data.index(hidden))


@place
def bytes_behind_deflated_pixels() -> bytes:
    """A stream can hold more than its filter reads."""
    packed = zlib.compress(b"\x80" * 300 * 300) + b"Han Yu-ran" + bytes(range(1, 200)) * 30
    head = b"<</Type/XObject/Subtype/Image/Width 300/Height 300/ColorSpace/DeviceGray/BitsPerComponent 8"
    return by_hand(head + b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed))
