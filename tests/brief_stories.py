"""A record for briefs: a few documents with notes, sources and claims by hand, among them doubt, dispute and hostility.

An act is "RUS recognise TALIBAN 2025-07-03" as in ``ledger_stories``; beside it stand the sentence that tells it and the
source that its note cites.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import detente
from detente.model import MODALITIES, Block, Claim, Document, Note, Passage, Source
from detente.record import Record


class Told(NamedTuple):
    words: str
    act: str
    source: Source | None = None


AP = Source("Moscow Recognises the Taliban: What Next?", None, "The Associated Press", "2025-07-03")
JANSE = Source("Russian Interests in Afghanistan", "Ana de la Vega", "The Northern Centre", "2021-10", "4", None)
ARCHIVE = Source("The Withdrawal", None, "The Archive", "1989", None, "https://example.org/a?b=1&c=[2]")
WEB = Source(
    "Talks in Moscow", "Ida Lund and Per Holm", "The Daily", "2021-10-21", None, "https://example.org/talks_in_moscow"
)
HOSTILE = Source('<script>alert("x")</script> *bold* [^1] $x$ \\input{y} @someone', "A | B", "#let x = 1", "2024-12-17")

BRIEF = (
    Told("In December 1979 Soviet troops invaded Afghanistan.", "SUN invade AFG 1979-12"),
    Told("The last of them left in February 1989.", "SUN withdraw-forces AFG 1989-02-15", ARCHIVE),
    Told("The Taliban took Kabul in 1996.", "TALIBAN seize-power AFG 1996-09"),
    Told("In 2003 Russia put the Taliban on its list.", "RUS list-terrorist TALIBAN 2003-02-14", JANSE),
    Told("In the early 2000s Moscow armed the Afghan republic.", "RUS give-arms AFG 2000/2003", JANSE),
    Told("Kabul fell in August 2021.", "TALIBAN seize-power AFG 2021-08-15"),
    Told("Moscow hosted a delegation on 20 October 2021.", "RUS host-talks TALIBAN 2021-10-20", WEB),
    Told("Another round followed in 2022.", "RUS host-talks TALIBAN 2022-05", WEB),
    Told("In 2022 Moscow may have let in a chargé.", "RUS accept-credentials TALIBAN 2022-03 level=charge p=0.2"),
    Told("Washington said that Moscow had armed the Taliban.", "RUS give-arms TALIBAN 2020 alleged by=USA"),
    Told("Moscow denied that it had.", "RUS support TALIBAN 2020 denied by=RUS"),
    Told("On 4 October 2024 Russia announced that it would delist them.", "RUS delist-terrorist TALIBAN 2024-10-04 planned"),
    Told("The court took them off the list on 17 April 2025.", "RUS delist-terrorist TALIBAN 2025-04-17", HOSTILE),
    Told("Russia recognised them on 3 July 2025.", "RUS recognise TALIBAN 2025-07-03", AP),
    Told("On 15 January 2026 Putin received the ambassador.", "RUS accept-credentials TALIBAN 2026-01-15 level=ambassador"),
    Told("On 7 October 2025 they met again.", "RUS+TALIBAN hold-talks - 2025-10-07"),
    Told("In 1998 Moscow gave grain to Kabul.", "RUS give-aid AFG 1998-02"),
    Told("A gas agreement is to be signed in 2027.", "RUS+TALIBAN sign-agreement - 2027 planned", AP),
    Told("Moscow may yet send troops.", "RUS support TALIBAN - assessed"),
    Told("The Taliban praised Moscow more than once.", "TALIBAN praise RUS -"),
    Told("China took credentials in January 2024.", "CHN accept-credentials TALIBAN 2024-01-30 level=ambassador"),
    Told("Pakistan had recognised them in 1997.", "PAK recognise TALIBAN 1997-05-25"),
)  # fmt: skip
OTHER = (
    Told("Russia’s recognition came on 6 July 2025.", "RUS recognise TALIBAN 2025-07-06"),
    Told("Soviet soldiers crossed into Afghanistan in December 1979.", "SUN invade AFG 1979-12", JANSE),
)


def write_record(path: Path) -> Record:
    """The record, open; two documents of two authors."""
    record = detente.open(path)
    record.add(*told("brief.pdf", BRIEF, "The Road to Kabul", "Mary Stone", "2026-02-01", pages=True))
    record.add(*told("other.txt", OTHER, None, None, "2026-01-20"))
    return record


def told(
    file: str, acts: Sequence[Told], title: str | None, author: str | None, date: str | None, *, pages: bool = False
) -> tuple[Document, list[Claim]]:
    """A document of one paragraph an act, each with its note, and its claims."""
    starts, text = [], ""
    for one in acts:
        starts.append(len(text))
        text += one.words + "\n\n"
    numbers = {id(one): number for number, one in enumerate((one for one in acts if one.source), 1)}
    blocks = tuple(
        Block("paragraph", start, start + len(one.words), page=2 + at // 10 if pages else None)
        for at, (start, one) in enumerate(zip(starts, acts, strict=True))
    )
    document = Document(
        id="d-" + hashlib.sha256(text.encode()).hexdigest()[:16],
        file=file,
        text=text,
        blocks=blocks,
        passages=tuple(Passage(block.start, block.end, at) for at, block in enumerate(blocks)),
        notes=tuple(Note(str(numbers[id(one)]), numbers[id(one)], 0, 0, (one.source,)) for one in acts if one.source),
        title=title,
        author=author,
        date=date,
    )
    return document, [
        _claim(document, one, start, numbers.get(id(one))) for one, start in zip(acts, starts, strict=True)
    ]


def _claim(document: Document, one: Told, start: int, note: int | None) -> Claim:
    initiators, kind, targets, date, *rest = one.act.split()
    given = dict(part.split("=", 1) for part in rest if "=" in part)
    return Claim(
        id="c-" + hashlib.sha256(f"{document.id}|{start}".encode()).hexdigest()[:16],
        document=document.id,
        file=document.file,
        quote=one.words,
        start=start,
        end=start + len(one.words),
        kind=kind,
        initiators=_side(initiators),
        targets=_side(targets),
        date=None if date == "-" else date,
        modality=next((part for part in rest if part in MODALITIES), "happened"),  # type: ignore[arg-type]
        speaker=given.get("by"),
        notes=(note,) if note else (),
        sources=(one.source,) if one.source else (),
        confidence=float(given.get("p", "0.9")),
        level=given.get("level"),
        reader="by hand",
    )


def _side(text: str) -> tuple[str, ...]:
    return () if text == "-" else tuple(text.split("+"))
