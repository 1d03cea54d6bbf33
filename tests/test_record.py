from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.errors import ActorError, DocumentError, RecordError, UsageError
from detente.model import Claim, Document
from ledger_stories import story


@pytest.fixture
def record(tmp_path):
    with detente.open(tmp_path / "record.duckdb") as opened:
        yield opened


class FirstWord:
    """A reader that finds recognition in every passage."""

    name = "first word 1"

    def read(self, document: Document) -> list[Claim]:
        return [
            Claim(
                id=f"c-{document.id}-{p.start}",
                document=document.id,
                file=document.file,
                quote=document.quote(p.start, p.end),
                start=p.start,
                end=p.end,
                kind="recognise",
                initiators=("RUS",),
                targets=("TALIBAN",),
                date="2025-07",
                modality="happened",
            )
            for p in document.passages
        ]


def test_files_are_read_and_a_bad_one_does_not_stop_the_rest(record, tmp_path):
    (tmp_path / "a.txt").write_text("Russia recognised the Taliban in July 2025.", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_text("Moscow recognised the Taliban government.", encoding="utf-8")
    seen = []
    results = record.read(
        [tmp_path / name for name in ("a.txt", "b.txt", "c.txt")],
        reader=FirstWord(),
        progress=lambda path, done, count: seen.append((path.name, done, count)),
    )
    assert [(r.file, r.ok, r.new, r.claims) for r in results] == [
        ("a.txt", True, True, 1),
        ("b.txt", False, False, 0),
        ("c.txt", True, True, 1),
    ]
    assert isinstance(results[1].error, DocumentError)
    assert seen == [("a.txt", 0, 3), ("b.txt", 1, 3), ("c.txt", 2, 3)]
    assert [row["documents"] for row in record.events()] == [["a.txt", "c.txt"]]


def test_reading_again_changes_nothing(record, tmp_path):
    (tmp_path / "a.txt").write_text("Russia recognised the Taliban in July 2025.", encoding="utf-8")
    record.read(tmp_path / "a.txt", reader=FirstWord())
    before = everything(record)
    (result,) = record.read(tmp_path / "a.txt", reader=FirstWord())
    assert (result.ok, result.new) == (True, False)
    assert everything(record) == before


def everything(record):
    return [table.to_pylist() for table in (record.documents(), record.claims(), record.events(), record.spells())]


STORY = story(
    "text",
    "RUS+CHN+PAK hold-talks - 2021-10-20",
    "RUS recognise TALIBAN 2025-07",
    "TALIBAN praise RUS 2025-07-04",
    "RUS recognise TALIBAN - planned",
    "USA criticise RUS 2025",
)


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({}, ["hold-talks", "criticise", "recognise", "praise", "recognise"]),
        ({"a": "RUS", "b": "TALIBAN"}, ["recognise", "praise", "recognise"]),
        ({"a": "TALIBAN", "b": "RUS", "modality": "happened"}, ["recognise", "praise"]),
        ({"a": "CHN", "b": "PAK"}, ["hold-talks"]),
        ({"a": "USA"}, ["criticise"]),
        ({"kind": "praise"}, ["praise"]),
        ({"since": "2025-07-04"}, ["criticise", "recognise", "praise"]),
        ({"until": "2024"}, ["hold-talks"]),
        ({"on": "2025-07-03"}, ["hold-talks", "criticise", "recognise", "recognise"]),
        ({"known": "2026-05-31"}, []),
        ({"known": "2026-06-01", "a": "RUS", "b": "PAK"}, ["hold-talks"]),
    ],
)
def test_events_are_found_by_what_is_asked(record, asked, kinds):
    record.add(*STORY)
    assert [row["kind"] for row in record.events(**asked)] == kinds


def test_a_timeline_has_the_words_and_the_files_of_each_act(record):
    document, claims = STORY
    record.add(document, claims)
    recognised, *_ = record.timeline("TALIBAN", "RUS")
    assert (recognised["quote"], recognised["file"], recognised["claims"]) == (claims[1].quote, "text.txt", 1)


