"""One suite for every format: the same small footnoted paper, written into the format and read back.

``SAMPLE`` is the paper, as a draft. To add a format, write ``writers/<format>.py`` beside this file with

    FILE = "sample.docx"              # the name of the file; its ending chooses the reader
    LACKS = frozenset({"author"})     # what the format has no place for: any of the words in ``ASPECTS``
    def write(sample: Draft) -> bytes: ...

and it is found. ``write`` puts in the title, author, publisher and date where the format keeps such things (in a plain
format: as the first lines), the blocks with their marks, and the notes in the format's own way: at the foot of the page
on which they are cited where it has pages, else at the end. In the runs of a paragraph PAGE_BREAK stands where a format
with pages begins a new one, with notes 1 to 3 at the foot of the first page; other formats leave it out. A table's
rows are lines, its cells are parted by " | ". Italics in a note stand as ``*…*``; a writer that can set italics does.
Then ``test_conformance.py`` checks that what ``load.read_document`` makes of the bytes is the paper.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from detente.documents.draft import Draft, DraftBlock, DraftNote, Ref

PAGE_BREAK = "\f"

ASPECTS = frozenset(
    {
        "title",
        "author",
        "publisher",
        "date",  # a place for the day of publication
        "heading",  # headings are told from paragraphs
        "level",  # and by depth
        "list",
        "quotation",
        "table",
        "label",  # a note's own label (Word numbers them itself)
    }
)

SAMPLE = Draft(
    title="How Norway Was Recognised",
    author="Ingrid Example",
    publisher="Example Institute",
    date="2024-05-17",
    blocks=[
        DraftBlock("heading", ["How Norway Was Recognised"], level=1),
        DraftBlock(
            "paragraph",
            [
                "On 7 June 1905 the Storting in Kristiania declared the union with Sweden dissolved.",
                Ref("1"),
                " The government asked the U.S. Secretary of State for recognition, but Washington waited, and so",
                Ref("2"),
                " did London. Sweden had first to agree, and talks at Karlstad lasted until",
                PAGE_BREAK,
                " the end of September, when both sides accepted a neutral zone along the border.",
                Ref("3"),
                " The treaty was signed on 26 October 1905.",
            ],
        ),
        DraftBlock("heading", ["Who Came First"], level=2),
        DraftBlock(
            "paragraph",
            [
                "Russia recognised Norway on 29 October 1905, “without delay or condition.”",
                Ref("4"),
                " Others followed within days:",
            ],
        ),
        DraftBlock("list", ["Great Britain recognised the new kingdom on 6 November 1905."], level=1),
        DraftBlock("list", ["Denmark opened a legation", Ref("5"), " in Kristiania the same month."], level=1),
        DraftBlock("quotation", ["The two peoples shall henceforth live as good neighbours, each in its own house."]),
        DraftBlock(
            "paragraph",
            ["A later guarantee of the new state’s integrity rested on the Treaty of 1907.", Ref("6")],
        ),
        DraftBlock("table", ["State | Recognised\nRussia | 29 October 1905\nDenmark | November 1905"]),
        DraftBlock("paragraph", ["Embassies, as they are now called, came only after the Second World War."]),
    ],
    notes=[
        DraftNote("1", "“The Union Dissolved”, *The Times*, 8 June 1905, p. 5."),
        DraftNote("2", "Karen Example, “Waiting for Stockholm”, *Foreign Affairs*, 2 January 2018."),
        DraftNote(
            "3",
            "“The Karlstad Talks”, *Aftenposten*, 24 September 1905; "
            "see also “A Neutral Zone”, *Reuters*, 25 September 1905.",
        ),
        DraftNote(
            "4", "Ministry of Foreign Affairs of Norway, *Documents on the Dissolution of the Union*, 1906, pp. 13-15."
        ),
        DraftNote("5", "“A Legation in Kristiania”, *Politiken*, November 1905. https://example.org/legation"),
        DraftNote("6", "Ibid."),
    ],
)


@dataclass(frozen=True)
class Format:
    """A format under test: the file's name, what it has no place for, and its writer."""

    name: str
    file: str
    lacks: frozenset[str]
    write: Callable[[Draft], bytes]


def formats() -> list[Format]:
    """Every format that a module of ``writers`` knows how to write."""
    from documents import writers

    found = []
    for module in pkgutil.iter_modules(writers.__path__):
        writer = importlib.import_module(f"documents.writers.{module.name}")
        assert writer.LACKS <= ASPECTS, f"{module.name} lacks something that is no aspect"
        found.append(Format(module.name, writer.FILE, writer.LACKS, writer.write))
    return found


def runs_without_page_breaks(block: DraftBlock) -> list[str | Ref]:
    """A block's runs for a format without pages."""
    return [run for run in block.runs if run != PAGE_BREAK]


def write_into(folder: Path, form: Format) -> Path:
    """Writes the sample into a folder; returns the file."""
    path = folder / form.file
    path.write_bytes(form.write(SAMPLE))
    return path
