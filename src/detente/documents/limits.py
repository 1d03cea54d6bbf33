"""How large and how deep a document may be. Documents come from anywhere, so every format keeps to these.

Each check raises an error that names the file and says what to do. This module knows nothing of formats.
"""

from __future__ import annotations

from detente.errors import TooLarge

MAX_BYTES = 64 * 1024 * 1024  # of a file
MAX_TEXT = 20_000_000  # characters of text in a document: some forty books
MAX_UNPACKED = 512 * 1024 * 1024  # bytes that an archive (DOCX) may unpack to
MAX_DEPTH = 200  # elements inside one another
MAX_PAGES = 5_000
MAX_BLOCKS = 400_000
MAX_NOTES = 50_000
MAX_FILES = 100_000  # in one folder that is read


def check_size(size: int, file: str) -> None:
    """Raises TooLarge for a file of more than MAX_BYTES bytes."""
    if size > MAX_BYTES:
        raise TooLarge(
            f"The file has {size / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read.",
            place=file,
            remedy="Split it, or leave out its pictures.",
        )


def check_text(length: int, file: str) -> None:
    """Raises TooLarge for a text of more than MAX_TEXT characters."""
    if length > MAX_TEXT:
        raise TooLarge(
            f"Its text has {length:,} characters; at most {MAX_TEXT:,} are read.",
            place=file,
            remedy="Split it into parts.",
        )


def check_depth(depth: int, file: str) -> None:
    """Raises TooLarge for elements nested deeper than MAX_DEPTH."""
    if depth > MAX_DEPTH:
        raise TooLarge(
            f"Its elements are nested more than {MAX_DEPTH} deep.",
            place=file,
            remedy="Save it again from the program it was written in, or as plain text.",
        )


def check_pages(pages: int, file: str) -> None:
    """Raises TooLarge for more than MAX_PAGES pages."""
    if pages > MAX_PAGES:
        raise TooLarge(
            f"It has {pages:,} pages; at most {MAX_PAGES:,} are read.", place=file, remedy="Split it into parts."
        )


def check_count(count: int, most: int, what: str, file: str) -> None:
    """Raises TooLarge for more than ``most`` of anything."""
    if count > most:
        raise TooLarge(
            f"It has {count:,} {what}; at most {most:,} are read.", place=file, remedy="Split it into parts."
        )
