from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.model import Source
from detente.tables import Mapping, load_mapping, read_table
from detente.tables.mapping import of_columns

COLUMNS = of_columns(
    {"kind": "what", "initiator": "who", "target": "whom", "date": "when", "level": "level", "source": "source"}, {}
)
HEADER = "who,what,whom,when,level,source\n"


def taken(tmp_path: Path, *lines: str, columns: Mapping = COLUMNS, header: str = HEADER):
    path = tmp_path / "acts.csv"
    path.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")
    return read_table(path, columns)


# A row, and what it tells: kind, initiators, targets, date, level.
TAKEN = [
    ("Russia,recognise,Taliban,2025-07-03,,", ("recognise", ("RUS",), ("TALIBAN",), "2025-07-03", None)),
    ("RUS,Recognises,TALIBAN,3 July 2025,,", ("recognise", ("RUS",), ("TALIBAN",), "2025-07-03", None)),
    ('RUS,recognises,TALIBAN,"July 3, 2025",,', ("recognise", ("RUS",), ("TALIBAN",), "2025-07-03", None)),
    ("Moscow,recognise,Poland,1945-06,,", ("recognise", ("SUN",), ("POL",), "1945-06", None)),
    ("USA;CHN,hold talks,,1971,,", ("hold-talks", ("USA", "CHN"), (), "1971", None)),
    ("saudi-arabia,open-mission,IRN,2023,Embassy,", ("open-mission", ("SAU",), ("IRN",), "2023", "embassy")),
    ("USA,recognise,ISR,1948-05-14,de facto,", ("recognise", ("USA",), ("ISR",), "1948-05-14", "de-facto")),
]


@pytest.mark.parametrize(("line", "told"), TAKEN, ids=[line for line, _ in TAKEN])
def test_a_row_becomes_a_claim(tmp_path, line, told):
    table = taken(tmp_path, line)
    assert not table.rejected
    (claim,) = table.claims
    assert (claim.kind, claim.initiators, claim.targets, claim.date, claim.level) == told


REJECTED = [
    ("Narnia,recognise,RUS,2025,,", "No actor is called 'Narnia'"),
    ("RUS,recognise,CHN,10/21/2025,,", "'10/21/2025' is no date; write"),
    ("RUS,recognise,CHN,31 June 2025,,", "is no date"),
    ("RUS,recognise,CHN,,,", "no when"),
    ("RUS,befriends,CHN,2025,,", "'befriends' is no kind"),
    (",recognise,CHN,2025,,", "no initiator"),
    ("RUS,recognise,,2025,,", "no target"),
    ("RUS,recognise,Russia,2025,,", "RUS stands on both sides"),
    ("RUS,open-mission,CHN,2025,castle,", "'castle' is no level of open-mission"),
    ("RUS,recognise,CHN,2025,,,too,many", "it has 8 cells"),
]


@pytest.mark.parametrize(("line", "reason"), REJECTED, ids=[reason for _, reason in REJECTED])
def test_a_row_that_cannot_be_taken_is_listed_with_its_reason_and_the_others_are_taken(tmp_path, line, reason):
    table = taken(tmp_path, "RUS,recognise,IND,1947,,", line, "RUS,recognise,PAK,1948,,")
    assert len(table.claims) == 2
    (rejected,) = table.rejected
    assert rejected.row == 3
    assert reason in rejected.reason


def test_a_claim_rests_on_its_row_and_each_part_of_it_on_a_cell(tmp_path):
    table = taken(tmp_path, "RUS,recognise,TALIBAN,2025-07-03,,", "CHN,hold-talks,TALIBAN,2024,,")
    for claim in table.claims:
        assert table.document.text[claim.start : claim.end] == claim.quote
    words = {e.field: table.document.text[e.start : e.end] for e in table.claims[1].evidence if e.start is not None}
    assert words == {"kind": "hold-talks", "initiators": "CHN", "targets": "TALIBAN", "date": "2024"}


def test_a_source_is_read_as_a_note_is(tmp_path):
    cited = '"“Russia Recognises the Taliban,” The Associated Press, July 3, 2025."'
    table = taken(tmp_path, f"RUS,recognise,TALIBAN,2025-07-03,,{cited}", "RUS,hold-talks,TALIBAN,2024,,A report")
    first, second = (claim.sources for claim in table.claims)
    assert first == (Source("Russia Recognises the Taliban", None, "The Associated Press", "2025-07-03"),)
    assert second == (Source("A report"),)


def test_a_table_and_prose_that_tell_of_one_act_make_one_event(tmp_path):
    from ledger_stories import story

    taken(tmp_path, "RUS,recognise,TALIBAN,2025-07-03,,", "RUS,open-mission,TALIBAN,2021,embassy,")
    with detente.open(tmp_path / "record.duckdb") as record:
        record.add(*story("brief", "RUS recognise TALIBAN 2025-07"))
        added, _ = record.import_table(tmp_path / "acts.csv", COLUMNS)
        again, _ = record.import_table(tmp_path / "acts.csv", COLUMNS)
        assert (added.new, again.new) == (True, False)
        (event,) = record.events(kind="recognise")
        assert (event["date"], event["documents"]) == ("2025-07-03", ["acts.csv", "brief.txt"])


