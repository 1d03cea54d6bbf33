"""Files that are broken, locked or meant to do harm: each is an error that says what to do, and no more than that."""

from __future__ import annotations

import io
import signal
import socket
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from detente.documents import limits
from detente.documents.load import document_of, read_document
from detente.documents.pdf import process
from detente.errors import (
    DamagedDocument,
    DocumentError,
    EmptyDocument,
    HostileDocument,
    LockedDocument,
    NotThisFormat,
    TooLarge,
)
from detente.model import Document
from documents import make_docx
from documents.conformance import SAMPLE, Format, formats

FORMATS = formats()
GOOD = {form.name: form.write(SAMPLE) for form in FORMATS}
WORDS = make_docx.paragraph("The treaty was signed on 26 October 1905.")
SECONDS = 30


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    """A file that takes longer than this hangs, as far as anyone who waits for it can tell."""

    def stop(_: int, __: FrameType | None) -> None:
        raise AssertionError(f"still reading after {SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a document made us go to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def pdf(draw: Callable[[Canvas], object], **options: object) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, **options)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def picture() -> bytes:
    from PIL import Image

    image = Image.new("RGB", (80, 60), "white")
    image.paste("black", (10, 10, 70, 20))
    return pdf(lambda canvas: canvas.drawImage(ImageReader(image), 100, 400, 300, 200))


def tei(body: str, before: str = "") -> bytes:
    return f'{before}<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{body}</body></text></TEI>'.encode()


def docx_with(**changed: str | None) -> bytes:
    parts = make_docx.parts(WORDS)
    for name, content in changed.items():
        key = next(part for part in parts if part.endswith(f"{name}.xml"))
        parts.pop(key)
        if content is not None:
            parts[key] = content
    return make_docx.pack(parts)


def zip_bomb() -> bytes:
    """A docx of some 40 kB whose text would be 40 MB."""
    body = "<w:p><w:r><w:t>" + "aaaaaaaaaa" * 4_000_000 + "</w:t></w:r></w:p>"
    return make_docx.docx(body)


def lying_zip() -> bytes:
    """A docx whose directory says that its text is short, while there is more of it."""
    data = bytearray(make_docx.docx(WORDS * 1000))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        size = archive.getinfo("word/document.xml").file_size
    return bytes(data).replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


def locked_zip() -> bytes:
    data = bytearray(make_docx.docx(WORDS))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


LAUGHS = (
    '<!DOCTYPE TEI [<!ENTITY a "ha ha ha ha ha ha ha ha ha ha">'
    + "".join(f'<!ENTITY {y} "{f"&{x};" * 10}">' for x, y in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE TEI [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
OVER_THE_NET = '<!DOCTYPE TEI [<!ENTITY % more SYSTEM "http://example.org/more.dtd">%more;]>'
LONG_ENTITY = f'<!DOCTYPE TEI [<!ENTITY a "{"x" * 50_000}">]>'
DEEP = 10_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

CASES: dict[str, tuple[str, Callable[[], bytes], type[DocumentError]]] = {
    "nothing in it": ("a.pdf", lambda: b"", EmptyDocument),
    "zero bytes": ("a.docx", lambda: bytes(5000), EmptyDocument),
    "noise called text": ("a.txt", lambda: b"\xff\x00\x01" * 999, NotThisFormat),
    "noise called PDF": ("a.pdf", lambda: b"\xff\x01" * 999, DamagedDocument),
    "noise called DOCX": ("a.docx", lambda: b"\xff\x03\x00" * 999, DamagedDocument),
    "noise called TEI": ("a.xml", lambda: b"\xff\x03\x00" * 999, NotThisFormat),
    "a spreadsheet's archive": ("a.zip", lambda: _archive({"xl/workbook.xml": "<a/>"}), NotThisFormat),
    "an old Word file": ("a.doc", lambda: OLE, NotThisFormat),
    "XML of another kind": (
        "a.xml",
        lambda: b"<?xml version='1.0'?><invoice><total>3</total></invoice>",
        NotThisFormat,
    ),
    "a locked Word file": ("a.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), LockedDocument),
    "a locked archive": ("a.docx", locked_zip, LockedDocument),
    "a locked PDF": ("a.pdf", lambda: pdf(_words, encrypt=StandardEncryption("secret")), LockedDocument),
    "pictures of pages": ("a.pdf", picture, EmptyDocument),
    "an empty page": ("a.pdf", lambda: pdf(lambda canvas: None), EmptyDocument),
    "half a PDF": ("a.pdf", lambda: GOOD["pdf"][: len(GOOD["pdf"]) // 2], DamagedDocument),
    "a PDF without its last bytes": ("a.pdf", lambda: GOOD["pdf"][:-900], DamagedDocument),
    "only the head of a PDF": ("a.pdf", lambda: b"%PDF-1.7\n", DamagedDocument),
    "half a DOCX": ("a.docx", lambda: GOOD["docx"][: len(GOOD["docx"]) // 2], DamagedDocument),
    "a DOCX without its text": ("a.docx", lambda: docx_with(document=None), DamagedDocument),
    "a DOCX with half its text": (
        "a.docx",
        lambda: docx_with(document=f"<w:document {WORD}><w:body><w:p>"),
        DamagedDocument,
    ),
    "a DOCX of no words": (
        "a.docx",
        lambda: docx_with(document=f"<w:document {WORD}><w:body/></w:document>"),
        EmptyDocument,
    ),
    "a zip bomb": ("a.docx", zip_bomb, HostileDocument),
    "an archive that lies about sizes": ("a.docx", lying_zip, DamagedDocument),
    "laughs in a DOCX": (
        "a.docx",
        lambda: docx_with(document=LAUGHS.replace("TEI", "w:document") + f"<w:document {WORD}>&i;</w:document>"),
        HostileDocument,
    ),
    "laughs in a DOCX's styles": (
        "a.docx",
        lambda: docx_with(styles=LAUGHS.replace("TEI", "w:styles") + f"<w:styles {WORD}>&i;</w:styles>"),
        HostileDocument,
    ),
    "a billion laughs": ("a.xml", lambda: tei("<p>&i;</p>", LAUGHS), HostileDocument),
    "a billion laughs in an attribute": ("a.xml", lambda: tei('<p n="&i;">a</p>', LAUGHS), HostileDocument),
    "one long entity many times": ("a.xml", lambda: tei(f"<p>{'&a;' * 9000}</p>", LONG_ENTITY), HostileDocument),
    "an entity from a file": ("a.xml", lambda: tei("<p>&secret;</p>", OUTSIDE), HostileDocument),
    "entities from the net": ("a.xml", lambda: tei("<p>a</p>", OVER_THE_NET), HostileDocument),
    "half a TEI": ("a.xml", lambda: GOOD["tei"][: len(GOOD["tei"]) // 2], DamagedDocument),
    "a TEI in a made-up encoding": (
        "a.xml",
        lambda: tei("<p>a</p>", '<?xml version="1.0" encoding="klingon"?>'),
        DamagedDocument,
    ),
    "a TEI of no words": ("a.xml", lambda: tei("<p/>"), EmptyDocument),
    "deep TEI": ("a.xml", lambda: tei("<p>" * DEEP + "a" + "</p>" * DEEP), TooLarge),
    "deep DOCX": (
        "a.docx",
        lambda: make_docx.docx("<w:tbl><w:tr><w:tc>" * DEEP + WORDS + "</w:tc></w:tr></w:tbl>" * DEEP),
        TooLarge,
    ),
    "DOCX of tables in tables": (
        "a.docx",
        lambda: make_docx.docx("<w:tbl><w:tr><w:tc>" * 60 + WORDS + "</w:tc></w:tr></w:tbl>" * 60),
        DocumentError,
    ),
    "deep HTML": ("a.html", lambda: b"<html><body>" + b"<div>" * DEEP + b"words</div></body></html>", DocumentError),
    "deep Markdown": ("a.md", lambda: b"> " * DEEP + b"words", DocumentError),
}


def _words(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "The treaty was signed on 26 October 1905.")


def _archive(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("case", CASES)
def test_a_bad_file_is_an_error_with_its_place_and_a_remedy(case: str, tmp_path: Path) -> None:
    name, make, expected = CASES[case]
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(expected) as raised:
        read_document(path)
    assert raised.value.place == name
    assert raised.value.remedy


@pytest.mark.parametrize("form", FORMATS, ids=[form.name for form in FORMATS])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_that_breaks_off_anywhere_is_read_or_refused(form: Format, data: st.DataObject) -> None:
    good = GOOD[form.name]
    _read_or_refuse(good[: data.draw(st.integers(0, len(good) - 1))], form.file)


@pytest.mark.parametrize("form", FORMATS, ids=[form.name for form in FORMATS])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_with_changed_bytes_is_read_or_refused(form: Format, data: st.DataObject) -> None:
    changed = bytearray(GOOD[form.name])
    places = st.integers(0, len(changed) - 1)
    for at, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=8)):
        changed[at] = byte
    _read_or_refuse(bytes(changed), form.file)


@pytest.mark.parametrize("form", FORMATS, ids=[form.name for form in FORMATS])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.binary(min_size=1, max_size=2000))
def test_noise_of_any_name_is_read_or_refused(form: Format, noise: bytes) -> None:
    _read_or_refuse(noise, form.file)


def _read_or_refuse(data: bytes, file: str) -> None:
    found = _document_or_error(data, file)
    if isinstance(found, Document):
        assert found.text
    else:
        assert found.place == file
        assert found.remedy


def _document_or_error(data: bytes, file: str) -> Document | DocumentError:
    try:
        return document_of(data, file=file)
    except DocumentError as error:
        return error


@pytest.mark.parametrize("wrong", [form.file for form in FORMATS], ids=[form.name for form in FORMATS])
@pytest.mark.parametrize("name", ["pdf", "docx", "tei", "html"])
def test_a_file_of_a_wrong_name_is_read_as_what_it_is(name: str, wrong: str) -> None:
    right = next(form.file for form in FORMATS if form.name == name)
    found, expected = document_of(GOOD[name], file=wrong), document_of(GOOD[name], file=right)
    assert found.text == expected.text
    assert bool(found.warnings) == (Path(wrong).suffix != Path(right).suffix)


def test_a_page_of_any_size_is_read() -> None:
    document = document_of(pdf(_words, pagesize=(2_000_000, 2_000_000)), file="wall.pdf")
    assert document.text == "The treaty was signed on 26 October 1905."


def forms_in_forms(depth: int) -> bytes:
    """A PDF of a few kilobytes whose page draws a form ten times that draws another ten times, and so on."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 6 0 R>>>>>>",
        "<</Length 5>>stream\n/F Do\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for level in range(depth):
        words, resources = "/F Do " * 10, f"/XObject<</F {7 + level} 0 R>>"
        if level == depth - 1:
            words, resources = "BT /F1 9 Tf 9 9 Td (ha) Tj ET", "/Font<</F1 5 0 R>>"
        form = f"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<<{resources}>>/Length {len(words)}>>"
        objects.append(f"{form}stream\n{words}\nendstream")
    whole = "%PDF-1.4\n" + "".join(f"{number} 0 obj{body}\nendobj\n" for number, body in enumerate(objects, 1))
    return f"{whole}trailer<</Root 1 0 R/Size {len(objects) + 1}>>\nstartxref\n0\n%%EOF".encode()


def test_a_page_that_would_take_years_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "PATIENCE", 1.0)
    assert "ha" in document_of(forms_in_forms(1), file="a.pdf").text
    with pytest.raises(HostileDocument, match="longer than 1 seconds"):
        document_of(forms_in_forms(12), file="a.pdf")
    assert document_of(GOOD["pdf"], file="b.pdf").text


def test_a_reader_of_pages_that_breaks_down_costs_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    process.read_sheets(GOOD["pdf"], "a.pdf")
    process._workers[0].end()
    monkeypatch.setattr(process, "_COMMAND", "import sys; sys.stdin.buffer.read(9)")
    with pytest.raises(DamagedDocument, match=r"brings down|cannot be read"):
        document_of(GOOD["pdf"], file="a.pdf")
    monkeypatch.undo()
    assert document_of(GOOD["pdf"], file="b.pdf").text


def test_pages_are_read_where_no_other_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = document_of(GOOD["pdf"], file="a.pdf")
    monkeypatch.setattr(process, "_running", lambda: None)
    assert document_of(GOOD["pdf"], file="a.pdf") == expected


def test_a_page_count_that_lies_costs_nothing() -> None:
    _read_or_refuse(GOOD["pdf"].replace(b"/Count 2", b"/Count 2000000000"), "a.pdf")


def test_more_pages_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_PAGES", 1)
    with pytest.raises(TooLarge, match="2 pages; at most 1"):
        document_of(GOOD["pdf"], file="long.pdf")


def test_more_text_than_the_limit_is_refused_in_any_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_TEXT", 200)
    for form in FORMATS:
        with pytest.raises(TooLarge):
            document_of(GOOD[form.name], file=form.file)


def test_what_a_docx_refers_to_outside_is_not_followed() -> None:
    parts = make_docx.parts(
        WORDS + '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'r:link="rOut"/></w:drawing></w:r></w:p>'
    )
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(
        "</Relationships>",
        '<Relationship Id="rOut" TargetMode="External" Target="http://example.org/spy.png" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
        '<Relationship Id="rTpl" TargetMode="External" Target="http://example.org/template.dotm" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>',
    )
    assert document_of(make_docx.pack(parts), file="a.docx").text == "The treaty was signed on 26 October 1905."


def test_macros_and_pictures_in_a_docx_are_left_alone() -> None:
    parts = make_docx.parts(WORDS) | {"word/vbaProject.bin": "\0" * 99, "word/media/image1.png": "no picture"}
    assert document_of(make_docx.pack(parts), file="a.docx").text == "The treaty was signed on 26 October 1905."
