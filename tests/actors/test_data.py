"""The registry's tables: complete, dated in order, each row with its source, and in step with the corpus."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from detente.actors import registry
from detente.actors.names import SORTS, key, words_of

KNOWN = registry()
ROWS = KNOWN.rows
ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
ID = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
KINDS = {"state", "former-state", "contested", "territory", "movement", "party"} | {
    "organisation",
    "forum",
    "alliance",
    "bloc",
}


def test_ids_are_single_and_written_as_ids() -> None:
    ids = [row.id for row in ROWS.actors]
    assert [id for id, count in Counter(ids).items() if count > 1] == []
    assert [id for id in ids if not ID.fullmatch(id)] == []


def test_kinds_and_sorts_are_known() -> None:
    assert {row.kind for row in ROWS.actors} <= KINDS
    assert {row.sort for row in ROWS.names} <= SORTS


@pytest.mark.parametrize("table", ["names", "leaders", "existed"])
def test_rows_are_of_actors_that_are_kept(table: str) -> None:
    ids = {row.id for row in ROWS.actors}
    assert [row for row in getattr(ROWS, table) if row.actor not in ids] == []


def test_links_and_aliases_lead_to_actors_that_are_kept() -> None:
    ids = {row.id for row in ROWS.actors}
    ends = [row.predecessor for row in ROWS.succession] + [row.successor for row in ROWS.succession]
    ends += [row.movement for row in ROWS.governed] + [row.state for row in ROWS.governed]
    ends += [row.actor for row in ROWS.ids] + [row.host for row in ROWS.actors if row.host]
    assert sorted(set(ends) - ids) == []
    assert [row.alias for row in ROWS.ids if row.alias in ids] == []


@pytest.mark.parametrize(
    "table", ["actors", "names", "leaders", "existed", "succession", "governed", "ids", "not_actors"]
)
def test_every_row_says_its_source(table: str) -> None:
    assert [row for row in getattr(ROWS, table) if not row.source.strip()] == []


def test_every_actor_has_a_name_in_prose() -> None:
    named = {row.actor for row in ROWS.names}
    assert [row.id for row in ROWS.actors if row.id not in named] == []


def test_codes_are_of_their_kind() -> None:
    assert [row for row in ROWS.actors if row.iso2 and not re.fullmatch("[A-Z]{2}", row.iso2)] == []
    assert [row for row in ROWS.actors if row.iso3 and not re.fullmatch("[A-Z]{3}", row.iso3)] == []
    assert [row for row in ROWS.actors if row.kind == "state" and row.iso3 not in ("", row.id)] == []
    assert len({row.id for row in ROWS.actors if row.kind == "state"}) >= 193


def test_spells_of_one_actor_do_not_overlap() -> None:
    for actor in KNOWN:
        for earlier, later in pairwise(actor.spells):
            assert earlier.end <= later.start, actor.id


def test_names_are_kept_to_their_last_letter() -> None:
    written = [row.name for row in (*ROWS.names, *ROWS.not_actors)]
    written += [part for row in ROWS.leaders for part in (row.person, *row.other.split(";"), *row.short.split(";"))]
    kept = {name: "".join(words_of(name)) for name in written}
    assert [name for name, words in kept.items() if len(words) < sum(map(str.isalnum, key(name)))] == []


def test_weights_lie_between_nothing_and_one() -> None:
    assert [row for row in ROWS.names if not 0 < row.weight <= 1] == []


def test_no_row_stands_twice() -> None:
    twice = [row for row, count in Counter((r.actor, r.name, r.sort, r.span) for r in ROWS.names).items() if count > 1]
    assert twice == []
    twice_led = [row for row, count in Counter((r.actor, r.person, r.span) for r in ROWS.leaders).items() if count > 1]
    assert twice_led == []


def test_leaders_of_the_last_century_are_many() -> None:
    assert len(ROWS.leaders) >= 900
    led = Counter(row.actor for row in ROWS.leaders)
    assert all(
        led[state] >= 10 for state in ("USA", "RUS", "SUN", "CHN", "IRN", "PAK", "IND", "TALIBAN", "AFG", "GBR", "FRA")
    )


def test_nobody_spoke_for_a_state_for_longer_than_a_life() -> None:
    assert [row for row in ROWS.leaders if row.span.end < 1_000_000 and row.span.end - row.span.start > 80 * 366] == []


def test_a_person_speaks_for_one_movement_and_its_state_one_after_the_other() -> None:
    rows = {(row.actor, row.person): row.span for row in ROWS.leaders}
    for movement, state, person in (("HTS", "SYR", "Ahmed al-Sharaa"), ("VIET-MINH", "VDR", "Ho Chi Minh")):
        assert rows[movement, person].end <= rows[state, person].start


def corpus_ids() -> Counter[str]:
    """How often the annotated passages name each actor: the fields three and four of a claim, and speakers."""
    found: Counter[str] = Counter()
    for path in sorted((ROOT / "corpus" / "written").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("- ") and line.count("|") == 5:
                fields = [field.strip() for field in line[2:].split("|")]
                parties = ";".join(fields[2:4]).split(";")
                found.update(party.partition("=")[0].strip() for party in parties if party.strip())
                found.update(filter(None, [fields[5].partition(" by ")[2].strip()]))
    return found


def test_the_corpus_names_hardly_an_actor_that_is_not_known() -> None:
    """Groups that one passage names need no row; what is named again and again does."""
    ids = corpus_ids()
    unknown = Counter({id: count for id, count in ids.items() if id not in KNOWN})
    assert len(ids) > 100
    assert unknown.total() < 0.02 * ids.total(), unknown.most_common(20)


def test_the_shared_annotations_name_only_actors_that_are_known() -> None:
    if not SHARED.exists():
        pytest.skip("the shared annotations are not beside the project")
    texts = [line for path in (SHARED / "corpus").glob("*.jsonl") for line in path.read_text().splitlines()]
    texts += [path.read_text() for path in (SHARED / "briefs").glob("*.gold.json")]
    ids = {id for text in texts for id in parties(json.loads(text))}
    assert sorted(id for id in ids if id not in KNOWN) == []


def parties(value: object) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(parties, value))
    if not isinstance(value, dict):
        return set()
    own = {id for side in ("initiators", "targets") for id in value.get(side, ()) if isinstance(id, str)}
    return own.union(*(parties(inner) for inner in value.values()))


def test_the_registry_reads_without_the_heavy_libraries() -> None:
    code = (
        "import sys; from detente.actors import registry; registry();"
        "print([m for m in ('spacy', 'pandas', 'pyarrow', 'duckdb') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "src")
    assert done.stdout.strip() == "[]"
