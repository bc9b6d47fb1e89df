"""The gate finds a name wherever a PDF can hold it, and nothing in a PDF without it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import people
import pikepdf
import planted_pdfs
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from lfnkr_nb.protection.gate import check_bytes
from lfnkr_nb.protection.pdf_objects import names_in, strings_in
from lfnkr_nb.protection.pdf_written import written_objects

if TYPE_CHECKING:
    from lfnkr_nb.protection.gate import Finding


def found(data: bytes) -> list[Finding]:
    """What the gate says of a PDF, on a machine without names."""
    return check_bytes(data, people.register(), name="x.pdf", machine=people.NOWHERE)


def test_there_are_at_least_44_places() -> None:
    """The list of places is not shortened by accident."""
    assert len(planted_pdfs.PLACES) >= 44


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("place", planted_pdfs.PLACES)
def test_a_name_planted_anywhere_in_a_pdf_is_found(place: str) -> None:
    """The finding names the person's label and a place, never the name."""
    names = [finding for finding in found(planted_pdfs.PLACES[place]()) if finding.kind == "name"]
    assert names
    assert {finding.label for finding in names} == {"H. Y."}
    assert all(finding.where and "Yu-ran" not in finding.where for finding in names)


@pytest.mark.parametrize("other", ["Han Yun", "Yu-ran Kim", "Hanyu went away", "한유리", "H. Y."])
def test_other_names_in_a_pdf_are_no_hits(other: str) -> None:
    """Neither people of nearly the same name nor the label itself."""
    pdf = planted_pdfs.blank(planted_pdfs.drawn(b"(" + other.encode("ascii", "ignore") + b") Tj"))
    pdf.docinfo["/Title"] = String(other)
    assert found(planted_pdfs.written(pdf)) == []


def acting(**values: object) -> bytes:
    """A page with a link that does something."""
    return planted_pdfs.written(planted_pdfs.annotated(Subtype=Name.Link, A=Dictionary(**values)))


def catalogued(**values: object) -> bytes:
    """A PDF with something in its catalogue."""
    pdf = planted_pdfs.blank()
    for key, value in values.items():
        pdf.Root[f"/{key}"] = value
    return planted_pdfs.written(pdf)


ACTS = {
    "JavaScript on opening": (
        "script",
        lambda: catalogued(OpenAction=Dictionary(S=Name.JavaScript, JS=String("x"))),
    ),
    "address on opening": (
        "script",
        lambda: catalogued(OpenAction=Dictionary(S=Name.URI, URI=String("https://e.org"))),
    ),
    "JavaScript behind a link": ("script", lambda: acting(S=Name.JavaScript, JS=String("app.alert(1)"))),
    "JavaScript among the names": (
        "script",
        lambda: catalogued(Names=Dictionary(JavaScript=Dictionary(Names=Array([])))),
    ),
    "launch": ("launch", lambda: acting(S=Name.Launch, F=String("calc.exe"))),
    "another file": ("loads", lambda: acting(S=Name.GoToR, F=String("other.pdf"))),
    "a file on this machine": ("loads", lambda: acting(S=Name.URI, URI=String("file:///etc/hosts"))),
    "a script as an address": ("loads", lambda: acting(S=Name.URI, URI=String("javascript:alert(1)"))),
    "a form that sends": ("form", lambda: acting(S=Name.SubmitForm, F=String("https://example.org"))),
    "a form field": (
        "form",
        lambda: planted_pdfs.written(planted_pdfs.annotated(Subtype=Name.Widget, FT=Name.Tx, T=String("f"))),
    ),
    "JavaScript with a comment in between": (
        "script",
        lambda: planted_pdfs.by_hand(b"<</S %x\n/JavaScript/J#53(app.alert\\(1\\))>>"),
    ),
    "a launch with a blank nobody sees": (
        "launch",
        lambda: planted_pdfs.by_hand(b"<</S\0/Launch/F(calc.exe)>>"),
    ),
    "a launch with an escaped name": ("launch", lambda: planted_pdfs.by_hand(b"<</S/L#61unch/F(calc.exe)>>")),
    "a script as an address with an escape": (
        "loads",
        lambda: planted_pdfs.by_hand(b"<</S/URI/URI(\\152avascript:alert\\(1\\))>>"),
    ),
    "a script as an address in hexadecimal digits": (
        "loads",
        lambda: planted_pdfs.by_hand(b"<</S/URI/URI<6A 61 76 61 73 63 72 69 70 74 3A 31>>>"),
    ),
    "media": ("loads", lambda: acting(S=Name.Rendition, OP=0)),
    "actions without a click": (
        "script",
        lambda: catalogued(AA=Dictionary(WC=Dictionary(S=Name.Named, N=Name.Print))),
    ),
}


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("act", ACTS)
def test_whatever_a_pdf_does_beside_being_read_is_found(act: str) -> None:
    """Scripts, launches, forms, media and references to files."""
    kind, make = ACTS[act]
    assert kind in {finding.kind for finding in found(make())}


def test_a_link_to_a_web_page_is_no_finding() -> None:
    """So are a turn to a page, and paths that are only text."""
    assert found(acting(S=Name.URI, URI=String("https://example.org/a?b=c"))) == []
    pdf = planted_pdfs.blank(planted_pdfs.drawn(b"(see /etc/passwd and C:\\\\Windows) Tj"))
    pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])
    assert found(planted_pdfs.written(pdf)) == []


def test_what_cannot_be_read_is_never_called_clean() -> None:
    """A password or damage is a finding of its own."""
    closed = planted_pdfs.written(planted_pdfs.blank(), encryption=pikepdf.Encryption(owner="o", user="u"))
    assert [finding.kind for finding in found(closed)] == ["unreadable"]
    assert "unreadable" in {finding.kind for finding in found(b"%PDF-1.7\nnothing more")}


def test_a_name_over_two_pages_is_found() -> None:
    """The end of one page and the beginning of the next are read together."""
    pdf = planted_pdfs.blank(planted_pdfs.drawn(b"(Then Han) Tj"))
    second = planted_pdfs.blank(planted_pdfs.drawn(b"(Yu-ran spoke.) Tj"))
    pdf.pages.extend(second.pages)
    target = io.BytesIO()
    pdf.save(target)
    with Pdf.open(target) as opened:
        assert len(opened.pages) == 2
    assert [finding.label for finding in found(target.getvalue())] == ["H. Y."]


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("place", sorted(set(planted_pdfs.PLACES) - {"encrypted for everybody"}))
def test_objects_read_as_they_stand_say_all_that_qpdf_reads(place: str) -> None:
    """Every string and name that qpdf finds in a file is found without it too."""
    data = planted_pdfs.PLACES[place]()
    with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
        by_qpdf = b"\n".join(item.unparse(resolved=True) for item in document.objects)
        as_it_stands = b"\n".join(item.text for item in written_objects(document, data))
    assert {text for _, text in strings_in(by_qpdf)} <= {text for _, text in strings_in(as_it_stands)}
    assert set(names_in(by_qpdf)) <= set(names_in(as_it_stands))
