"""The parts of a DOCX file, taken out of its archive without trust.

Only the XML that a text needs is unpacked: sizes are checked before, entities after, and macros, pictures and embedded
files never leave the archive. Nothing that a part refers to outside the file is followed. Knows nothing of paragraphs.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from detente.documents import limits
from detente.documents.untrusted_xml import parse
from detente.errors import DamagedDocument, HostileDocument, LockedDocument, NotThisFormat

if TYPE_CHECKING:
    from lxml.etree import _Element

MAIN = "word/document.xml"
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:core|app)\.xml|"
    r"word/(?:document\d*|footnotes\d*|endnotes\d*|styles|numbering)\.xml|"
    r"word/_rels/(?:document\d*|footnotes\d*|endnotes\d*)\.xml\.rels"
)
_MAX_PART = 160 * 1024 * 1024  # bytes of one part: the text of some twenty books with all its markup
_MAX_RATIO = 300  # of unpacked to packed: deflate hardly passes 100 on real markup, and cannot pass 1032
_SMALL = 1024 * 1024  # bytes: below it no ratio does harm
_MAX_PARTS = 20_000


class Package:
    """The parts of a text, by name. ``root`` parses one, ``archive`` packs them anew for a reader of DOCX."""

    def __init__(self, parts: dict[str, bytes], file: str) -> None:
        self.parts = parts
        self.file = file
        self._roots: dict[str, _Element] = {}

    def root(self, name: str) -> _Element | None:
        """The outermost element of a part, or None where there is no such part."""
        if name not in self.parts:
            return None
        if name not in self._roots:
            self._roots[name] = parse(self.parts[name], file=self.file, part=name)
        return self._roots[name]

    def archive(self) -> io.BytesIO:
        """The parts as a file again, with nothing else in it."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        packed.seek(0)
        return packed


def unpack(data: bytes, file: str) -> Package:
    """The text's parts. Raises LockedDocument, NotThisFormat, DamagedDocument or HostileDocument."""
    if data.startswith(_OLE):
        raise _old_container(data, file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = _needed(archive.infolist(), file)
            parts = {member.filename: archive.read(member) for member in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise DamagedDocument(
            "Its archive breaks off or is damaged.",
            place=file,
            remedy="Fetch it again, or open it in a word processor that repairs it and save it anew.",
        ) from error
    package = Package(parts, file)
    if not any(re.fullmatch(r"word/document\d*\.xml", name) for name in parts):
        raise DamagedDocument(
            f"Its main part ({MAIN}) is missing.",
            place=file,
            remedy="Open it in a word processor and save it as DOCX again.",
        )
    for name in parts:
        package.root(name)
    return package


def _old_container(data: bytes, file: str) -> Exception:
    if _ENCRYPTED in data:
        return LockedDocument(
            "It is encrypted.", place=file, remedy="Open it with its password and save it without one."
        )
    return NotThisFormat(
        "It is an old Word file (.doc).", place=file, remedy="Open it in a word processor and save it as .docx."
    )


def _needed(members: list[zipfile.ZipInfo], file: str) -> list[zipfile.ZipInfo]:
    """The members that hold the text, once each, after a check of what they would unpack to."""
    limits.check_count(len(members), _MAX_PARTS, "parts", file)
    whole = sum(member.file_size for member in members)
    needed = {member.filename: member for member in members if _NEEDED.fullmatch(member.filename)}
    for member in needed.values():
        if member.flag_bits & 0x1:
            raise LockedDocument("It is encrypted.", place=file, remedy="Unpack it with its password first.")
        _refuse_bomb(member, whole, file)
    return list(needed.values())


def _refuse_bomb(member: zipfile.ZipInfo, whole: int, file: str) -> None:
    ratio = member.file_size / max(1, member.compress_size)
    bursts = member.file_size > _SMALL and ratio > _MAX_RATIO
    if bursts or member.file_size > _MAX_PART or whole > limits.MAX_UNPACKED:
        raise HostileDocument(
            f"Its part {member.filename} would unpack to {member.file_size / 1e6:.0f} MB, all of it to "
            f"{whole / 1e6:.0f} MB.",
            place=file,
            remedy="If you trust it, open it in a word processor and save its text alone.",
        )
