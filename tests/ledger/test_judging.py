"""Each test is a short story of a review: judge, look, undo, look again."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.errors import ActorError, DateError, DetenteError, KindError, QuoteError, RecordError, UsageError
from detente.ledger.docket import entry
from ledger_stories import story

ONE = story("one", "RUS recognise TALIBAN 2025-07-03", "RUS+CHN delist-terrorist TALIBAN 2025-04-17", date="2025-08-01")
TWO = story("two", "RUS recognise TALIBAN 2025-07-05", "RUS praise TALIBAN 2025-07", date="2025-09-01")


@pytest.fixture
def record(tmp_path):
    with detente.open(tmp_path / "record.duckdb") as opened:
        opened.add(*ONE, reader="reader 1")
        opened.add(*TWO, reader="reader 1")
        yield opened


def shown(record) -> list[str]:
    return [
        f"{'+'.join(row['initiators'])} {row['kind']} {'+'.join(row['targets'])} {'|'.join(row['dates']) or row['date']}"
        for row in record.events()
    ]


def event(record, kind: str, *initiators: str) -> str:
    return next(
        row["id"]
        for row in record.events()
        if row["kind"] == kind and (not initiators or row["initiators"] == list(initiators))
    )


def answers(record):
    tables = record.documents(), record.claims(), record.events(), record.spells(), record.judgements()
    return [table.to_pylist() for table in tables]


ALL = [
    "RUS delist-terrorist TALIBAN 2025-04-17",
    "CHN delist-terrorist TALIBAN 2025-04-17",
    "RUS praise TALIBAN 2025-07",
    "RUS recognise TALIBAN 2025-07-03|2025-07-05",
]


def test_a_rejected_event_is_out_of_every_answer_until_that_is_undone(record):
    before = answers(record)[:4]
    judgement = record.judge("reject", event(record, "recognise"), reviewer="Ada", reason="a plan")
    assert sorted(shown(record)) == sorted(ALL[:3])
    assert len(record.claims(kind="recognise")) == len(record.spells(dimension="recognition")) == 0
    assert [s for s in record.status("RUS", "TALIBAN", on="2026-01-01") if s["dimension"] == "recognition"] == []
    record.judge("undo", judgement.id, reviewer="Bo")
    assert answers(record)[:4] == before


def test_undoing_an_undoing_brings_the_judgement_back(record):
    first = record.judge("reject", event(record, "praise"), reviewer="Ada")
    undo = record.judge("undo", first.id, reviewer="Ada")
    record.judge("undo", undo.id, reviewer="Bo")
    assert "RUS praise TALIBAN 2025-07" not in shown(record)
    assert [row["in_force"] for row in record.judgements()] == [True, False, True]


def test_one_act_of_a_claim_that_tells_of_two_can_be_rejected_alone(record):
    record.judge("reject", event(record, "delist-terrorist", "CHN"), reviewer="Ada")
    assert "RUS delist-terrorist TALIBAN 2025-04-17" in shown(record)
    assert "CHN delist-terrorist TALIBAN 2025-04-17" not in shown(record)
    assert [row["initiators"] for row in record.claims(kind="delist-terrorist")] == [["RUS"]]


def test_an_accepted_claim_is_sure(record):
    record.judge("accept", event(record, "praise"), reviewer="Ada")
    (row,) = record.events(kind="praise")
    assert row["confidence"] == 0.99


def test_the_last_word_on_a_claim_counts(record):
    (claim,) = record.claims(kind="praise")
    for action in ("reject", "accept"):
        record.judge(action, claim["id"], reviewer="Ada")
    assert "RUS praise TALIBAN 2025-07" in shown(record)


@pytest.mark.parametrize(
    ("changes", "now"),
    [
        ({"kind": "support"}, "RUS support TALIBAN 2025-07"),
        ({"initiators": ["Uzbekistan"]}, "UZB praise TALIBAN 2025-07"),
        ({"targets": ["AFG"], "date": "2025-07-08"}, "RUS praise AFG 2025-07-08"),
        ({"date": None}, "RUS praise TALIBAN None"),
        ({"kind": "recognise", "initiators": "UZB"}, "UZB recognise TALIBAN 2025-07"),
    ],
)
def test_a_corrected_claim_counts_as_corrected_and_keeps_its_words(record, changes, now):
    (before,) = record.claims(kind="praise")
    record.judge("correct", before["id"], reviewer="Ada", reason="misread", changes=changes)
    assert now in shown(record)
    assert "RUS praise TALIBAN 2025-07" not in shown(record)
    (after,) = [row for row in record.claims() if row["id"] == before["id"]]
    assert after["quote"] == before["quote"]
    assert any("Ada" in (evidence["rule"] or "") and "misread" in evidence["rule"] for evidence in after["evidence"])


def test_modality_corrected_takes_an_act_out_of_status(record):
    record.judge("correct", event(record, "recognise"), reviewer="Ada", changes={"modality": "planned"})
    assert len(record.spells(dimension="recognition")) == 0
    assert [row["modality"] for row in record.events(kind="recognise")] == ["planned"]


def test_a_split_event_is_two_and_stays_two_when_it_is_told_again(record):
    (row,) = record.events(kind="recognise")
    record.judge("split", row["id"], reviewer="Ada", changes={"claims": [row["claim_ids"][0]]})
    assert [r["date"] for r in record.events(kind="recognise")] == ["2025-07-03", "2025-07-05"]
    record.add(*story("three", "RUS recognise TALIBAN 2025-07-05"))
    assert [(r["date"], r["claims"]) for r in record.events(kind="recognise")] == [("2025-07-03", 1), ("2025-07-05", 2)]


def test_events_of_other_actors_and_kinds_can_be_merged(record):
    record.add(*story("three", "RUS+TALIBAN+IND hold-talks - 2025-10-07", "RUS host-talks TALIBAN 2025-10-08"))
    kept, other = event(record, "hold-talks"), event(record, "host-talks")
    record.judge("merge", kept, reviewer="Ada", changes={"with": [other]})
    (row,) = [row for row in record.events() if row["kind"] in ("hold-talks", "host-talks")]
    assert (row["kind"], set(row["initiators"]), row["claims"]) == ("hold-talks", {"IND", "RUS", "TALIBAN"}, 2)
    assert row["dates"] == ["2025-10-07", "2025-10-08"]
    assert len(record.event(row["id"]).claims) == 2


def test_a_claim_added_by_hand_has_its_words_and_notes(record):
    quote = ONE[1][0].quote
    record.judge(
        "add",
        "one.txt",
        reviewer="Ada",
        changes={"quote": quote, "kind": "support", "initiators": ["RUS"], "targets": ["TALIBAN"], "date": "2025"},
    )
    (row,) = record.events(kind="support")
    (claim,) = record.event(row["id"]).claims
    assert (claim.quote, claim.start, claim.reader) == (quote, ONE[1][0].start, "by hand: Ada")
    assert row["quote"] == quote
    assert row["known"] == dt.date(2025, 8, 1)


def test_a_reviewers_word_outlasts_the_reader(record):
    record.judge("accept", event(record, "recognise"), reviewer="Ada")
    record.judge("reject", event(record, "praise"), reviewer="Ada")
    record.add(ONE[0], [], reader="reader 2")
    document, claims = TWO
    longer = claims[1].end - 1
    other = type(claims[1])(
        **{name: getattr(claims[1], name) for name in claims[1].__dataclass_fields__}
        | {"id": "c-another", "end": longer, "quote": document.text[claims[1].start : longer]}
    )
    record.add(document, [other], reader="reader 2")
    assert "RUS praise TALIBAN 2025-07" not in shown(record)
    assert [row["claims"] for row in record.events(kind="recognise")] == [2]
    assert "RUS delist-terrorist TALIBAN 2025-04-17" not in shown(record)


def test_a_document_taken_out_takes_what_was_judged_of_it_along(record):
    record.judge("accept", event(record, "praise"), reviewer="Ada")
    record.remove(TWO[0].id)
    assert "RUS praise TALIBAN 2025-07" not in shown(record)
    assert [row["reaches"] for row in record.judgements()] == [False]
    record.add(*TWO, reader="reader 1")
    assert [row["reaches"] for row in record.judgements()] == [True]
    assert [row["confidence"] for row in record.events(kind="praise")] == [0.99]


REFUSED = [
    ("befriend", "EVENT", {}, UsageError, "no judgement 'befriend'"),
    ("accept", "e-none", {}, RecordError, "no event 'e-none'"),
    ("accept", "c-none", {}, RecordError, "no claim or event 'c-none'"),
    ("accept", "EVENT", {"kind": "praise"}, UsageError, "change nothing else"),
    ("correct", "EVENT", {}, UsageError, "what is corrected"),
    ("correct", "EVENT", {"quote": "other"}, UsageError, "'quote' cannot be corrected"),
    ("correct", "EVENT", {"kind": "befriend"}, KindError, "no kind 'befriend'"),
    ("correct", "EVENT", {"date": "July 2025"}, DateError, "'July 2025'"),
    ("correct", "EVENT", {"modality": "perhaps"}, UsageError, "no modality"),
    ("correct", "EVENT", {"level": "great"}, UsageError, "no level"),
    ("correct", "EVENT", {"initiators": ["Ruritania"]}, ActorError, "Ruritania"),
    ("split", "EVENT", {"claims": ["c-none"]}, UsageError, "some of the event's claims"),
    ("merge", "EVENT", {"with": []}, UsageError, "other events"),
    ("merge", "EVENT", {"with": ["e-none"]}, RecordError, "no event"),
    ("add", "one.txt", {"quote": "In one", "kind": "praise"}, QuoteError, "more than once"),
    ("add", "one.txt", {"quote": "Not there", "kind": "praise"}, QuoteError, "do not stand"),
    ("add", "one.txt", {"quote": "recognise"}, KindError, "needs its kind"),
    ("add", "none.txt", {"quote": "recognise", "kind": "praise"}, RecordError, "No document"),
    ("undo", "j-none", {}, RecordError, "no judgement 'j-none'"),
]


@pytest.mark.parametrize(("action", "subject", "changes", "error", "words"), REFUSED)
def test_a_judgement_that_cannot_be_taken_is_not_written(record, action, subject, changes, error, words):
    before = answers(record)
    about = event(record, "recognise") if subject == "EVENT" else subject
    with pytest.raises(error, match=words):
        record.judge(action, about, reviewer="Ada", changes=changes)
    assert answers(record) == before


def test_a_judgement_needs_a_name(record):
    with pytest.raises(UsageError, match="reviewer's name"):
        record.judge("accept", event(record, "praise"), reviewer=" ")


def test_judgements_are_in_order_even_where_the_clock_goes_back(record):
    now = dt.datetime(2026, 1, 1)
    for _ in range(2):
        record.judge("reject", event(record, "praise"), reviewer="Ada", at=now)
        record.judge("undo", record.judgements().to_pylist()[-1]["id"], reviewer="Ada", at=now - dt.timedelta(1))
    assert "RUS praise TALIBAN 2025-07" in shown(record)


def test_a_log_that_was_altered_is_not_replayed(record):
    record.judge("reject", event(record, "praise"), reviewer="Ada")
    (row,) = record.judgements().to_pylist()
    with detente.open(":memory:") as other, pytest.raises(UsageError, match="not as it was written"):
        other.replay([row | {"reviewer": "Bo"}])
    with detente.open(":memory:") as other, pytest.raises(UsageError, match="no judgement"):
        other.replay([{"id": "j-1"}])


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "befriend"},
        {"date": "July"},
        {"modality": "perhaps"},
        {"initiators": "RUS"},
        {"before": [{"id": "c-1"}]},
        {"before": "nothing"},
    ],
)
def test_a_log_of_what_no_claim_can_be_is_not_replayed(record, changed):
    """A log comes from anywhere, and one made up with care has the right names."""
    judgement = record.judge("correct", event(record, "praise"), reviewer="Ada", changes={"date": "2025"})
    forged = entry(judgement.at, "Bo", "correct", judgement.subject, {**judgement.changes, **changed}, None)
    before = answers(record)
    with pytest.raises(UsageError, match="no judgement"):
        record.replay([{name: getattr(forged, name) for name in forged.__dataclass_fields__}])
    assert answers(record) == before


def test_a_claim_whose_words_are_not_in_the_document_never_counts(record):
    changes = {"quote": "In one", "start": 0, "kind": "support", "initiators": ["RUS"], "targets": ["IND"]}
    added = record.judge("add", "one.txt", reviewer="Ada", changes=changes)
    (told,) = added.changes["before"]
    for quote, start, reaches in (("In two", 0, False), ("RUS recognise", 3, True)):
        moved = told | {"quote": quote, "start": start, "end": start + len(quote), "id": f"c-{start}", "kind": "warn"}
        forged = entry(added.at, "Bo", "add", "one.txt", {"kind": "warn", "before": [moved]}, None)
        record.replay([forged])
        assert [row["reaches"] for row in record.judgements() if row["id"] == forged.id] == [reaches]
    (claim,) = record.claims(kind="warn")
    assert record.document(ONE[0].id).text[claim["start"] : claim["end"]] == claim["quote"] == "RUS recognise"


def test_what_was_decided_about_an_event_is_found_by_it_and_by_its_claims(record):
    record.judge("accept", event(record, "praise"), reviewer="Ada")
    row = next(iter(record.events(kind="praise")))
    assert len(record.judgements(row["id"])) == len(record.judgements(row["claim_ids"][0])) == 1
    assert len(record.judgements(event(record, "recognise"))) == 0


DECISIONS = st.lists(
    st.tuples(st.sampled_from(["accept", "reject", "correct", "split", "merge", "add", "undo"]), st.integers(0, 30)),
    min_size=1,
    max_size=6,
)
PAPERS = [
    story(
        "a",
        "RUS+CHN recognise TALIBAN 2025-07-03",
        "RUS hold-talks TALIBAN 2025-01",
        "RUS recognise TALIBAN -",
        date="2025-08",
    ),
    story("b", "RUS recognise TALIBAN 2025-07-05", "TALIBAN+RUS hold-talks - 2025-01-07", date="2025-09"),
    story("c", "RUS derecognise TALIBAN 2026", "RUS recognise TALIBAN 2025 planned", date="2026-05"),
]


def decide(record, action: str, number: int) -> None:
    """Take some decision that the record as it is allows; one that it refuses is none."""
    events, claims, log = (t.to_pylist() for t in (record.events(), record.claims(), record.judgements()))
    rows = log if action == "undo" else events if number % 2 or not claims else claims
    rows = events if action in ("merge", "split") else rows
    if not rows:
        return
    row, other = rows[number % len(rows)], rows[(number + 1) % len(rows)]
    changes = {
        "correct": [{"date": "2025-06-30"}, {"kind": "establish-relations"}, {"initiators": ["CHN"]}][number % 3],
        "merge": {"with": [other["id"]]},
        "split": {"claims": row.get("claim_ids", [])[:1]},
        "add": {"quote": PAPERS[0][1][0].quote, "kind": "praise", "initiators": ["RUS"], "targets": ["TALIBAN"]},
    }.get(action, {})
    try:
        record.judge(action, "a.txt" if action == "add" else row["id"], reviewer="Ada", changes=changes)
    except DetenteError:
        return


@settings(max_examples=20, deadline=None)
@given(DECISIONS, st.permutations(PAPERS), st.integers(0, 3))
def test_a_log_replayed_onto_a_rebuilt_record_gives_the_same_answers(decisions, papers, read_before):
    with detente.open(":memory:") as one, detente.open(":memory:") as two:
        for paper in PAPERS:
            one.add(*paper)
        for decision in decisions:
            decide(one, *decision)
        exported = [json.loads(json.dumps(row, default=str)) for row in one.judgements()]
        for paper in papers[:read_before]:
            two.add(*paper)
        two.replay(reversed(exported))
        assert two.replay(exported) == 0
        for paper in papers[read_before:]:
            two.add(*paper)
        assert answers(two) == answers(one)
        for row in exported:
            if row["action"] != "undo" and row["in_force"]:
                one.judge("undo", row["id"], reviewer="Bo")
        with detente.open(":memory:") as never:
            for paper in PAPERS:
                never.add(*paper)
            assert answers(one)[:4] == answers(never)[:4]
