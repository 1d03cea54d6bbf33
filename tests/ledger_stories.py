"""Short stories as documents with claims: what a test of the record reads instead of prose.

An act is written "RUS recognise TALIBAN 2025-07", joint parties "RUS+CHN hold-talks - 2021-10", a side left
out "-"; after the date may follow a modality, ``level=…``, ``about=…``, ``by=…`` (the speaker), ``says=…`` (the
words, an underscore for a space) and ``p=…`` (confidence).
"""

from __future__ import annotations

import datetime as dt
import hashlib

from detente.ledger.append import checked
from detente.ledger.tellings import Telling, tellings
from detente.model import MODALITIES, Block, Claim, Document, Note, Passage, Source

GAP = "\n\n" + "Nothing else is told here. " * 30 + "\n\n"  # longer than what an undated act is taken up across


def story(name: str, *acts: str, date: str | None = "2026-06-01", apart: bool = False) -> tuple[Document, list[Claim]]:
    """A document that tells the acts in this order, close together or far apart, and its claims."""
    lines = [_words(name, act) for act in acts]
    gap = GAP if apart else " "
    text = gap.join(lines)
    starts = [sum(len(line) + len(gap) for line in lines[:i]) for i in range(len(lines))]
    identity = "d-" + hashlib.sha256(f"{name}|{text}".encode()).hexdigest()[:16]
    document = Document(
        id=identity,
        file=f"{name}.txt",
        text=text,
        blocks=(Block("paragraph", 0, len(text)),),
        passages=tuple(Passage(s, s + len(line), 0) for s, line in zip(starts, lines, strict=True)),
        notes=(Note("1", 1, 0, 0, (Source(title=f"Note of {name}", date="2025"),)),),
        date=date,
    )
    return document, [_claim(document, act, start, line) for act, start, line in zip(acts, starts, lines, strict=True)]


def told(*stories: tuple[Document, list[Claim]]) -> list[Telling]:
    """The tellings of several documents, each in its own reading."""
    today = dt.date(2026, 6, 1)
    readings = [checked(document, claims, "by hand", today) for document, claims in stories]
    return [t for number, read in enumerate(readings, 1) for t in tellings(read.document, read.claims, number)]


def _words(name: str, act: str) -> str:
    said = next((part[5:] for part in act.split() if part.startswith("says=")), None)
    return said.replace("_", " ") if said else f"In {name}: {act}."


def _claim(document: Document, act: str, start: int, line: str) -> Claim:
    initiators, kind, targets, date, *rest = act.split()
    given = dict(part.split("=", 1) for part in rest if "=" in part)
    modality = next((part for part in rest if part in MODALITIES), "happened")
    key = f"{document.id}|{start}|{kind}|{initiators}|{targets}"
    return Claim(
        id="c-" + hashlib.sha256(key.encode()).hexdigest()[:16],
        document=document.id,
        file=document.file,
        quote=line,
        start=start,
        end=start + len(line),
        kind=kind,
        initiators=_side(initiators),
        targets=_side(targets),
        date=None if date == "-" else date,
        modality=modality,  # type: ignore[arg-type]
        speaker=given.get("by"),
        confidence=float(given.get("p", "0.8")),
        level=given.get("level"),
        about=given.get("about"),
        reader="by hand",
    )


def _side(text: str) -> tuple[str, ...]:
    return () if text == "-" else tuple(text.split("+"))
