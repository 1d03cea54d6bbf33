"""How many independent voices tell of an act, however many documents do."""

from __future__ import annotations

import dataclasses

import pytest

import detente
from detente.model import Block, Claim, Document, Passage, Source

WIRE = (
    "MOSCOW (Agency) Russia on Thursday became the first country to formally recognise the government of the Taliban in"
    " Afghanistan since it seized power in 2021, the Foreign Ministry said.",
    "The ministry said it saw good prospects for developing ties between the two countries in energy and transport.",
    "The Afghan foreign minister met the Russian ambassador in Kabul to receive the decision of the government.",
    "No other country has formally recognised the administration that took power after the withdrawal of foreign troops.",
    "China and the United Arab Emirates have however accepted ambassadors from the movement without recognising it.",
)
OTHER = (
    "The Kremlin has recognised the Taliban, ending months of speculation among diplomats in the Afghan capital.",
    "Analysts see the step as the end of a long rapprochement that began with talks in the Russian capital.",
    "For the rulers in Kabul it is the greatest success of their diplomacy since they returned to power.",
    "Whether others will follow is an open question that depends above all on the neighbours of the country.",
)
LONG = "Russia Says It Formally Recognizes the Taliban Government in Afghanistan"


def paper(name: str, lines, *, cites: Source | None = None, **about: str) -> tuple[Document, list[Claim]]:
    text = " ".join(lines)
    starts = [text.index(line) for line in lines]
    passages = tuple(Passage(start, start + len(line), 0) for start, line in zip(starts, lines, strict=True))
    block = Block("paragraph", 0, len(text))
    document = Document(f"d-{name}", f"{name}.txt", text, (block,), passages, date="2025-07-04", **about)
    sources, notes = ((cites,), (1,)) if cites else ((), ())
    end = len(lines[0])
    claim = Claim(
        f"c-{name}", document.id, document.file, lines[0], 0, end, "recognise", ("RUS",), ("TALIBAN",), "2025-07-03",
        "happened", notes=notes, sources=sources, confidence=0.8,
    )  # fmt: skip
    return document, [claim]


def edited(number: int, words: str) -> tuple[str, ...]:
    return tuple(words if i == number else line for i, line in enumerate(WIRE))


AP = Source(LONG, None, "The Associated Press", "2025-07-03", None, "https://apnews.com/article/123")
CASES = {
    "two of their own words": ([paper("a", WIRE), paper("b", OTHER)], 2),
    "the same wire text": ([paper("a", WIRE), paper("b", WIRE)], 1),
    "the same wire text, a paragraph cut": ([paper("a", WIRE), paper("b", WIRE[:-1])], 1),
    "the same wire text, its first sentence rewritten": (
        [paper("a", WIRE), paper("b", edited(0, "Moscow has recognised the Taliban, the agency reports."))],
        1,
    ),
    "the same sentence, its end cut": (
        [paper("a", WIRE[:1]), paper("b", (WIRE[0].replace(", the Foreign Ministry said.", "."), *OTHER[1:]))],
        1,
    ),
    "the same source, one with its address and one without": (
        [paper("a", WIRE, cites=AP), paper("b", OTHER, cites=dataclasses.replace(AP, address=None, publisher="AP"))],
        1,
    ),
    "the same address, written otherwise": (
        [
            paper("a", WIRE, cites=Source(address="https://www.apnews.com/article/123/?utm=x")),
            paper("b", OTHER, cites=Source("Another title", address="http://apnews.com/article/123")),
        ],
        1,
    ),
    "one that cites the other": (
        [paper("a", WIRE, title=LONG, publisher="AP"), paper("b", OTHER, cites=Source(LONG, None, "AP", "2025-07-03"))],
        1,
    ),
    "different sources": ([paper("a", WIRE, cites=AP), paper("b", OTHER, cites=Source("Taliban Recognised", None, "TASS"))], 2),
    "a title that many documents bear": (
        [
            paper("a", WIRE, cites=Source("Joint Statement", None, "MFA", "2025-07-03")),
            paper("b", OTHER, cites=Source("Joint Statement", None, "MFA", "2025-06-03")),
        ],
        2,
    ),
    "three, of which two are joined by the third": (
        [paper("a", WIRE, cites=AP), paper("b", OTHER, cites=Source("Kabul Report", None, "TASS", "2025")),
         paper("c", ("It was recognised.",), cites=AP)],
        2,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_independent_voices_are_counted(tmp_path, name):
    papers, count = CASES[name]
    with detente.open(tmp_path / "record.duckdb") as record:
        for document, claims in papers:
            record.add(document, claims)
        (event,) = record.events()
        account = record.event(event["id"])
    assert (event["voices"], len(account.voices)) == (count, count)
    assert {claim.id for voice in account.voices for claim in voice.claims} == {claim.id for claim in account.claims}
    assert event["claims"] == len(papers)


def test_a_formula_with_its_names_is_not_a_copy(tmp_path):
    one = (
        "On 15 January 2026 President Vladimir Putin accepted the credentials of Gul Hassan, whom the Taliban had sent."
    )
    two = (
        "In the Kremlin on 15 January 2026 President Vladimir Putin accepted the credentials of Gul Hassan and others."
    )
    with detente.open(tmp_path / "record.duckdb") as record:
        for name, line in (("one", one), ("two", two)):
            record.add(*paper(name, (line,)))
        assert [row["voices"] for row in record.events()] == [2]
