"""What stands on the pages of a PDF file: stretches of words with their place, size and look, and links.

The only module that speaks to ``pdfium``, which is not safe to use from two threads at once: ``process`` runs it in a
process of its own. Coordinates are in points as the page is looked at, from the bottom left upward. Knows nothing of
lines or paragraphs.
"""

from __future__ import annotations

import ctypes
import re
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from detente.documents import limits
from detente.errors import DamagedDocument, LockedDocument

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_BOLD = re.compile(r"bold|black|heavy|demi|medi(?!um)|cmbx|sfbx|,b\b", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obli|slant|cmti|cmsl|sfti|,i\b", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FORCE_BOLD, _ITALIC_FLAG = 1 << 18, 1 << 6
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_HYPHEN = 2  # what pdfium makes of a hyphen at the end of a line
_WIDE = 0.8  # a gap of so many sizes parts two stretches
_SPACE = 0.16  # a gap of so many sizes between two text objects is a space, though pdfium may not think so
_BACK = 0.6  # so many sizes to the left begin another
_SPACE_CODE, _ZERO, _NINE = 32, 48, 57
_MOST_LETTERS = 200_000  # on a page: some twenty times as many as on a page of a newspaper
_INFO = ("Title", "Author", "CreationDate")


@dataclass(slots=True)
class Span:
    """Words of one look on one baseline. ``xs`` holds where each character begins; ``raised`` digits hang above it."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    xs: array[float]
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A rectangle that leads to an address."""

    x0: float
    y0: float
    x1: float
    y1: float
    address: str


@dataclass(slots=True)
class Page:
    """A page from 1, with its stretches of words in the order of the file."""

    number: int
    spans: list[Span] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cover:
    """How many pages a file has, and what it says of itself: Title, Author, CreationDate."""

    pages: int
    told: dict[str, str]


Found = Cover | Page | int  # an int is the number of a page that cannot be read


@dataclass(slots=True)
class Sheets:
    """What a file says of itself, its pages, and which could not be read."""

    told: dict[str, str]
    pages: list[Page] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Look:
    size: float
    bold: bool
    italic: bool
    level: bool  # written from left to right as the page is looked at
    y: float


def read_pages(data: bytes, file: str) -> Iterator[Found]:
    """The cover; then each page, or the number of one that cannot be read.

    Raises LockedDocument, DamagedDocument or TooLarge.
    """
    document = _opened(data, file)
    try:
        yield from _pages(document, file)
    finally:
        document.close()


def _opened(data: bytes, file: str) -> PdfDocument:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(data)
    except PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise LockedDocument(
                "It is encrypted and asks for a password.",
                place=file,
                remedy="Open it with its password and print it to a new PDF.",
            ) from error
        raise _damaged(file) from error


def _damaged(file: str) -> DamagedDocument:
    return DamagedDocument(
        "Its PDF breaks off or is damaged.", place=file, remedy="Fetch it again, or print it to a new PDF."
    )


def _pages(document: PdfDocument, file: str) -> Iterator[Found]:
    from pypdfium2 import PdfiumError

    count = len(document)
    if count == 0:
        raise _damaged(file)
    yield Cover(count, {name: document.get_metadata_value(name) for name in _INFO})
    for number in range(1, count + 1):
        try:
            source = document[number - 1]
            page = _Reading(document, source, number, file).page
            source.close()
        except PdfiumError:
            yield number
        else:
            yield page


class _Reading:
    """The reading of one page; ``page`` is what was read."""

    def __init__(self, document: PdfDocument, source: PdfPage, number: int, file: str) -> None:
        import pypdfium2.raw as pdfium

        self.pdfium = pdfium
        self.document = document
        self.source = source
        self.text = source.get_textpage()
        limits.check_count(self.text.count_chars(), _MOST_LETTERS, f"letters on page {number}", file)
        self.rotation = source.get_rotation()
        width, height = source.get_size()
        self.width, self.height = (height, width) if self.rotation in (90, 270) else (width, height)
        self.looks: dict[int, _Look] = {}
        self.page = Page(number)
        self._read_spans()
        self.text.close()
        self.page.links = list(self._links())

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        """A point of the sheet as the page is looked at."""
        if self.rotation == 90:
            return y, self.width - x
        if self.rotation == 180:
            return self.width - x, self.height - y
        if self.rotation == 270:
            return self.height - y, x
        return x, y

    def _read_spans(self) -> None:
        text, box = self.text.raw, self.pdfium.FS_RECTF()
        code_of, object_of = self.pdfium.FPDFText_GetUnicode, self.pdfium.FPDFText_GetTextObject
        box_of, address_of = self.pdfium.FPDFText_GetLooseCharBox, ctypes.addressof
        current: Span | None = None
        current_key = 0
        for index in range(self.text.count_chars()):
            code, handle = code_of(text, index), object_of(text, index)
            if not handle:  # a space or line end that is not in the file but that pdfium thinks must be there
                if code == _SPACE_CODE and current is not None:
                    _put(current, " ", current.x1)
                continue
            key = address_of(handle.contents)
            look = self.looks.get(key) or self._look(key, index)
            if not look.level or code == 0:
                continue
            box_of(text, index, box)
            x0, x1 = self._extent(box) if self.rotation else (box.left, box.right)
            raised = _ZERO <= code <= _NINE and self._is_raised(index, look)
            if current is None or not _goes_on(current, look, x0, raised, same=key == current_key):
                current = Span("", x0, x0, look.y, look.size, look.bold, look.italic, array("f"), raised)
                self.page.spans.append(current)
            elif key != current_key and x0 - current.x1 > _SPACE * current.size and not current.text.endswith(" "):
                _put(current, " ", current.x1)
            current_key = key
            current.text += "-" if code == _HYPHEN else chr(code) if code < sys.maxunicode else "\ufffd"
            current.xs.append(x0)
            if x1 > current.x1:
                current.x1 = x1

    def _extent(self, box: Any) -> tuple[float, float]:
        ends = self._turned(box.left, box.bottom)[0], self._turned(box.right, box.top)[0]
        return min(ends), max(ends)

    def _is_raised(self, index: int, look: _Look) -> bool:
        """Whether a digit hangs above the baseline, as those do that a font has for marks."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        self.pdfium.FPDFText_GetCharBox(self.text, index, left, right, bottom, top)
        ends = self._turned(left.value, bottom.value)[1], self._turned(right.value, top.value)[1]
        return min(ends) - look.y > 0.18 * look.size and max(ends) - min(ends) < 0.6 * look.size

    def _look(self, key: int, index: int) -> _Look:
        """How the words of one text object look; its first character stands for all."""
        matrix, x, y = self.pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
        self.pdfium.FPDFText_GetMatrix(self.text, index, matrix)
        self.pdfium.FPDFText_GetCharOrigin(self.text, index, x, y)
        name, flags = self._font(index)
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        right, up = self._turned(matrix.a, matrix.b)
        across, origin = self._turned(0, 0)
        level = right - across > 0 and abs(up - origin) < 0.2 * (right - across)
        look = _Look(
            round(self.pdfium.FPDFText_GetFontSize(self.text, index) * scale, 1),
            bool(_BOLD.search(name)) or bool(flags & _FORCE_BOLD),
            bool(_ITALIC.search(name)) or bool(flags & _ITALIC_FLAG),
            level,
            self._turned(x.value, y.value)[1],
        )
        self.looks[key] = look
        return look

    def _font(self, index: int) -> tuple[str, int]:
        name, flags = ctypes.create_string_buffer(256), ctypes.c_int()
        self.pdfium.FPDFText_GetFontInfo(self.text, index, name, 256, flags)
        return _SUBSET.sub("", name.value.decode("utf-8", "replace")), flags.value

    def _links(self) -> Iterator[Link]:
        position, handle = ctypes.c_int(0), self.pdfium.FPDF_LINK()
        while self.pdfium.FPDFLink_Enumerate(self.source, position, handle):
            rectangle = self.pdfium.FS_RECTF()
            address = self._address(handle)
            if address and self.pdfium.FPDFLink_GetAnnotRect(handle, rectangle):
                a = self._turned(rectangle.left, rectangle.bottom)
                b = self._turned(rectangle.right, rectangle.top)
                yield Link(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]), address)

    def _address(self, handle: Any) -> str | None:
        action = self.pdfium.FPDFLink_GetAction(handle)
        size = self.pdfium.FPDFAction_GetURIPath(self.document, action, None, 0) if action else 0
        if not 1 < size < 4096:
            return None
        buffer = ctypes.create_string_buffer(size)
        self.pdfium.FPDFAction_GetURIPath(self.document, action, buffer, size)
        address = buffer.value.decode("utf-8", "replace").strip()
        return address if address.startswith(("http://", "https://", "doi:")) else None


def _put(span: Span, character: str, x: float) -> None:
    span.text += character
    span.xs.extend([x] * len(character))


def _goes_on(span: Span, look: _Look, x: float, raised: bool, *, same: bool) -> bool:
    """Whether a character at x goes on with a stretch: it looks alike, and is neither far to the right nor back."""
    if raised != span.raised or not (same or _alike(span, look)):
        return False
    gap = x - span.x1
    if gap < -_BACK * span.size:
        return x >= span.xs[-1] - 0.1 * span.size  # letters of one ligature share a place
    return gap <= _WIDE * span.size


def _alike(span: Span, look: _Look) -> bool:
    return (
        abs(span.y - look.y) < 0.3 and span.size == look.size and span.bold == look.bold and span.italic == look.italic
    )
