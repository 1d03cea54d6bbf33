"""Records for the tests of the pages: the example brief with claims made by hand, so that nothing hangs on a reader."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import detente
from detente.documents.load import read_document
from detente.model import Claim, Document, Evidence
from detente.record import Record

if TYPE_CHECKING:
    from httpx import Response
    from starlette.testclient import TestClient

PASSWORD = "a long enough password"
EXAMPLE = Path(__file__).parent.parent / "examples" / "russia-taliban.md"

# the words that tell it, kind, initiators, targets, date, and what else a claim has
ACTS: tuple[tuple[str, str, str, str, str | None, dict[str, object]], ...] = (
    ("accepted the credentials of Gul Hassan", "accept-credentials", "RUS", "TALIBAN", "2026-01-15", {"level": "ambassador"}),
    ("had recognised the Taliban government", "recognise", "RUS", "TALIBAN", "2025-07-03", {}),
    ("welcomed the recognition", "praise", "CHN", "RUS", "2025-07-04", {}),
    ("has not recognised the Taliban", "withhold-recognition", "CHN", "TALIBAN", None, {}),
    ("invaded the country", "invade", "SUN", "AFG", "1979-12", {}),
    ("withdrew its last soldiers", "withdraw-forces", "SUN", "AFG", "1989-02-15", {}),
    ("recognised the Taliban government in May 1997", "recognise", "PAK SAU ARE", "TALIBAN", "1997-05", {}),
    ("severed relations with the Taliban", "sever-relations", "ARE", "TALIBAN", "2001-09-22", {}),
    ("listed the Taliban", "list-terrorist", "RUS", "TALIBAN", "2003-02", {}),
    ("gave Afghanistan military equipment", "give-arms", "RUS", "AFG", "2002/2005", {"confidence": 0.4}),
    ("hosted Taliban envoys", "host-talks", "RUS", "TALIBAN", "2018-11", {}),
    ("kept its embassy there open", "keep-mission-open", "RUS", "TALIBAN", "2021-08", {"level": "embassy"}),
    ("would remove the Taliban", "delist-terrorist", "RUS", "TALIBAN", "2024-10-04", {"modality": "planned"}),
    ("suspended the ban on the Taliban", "delist-terrorist", "RUS", "TALIBAN", "2025-04-17", {}),
    ("upgraded its technical mission", "upgrade-relations", "IND", "TALIBAN", "2025-10-21", {"level": "embassy"}),
)  # fmt: skip


def claim(document: Document, words: str, kind: str, by: str, toward: str, date: str | None, **more: object) -> Claim:
    """A claim on the passage in which some words stand, the words being what its kind rests on."""
    at = document.text.index(words)
    passage = next(p for p in document.passages if p.start <= at < p.end)
    key = f"{document.id}|{at}|{kind}"
    sources = tuple(s for number in passage.notes if (note := document.note(number)) for s in note.sources)
    given: dict[str, object] = {"modality": "happened", "confidence": 0.9, "reader": "by hand"} | more
    return Claim(
        id="c-" + hashlib.sha256(key.encode()).hexdigest()[:16],
        document=document.id,
        file=document.file,
        quote=document.text[passage.start : passage.end],
        start=passage.start,
        end=passage.end,
        kind=kind,
        initiators=tuple(by.split()),
        targets=tuple(toward.split()),
        date=date,
        notes=passage.notes,
        sources=sources,
        evidence=(Evidence("kind", at, at + len(words), "by hand"),),
        **given,  # type: ignore[arg-type]
    )


def fill(record: Record) -> Document:
    """Put the example, and a second voice that dates one of its acts otherwise, into a record."""
    document = read_document(EXAMPLE)
    record.add(document, [claim(document, w, k, a, b, d, **more) for w, k, a, b, d, more in ACTS], reader="by hand")
    return document


def add_text(
    record: Record, folder: Path, name: str, text: str, *acts: tuple[str, str, str, str, str | None]
) -> Document:
    """Read a text as a document of its own, with claims on it."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    document = read_document(path)
    record.add(document, [claim(document, *act) for act in acts], reader="by hand")
    return document


def example(path: Path) -> Path:
    """A record file with the example in it and a second document that disagrees on a day."""
    with detente.open(path) as record, record.batch():
        fill(record)
        add_text(
            record,
            path.parent,
            "note.md",
            "# A note\n\nRussia recognised the Taliban on 4 July 2025, an agency wrote.\n",
            ("recognised the Taliban on 4 July", "recognise", "RUS", "TALIBAN", "2025-07-04"),
        )
    return path


def sign_in(client: TestClient, name: str = "ada", password: str = PASSWORD, then: str = "/") -> Response:
    """Sign in by the form."""
    return client.post("/sign-in", data={"name": name, "password": password, "then": then})


def token(client: TestClient, page: str = "/review/log") -> str:
    """The token that the forms of a page carry."""
    text = client.get(page).text
    return text.partition('name="csrf" value="')[2].partition('"')[0]