def test_claims_are_found_by_document_kind_and_actor(record):
    record.add(*STORY)
    assert len(record.claims(document="text.txt")) == len(record.claims(document=STORY[0].id)) == 5
    assert [row["kind"] for row in record.claims(a="USA")] == ["criticise"]
    assert len(record.claims(kind="recognise", a="RUS", b="TALIBAN")) == 2


def test_actors_can_be_named(record):
    record.add(*STORY)
    assert record.timeline("Russia", "taliban") == record.timeline("RUS", "TALIBAN")
    with pytest.raises(ActorError):
        record.timeline("Ruritania", "RUS")


@pytest.mark.parametrize("day", ["2025-08", "yesterday", ""])
def test_status_is_asked_of_a_day(record, day):
    with pytest.raises(UsageError, match="not a day"):
        record.status("RUS", "TALIBAN", on=day)


def test_an_unknown_event_is_a_clear_error(record):
    with pytest.raises(RecordError, match="no event 'e-none'"):
        record.event("e-none")


def test_a_table_shows_itself_in_a_notebook_with_its_markup_escaped(record):
    record.add(*story("a <b> c", "RUS recognise TALIBAN 2025-07"))
    shown = record.events()._repr_html_()
    assert "a &lt;b&gt; c.txt" in shown
    assert "<b>" not in shown
    assert record.events().to_pandas()["kind"].tolist() == ["recognise"]


SIDES = st.sampled_from(["RUS", "USA", "RUS+USA", "-", "CHN", "RUS+CHN+IND"])
KINDS = [
    "recognise",
    "derecognise",
    "hold-talks",
    "criticise",
    "sever-relations",
    "open-mission",
    "sign-agreement",
    "other",
]
DATES = ["-", "-", "2021", "2021-03", "2021-03-18", "2021-03-19", "2021-10-20", "2020/2022", "../2021"]
REST = st.sampled_from(["", "", " planned", " level=embassy", " about=gas", " says=They_met_again."])
ACTS = st.builds(
    "{} {} {} {}{}".format,
    SIDES,
    st.sampled_from(KINDS),
    st.sampled_from(["-", "IND", "IRN"]),
    st.sampled_from(DATES),
    REST,
).filter(lambda act: not act.startswith("- ") or act.split()[2] != "-")
PAPERS = st.lists(st.lists(ACTS, min_size=1, max_size=5), min_size=1, max_size=4)


@settings(max_examples=15, deadline=None)
@given(PAPERS, st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_reading_and_reading_again_change_no_answer(papers, random, apart):
    stories = [
        story(f"text {i}", *acts, date=str(dt.date(2022, 1, 1 + i)), apart=apart) for i, acts in enumerate(papers)
    ]
    mixed = random.sample(stories, len(stories))
    with detente.open(":memory:") as one, detente.open(":memory:") as two:
        with one.batch():
            for read in stories:
                one.add(*read)
        for read in [*mixed, *stories]:
            two.add(*read)
        removed = mixed[0]
        two.remove(removed[0].id)
        two.add(*removed)
        assert answers(one) == answers(two)


def answers(record):
    days = ["2021-02-01", "2021-03-18", "2023-01-01"]
    return (
        everything(record),
        [record.status("RUS", "IND", on=day).to_pylist() for day in days],
        [record.timeline("RUS", "IND", known=day).to_pylist() for day in ("2022-01-01", "2022-01-02")],
    )


@settings(max_examples=10, deadline=None)
@given(PAPERS)
def test_asking_what_was_known_by_the_last_day_is_asking_what_is_known(papers):
    stories = [story(f"text {i}", *acts, date="2022-01-01") for i, acts in enumerate(papers)]
    with detente.open(":memory:") as record:
        for read in stories:
            record.add(*read)
        assert record.events(known="2022-01-01") == record.events()
        assert record.timeline("RUS", "IND", known="2022-01-01") == record.timeline("RUS", "IND")