def test_another_mapping_reads_the_table_anew(tmp_path):
    taken(tmp_path, "RUS,recognise,TALIBAN,2025-07-03,,")
    with detente.open(tmp_path / "record.duckdb") as record:
        record.import_table(tmp_path / "acts.csv", COLUMNS)
        other = of_columns({"kind": "what", "initiator": "whom", "target": "=CHN", "date": "when"}, {})
        record.import_table(tmp_path / "acts.csv", other)
        assert [event["initiators"] for event in record.events()] == [["TALIBAN"]]


def test_a_spell_lists_the_table_and_what_its_rows_name_as_their_source(tmp_path):
    taken(
        tmp_path,
        "RUS,recognise,TALIBAN,2025-07-03,,brief.txt",
        'RUS,open-mission,TALIBAN,2021,embassy,"“Kabul; a list”, AP"',
        "RUS,open-mission,IND,1947,embassy,",
    )
    with detente.open(tmp_path / "record.duckdb") as record:
        record.import_table(tmp_path / "acts.csv", COLUMNS)
        rests_on = {(s["target"], s["dimension"]): s["documents"] for s in record.spells(initiator="RUS")}
        (event,) = record.events(kind="recognise")
    assert rests_on["TALIBAN", "recognition"] == ["acts.csv", "brief.txt"]
    assert rests_on["TALIBAN", "mission"] == ["Kabul, a list", "acts.csv"]
    assert rests_on["IND", "mission"] == ["acts.csv"]
    assert event["documents"] == ["acts.csv"]


DISAGREEING = {
    "a date": (
        "RUS,accept-credentials,TALIBAN,2026-01-15,embassy,",
        "RUS accept-credentials TALIBAN 2026-01-16",
        "date",
    ),
    "a level": ("GBR,recognise,SUN,1924-02-01,de facto,", "GBR recognise SUN 1924-02-01 level=de-jure", "level"),
}


@pytest.mark.parametrize("case", DISAGREEING)
def test_where_a_table_and_prose_disagree_the_conflict_names_both(tmp_path, case):
    from ledger_stories import story

    line, act, sort = DISAGREEING[case]
    taken(tmp_path, line)
    with detente.open(tmp_path / "record.duckdb") as record:
        record.add(*story("brief", act))
        record.import_table(tmp_path / "acts.csv", COLUMNS)
        (conflict,) = record.conflicts(sort=sort)
    assert {side["file"] for side in conflict["sides"]} == {"acts.csv", "brief.txt"}


@pytest.mark.parametrize("first", ["table", "prose"])
def test_a_row_and_the_document_that_it_names_are_one_voice(tmp_path, first):
    from detente.evidence import said
    from ledger_stories import story

    taken(tmp_path, "RUS,recognise,TALIBAN,2025-07-03,,brief.txt")
    with detente.open(tmp_path / "record.duckdb") as record:
        steps = [
            lambda: record.import_table(tmp_path / "acts.csv", COLUMNS),
            lambda: record.add(*story("brief", "RUS recognise TALIBAN 2025-07-03")),
        ]
        for step in steps if first == "table" else steps[::-1]:
            step()
        record.add(*story("other", "RUS recognise TALIBAN 2025-07-03"))
        (event,) = record.events(kind="recognise")
        voices = record.evidence(event["id"]).voices
    assert event["voices"] == len(voices) == 2
    assert [said(bond) for voice in voices for bond in voice.bonds] == ["acts.csv cites brief.txt"]


