"""Bytes to text: which encoding they are in, and whether they are text at all.

Byte order marks decide, then UTF-8, then what ``charset-normalizer`` makes of the bytes. Knows nothing of formats.
"""

from __future__ import annotations

import codecs
import re

from detente.errors import DamagedDocument, EmptyDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 65536
_CONTROL = bytes(range(9)) + bytes((11,)) + bytes(range(14, 27)) + bytes(range(28, 32))
_ENCODINGS = (
    "cp1252 latin_1 iso8859_15 cp1250 iso8859_2 cp1251 koi8_r cp1253 cp1254 cp1256 mac_roman gb18030 big5 shift_jis"
)
_MOJIBAKE = re.compile("â€[\u0080-\u00bf\u0152-\u2122]|Ã[\u0080-\u00bf]|Â[\u00a0-\u00bf]")


def decode(data: bytes, file: str) -> tuple[str, list[str]]:
    """The text of some bytes, and warnings about what could not be made out.

    Raises EmptyDocument for none at all and DamagedDocument for bytes that are no text.
    """
    if not data.strip():
        raise EmptyDocument("The file is empty.", place=file, remedy="Save it again from where it came from.")
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _wide(data)
    if encoding is None and looks_binary(data):
        raise DamagedDocument(
            "Its bytes are no text in any encoding.",
            place=file,
            remedy="Open it in its own program and save it as text.",
        )
    text, warnings = _decoded(data, encoding, file) if encoding else _narrow(data)
    return _repaired(text, warnings)


def looks_binary(data: bytes) -> bool:
    """Whether bytes hold control characters that no text in a one-byte encoding or UTF-8 has."""
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    return b"\0" in sample or controls > len(sample) / 50


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) < 4 or max(even, odd) < len(sample) * 0.3 or min(even, odd) > len(sample) * 0.02:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _decoded(data: bytes, encoding: str, file: str) -> tuple[str, list[str]]:
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") > max(3, len(text) // 100):
            raise DamagedDocument(
                f"It says that it is {encoding}, but from byte {error.start} on it is not.",
                place=file,
                remedy="Save it again as UTF-8.",
            ) from error
        return text, [_unreadable(text)]


def _narrow(data: bytes) -> tuple[str, list[str]]:
    try:
        return data.decode(), []
    except UnicodeDecodeError:
        text = data.decode(errors="replace")
    lost = text.count("\ufffd")
    if lost * 10 <= sum(character > "\x7f" for character in text) - lost:
        return text, [_unreadable(text)]
    return _guessed(data)


def _unreadable(text: str) -> str:
    line = text.count("\n", 0, text.index("\ufffd")) + 1
    return f"line {line}: {text.count(chr(0xFFFD))} characters could not be made out"


def _guessed(data: bytes) -> tuple[str, list[str]]:
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 16 * _SAMPLE], cp_isolation=_ENCODINGS.split()).best()
    for encoding in (best.encoding if best else "cp1252", "cp1252", "latin_1"):
        # Western text is cp1252 far more often than the kindred code pages that explain the same bytes as well.
        western = (
            "cp1252"
            if encoding in ("latin_1", "cp1250", "cp1254", "iso8859_15", "iso8859_2", "mac_roman")
            else encoding
        )
        try:
            return data.decode(western), [f"read as {western}, which the file does not say"]
        except UnicodeDecodeError:
            continue
    return data.decode("latin_1"), ["read as latin_1, which the file does not say"]


def _repaired(text: str, warnings: list[str]) -> tuple[str, list[str]]:
    """Undoes UTF-8 that was once read as cp1252 ("â€™" for an apostrophe)."""
    if len(_MOJIBAKE.findall(text)) < 3:
        return text, warnings
    try:
        return text.encode("cp1252").decode(), [*warnings, "was UTF-8 saved as if it were cp1252; read as it was meant"]
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text, warnings
