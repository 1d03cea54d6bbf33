from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

import detente
from detente.errors import DateError, KindError, QuoteError, RecordError
from detente.model import Evidence, Source
from ledger_stories import story


@pytest.fixture
def record(tmp_path):
    with detente.open(tmp_path / "record.duckdb") as opened:
        yield opened


def changed(claim, **fields):
    return dataclasses.replace(claim, **fields)


def test_a_document_and_its_claims_come_back_as_they_were(record):
    document, claims = story("text", "RUS recognise TALIBAN 2025-07 level=de-jure by=RUS", date="2025-08")
    sources = (Source("A title", "An author", "A publisher", "2025-07-03", "13-15", "https://example.org"),)
    evidence = (Evidence("kind", 3, 9, "a rule", 0.5, True),)
    claim = changed(claims[0], notes=(1, 2), sources=sources, evidence=evidence, known=dt.date(2025, 8, 31))
    record.add(document, [claim])
    (event,) = record.events()
    (kept,) = record.event(event["id"]).claims
    assert record.document(document.id) == document
    assert (kept, kept.evidence) == (claim, evidence)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"quote": "other words"}, QuoteError),
        ({"start": 1}, QuoteError),
        ({"end": 10_000}, QuoteError),
        ({"start": -1}, QuoteError),
        ({"document": "d-another"}, QuoteError),
        ({"kind": "befriend"}, KindError),
        ({"modality": "perhaps"}, KindError),
        ({"date": "July 2025"}, DateError),
    ],
)
def test_a_claim_that_cannot_be_taken_leaves_the_record_as_it_was(record, fields, error):
    document, claims = story("text", "RUS recognise TALIBAN 2025-07", "RUS delist-terrorist TALIBAN 2025-04")
    with pytest.raises(error, match=r"text\.txt"):
        record.add(document, [claims[0], changed(claims[1], **fields)])
    assert len(record.documents()) == len(record.claims()) == len(record.events()) == 0


def test_adding_twice_with_one_reader_changes_nothing(record):
    document, claims = story("text", "RUS recognise TALIBAN 2025-07")
    first = record.add(document, claims, reader="reader 1")
    before = record.claims(), record.events(), record.spells()
    again = record.add(document, [], reader="reader 1")
    assert (first.new, first.claims, again.new, again.claims) == (True, 1, False, 0)
    assert (record.claims(), record.events(), record.spells()) == before


def test_another_reader_supersedes_the_claims_of_the_first(record):
    document, claims = story("text", "RUS recognise TALIBAN 2025-07", "RUS delist-terrorist TALIBAN 2025-04")
    record.add(document, claims, reader="reader 1")
    record.add(document, claims[:1], reader="reader 2")
    assert [row["kind"] for row in record.events()] == ["recognise"]
    assert {row["dimension"] for row in record.spells()} == {"recognition"}
    assert [(row["reader"], row["claims"]) for row in record.documents()] == [("reader 2", 1)]


def test_taking_a_document_out_and_reading_it_again_changes_nothing(record):
    one = story("one", "RUS recognise TALIBAN 2025-07", date="2025-08-01")
    two = story("two", "RUS recognise TALIBAN 2025-07-03", "RUS delist-terrorist TALIBAN 2025-04-17", date="2025-09-01")
    record.add(*one)
    without = record.events(), record.spells()
    record.add(*two)
    with_both = record.events(), record.spells()
    assert record.remove(two[0].id)
    assert (record.events(), record.spells()) == without
    assert not record.remove(two[0].id)
    assert record.add(*two).new
    assert (record.events(), record.spells()) == with_both


def test_in_a_batch_all_is_there_at_the_end(record):
    stories = [story(f"text {i}", f"RUS recognise TALIBAN 2025-07-{i + 1:02}") for i in range(12)]
    with record.batch(buffer=5):
        added = [record.add(*read) for read in (*stories, stories[0])]
    assert [a.new for a in added] == [True] * 12 + [False]
    assert (len(record.documents()), len(record.claims())) == (12, 12)
    assert len(record.spells()) == 1


def test_a_batch_that_fails_keeps_what_was_added_before(record):
    good, bad = story("good", "RUS recognise TALIBAN 2025-07"), story("bad", "RUS recognise TALIBAN 2025-07")
    with pytest.raises(QuoteError), record.batch():  # noqa: PT012
        record.add(*good)
        record.add(bad[0], [changed(bad[1][0], quote="?")])
    assert [row["file"] for row in record.documents()] == ["good.txt"]
    assert len(record.spells()) == 1


@pytest.mark.parametrize(
    ("date", "known"),
    [
        ("2025-08-14", "2025-08-14"),
        ("2025-08", "2025-08-31"),
        ("2019", "2019-12-31"),
        (None, "today"),
        ("2199", "today"),
    ],
)
def test_a_claim_is_known_from_the_last_day_its_document_can_be_of(record, date, known):
    record.add(*story("text", "RUS recognise TALIBAN -", date=date))
    (claim,) = record.claims()
    assert claim["known"] == (dt.date.today() if known == "today" else dt.date.fromisoformat(known))


def test_an_unknown_document_is_a_clear_error(record):
    with pytest.raises(RecordError, match="no document 'd-none'"):
        record.document("d-none")