def test_a_value_is_made_of_columns_in_braces(tmp_path):
    columns = of_columns(
        {"kind": "what", "initiator": "who", "target": "whom", "date": "={year}-{month}", "source": "={paper}.pdf"}, {}
    )
    header = "who,what,whom,year,month,paper\n"
    lines = ("RUS,recognise,TALIBAN,2025,07,ap", "RUS,recognise,IND,1947,,ap")
    table = taken(tmp_path, *lines, columns=columns, header=header)
    (claim,) = table.claims
    assert (claim.date, claim.sources) == ("2025-07", (Source("ap.pdf"),))
    assert [rejected.reason for rejected in table.rejected] == ["no year or month"]
    date = next(evidence for evidence in claim.evidence if evidence.field == "date")
    assert table.document.text[date.start : date.end] == "2025 | month: 07"


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=12)


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=6, max_size=6), min_size=1, max_size=5))
def test_whatever_stands_in_the_cells_no_row_is_lost_and_every_quote_is_exact(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("cells") / "acts.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER.strip().split(","))
        writer.writerow(["RUS", "recognise", "IND", "1947", "", ""])
        writer.writerows(rows)
    table = read_table(path, COLUMNS)
    told = {claim.start for claim in table.claims}
    assert table.rows == len(told) + len(table.rejected)
    assert all(table.document.text[c.start : c.end] == c.quote for c in table.claims)


CHIEFS = "host,person_id,role,appointed,credentials_presented,ended,end_note\n"
MINISTER, AMBASSADOR = "envoy-extraordinary-minister-plenipotentiary", "ambassador-e-p"
CHARGE = "charge-daffaires-ad-interim"

# Rows of heads of mission, and the level of the US mission over time that follows from them.
HEADS = {
    "a minister's mission is a legation, an ambassador's an embassy": (
        [f"peru,a,{MINISTER},,1900-02-01,1902,", f"peru,b,{AMBASSADOR},,1920-03-01,1922,"],
        ["PER legation 1900-02-01 1920-03-01", "PER embassy 1920-03-01 -"],
    ),
    "who was appointed and never received changes nothing": ([f"peru,a,{MINISTER},1900-01-01,,,"], []),
    "who left a place in another country lived there": (
        [f"fiji,a,{AMBASSADOR},,1979-01-05,1980-01-01,Left Wellington"],
        ["FJI ambassador-nonresident 1979-01-05 -"],
    ),
    "who held two posts at once lived at the first": (
        [f"fiji,a,{AMBASSADOR},,1978-04-11,1980-07-27,", f"tonga,a,{AMBASSADOR},,1979-11-19,1980-07-27,"],
        ["FJI embassy 1978-04-11 -", "TON ambassador-nonresident 1979-11-19 -"],
    ),
    "who went from one post to the next held both while he travelled": (
        [f"peru,a,{MINISTER},,1900-01-01,1902-02-01,", f"chile,a,{MINISTER},,1902-01-10,1905,"],
        ["CHL legation 1902-01-10 -", "PER legation 1900-01-01 -"],
    ),
    "the first chargé on the spot opened the mission, at the level of the head who followed": (
        [f"fiji,a,{CHARGE},,1971-11-01,,", f"fiji,b,{AMBASSADOR},,1972-05-22,1975,", f"fiji,c,{CHARGE},,1975,1976,"],
        ["FJI embassy 1971-11-01 -"],
    ),
    "relations interrupted end the mission, and the next head begins another": (
        [
            f"peru,a,{AMBASSADOR},,1960-01-10,1962-07-18,Normal relations interrupted on",
            f"peru,b,{AMBASSADOR},,1962-09-03,1965,Left post on",
        ],
        ["PER embassy 1960-01-10 1962-07-18", "PER none 1962-07-18 1962-09-03", "PER embassy 1962-09-03 -"],
    ),
    "unless somebody stayed on": (
        [
            f"peru,a,{MINISTER},,1913-01-10,1917-01-27,Normal relations interrupted on",
            f"peru,b,{CHARGE},,,1918-12-05,Legation closed on",
        ],
        ["PER legation 1913-01-10 1918-12-05", "PER none 1918-12-05 -"],
    ),
    "an occupied capital ends the mission where nobody came for a year": (
        [
            f"thailand,a,{MINISTER},,1941-09-16,1941-12-08,Japanese forces occupied Bangkok",
            f"thailand,b,{MINISTER},,1946-01-05,,",
        ],
        ["THA legation 1941-09-16 1941-12-08", "THA none 1941-12-08 1946-01-05", "THA legation 1946-01-05 -"],
    ),
    "not where the next followed the government": (
        [
            f"luxembourg,a,{MINISTER},,1940-02-12,1940-05-10,German forces occupied Luxembourg on",
            f"luxembourg,b,{MINISTER},,1941-02-01,,",
        ],
        ["LUX legation 1940-02-12 -"],
    ),
    "a diplomatic agent has no legation, a principal officer an interests section": (
        [
            "bulgaria,a,diplomatic-agent,,1903-09-19,,",
            "cuba,b,principal-officer,,1977-09-01,,",
            "egypt,c,agent-consul-general,,1853-05-07,,",
        ],
        ["BGR liaison 1903-09-19 -", "CUB interests 1977-09-01 -", "EGY consulate 1853-05-07 -"],
    ),
}


@pytest.mark.parametrize("case", HEADS)
def test_heads_of_mission_tell_the_level_of_the_mission(tmp_path, case):
    lines, levels = HEADS[case]
    path = tmp_path / "chiefs.csv"
    path.write_text(CHIEFS + "\n".join(lines) + "\n", encoding="utf-8")
    with detente.open(tmp_path / "record.duckdb") as record:
        record.import_table(path, load_mapping("chiefs-of-mission"))
        spells = record.spells(initiator="USA", dimension="mission")
        assert [f"{s['target']} {s['level']} {s['start']} {s['end'] or '-'}" for s in spells] == levels
