"""Months, phases and turns: planted shocks are found, chance is not, and quiet is quiet."""

import datetime as dt
import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import detente
from detente import dates
from detente.cli.app import app
from detente.codebook import load
from detente.errors import UsageError
from detente.trend.series import Act, monthly
from detente.trend.turning import of_acts
from streams.stream_files import gdelt, write
from trend.series_with_shocks import act, acts, later

BRIEF = Path(__file__).parents[3] / "shared" / "briefs" / "mp-idsa-taliban-russia-2026.gold.json"


def test_a_months_index_is_the_mean_weight_and_counts_stand_beside_it() -> None:
    (month,) = monthly([act(1, dt.date(2020, 3, 4), 4.0), act(2, dt.date(2020, 3, 5), -10.0, stream=None)])
    assert (month.events, month.streamed, month.cooperation, month.conflict, month.index) == (2, 1, 4, -10, -3)


def test_a_month_without_events_has_no_index() -> None:
    months = monthly([act(1, dt.date(2020, 1, 4), 4.0), act(2, dt.date(2020, 3, 5), 4.0)])
    assert [month.index for month in months] == [4.0, None, 4.0]


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [("1979-01-01", "1979-12-31", 12), ("1990-01-01", "1999-12-31", 120), ("1990-01-01", "2000-01-01", 0)],
)
def test_a_coarse_date_is_spread_or_left_out(first: str, last: str, months: int) -> None:
    told = replace(act(1, later(0), 3.0), first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last))
    found = of_acts("USA", "CHN", "both", [told])
    assert len(found.months) == months
    assert found.undated == (not months)
    assert sum(month.events for month in found.months) == pytest.approx(1.0 if months else 0.0)


def test_a_planted_shock_is_found_at_its_month_with_the_acts_that_explain_it() -> None:
    found = of_acts("USA", "CHN", "both", acts(1, 120, [(60, -4.0)]))
    (turn,) = found.turns
    assert abs((turn.month - later(60)).days) <= 62
    assert turn.change == pytest.approx(-4.0, abs=1.0)
    assert turn.reasons
    assert all(reason.act.weight < turn.before for reason in turn.reasons)


def test_two_shocks_make_three_phases() -> None:
    found = of_acts("USA", "CHN", "both", acts(2, 150, [(50, -4.0), (100, 5.0)]))
    assert [abs((turn.month - later(at)).days) <= 62 for turn, at in zip(found.turns, (50, 100), strict=True)] == [
        True
    ] * 2


def test_chance_alone_seldom_makes_a_phase() -> None:
    false = sum(bool(of_acts("USA", "CHN", "both", acts(100 + seed, 120, [])).turns) for seed in range(40))
    assert false <= 6  # 2 are to be expected at one in twenty


def test_more_coverage_is_not_more_warmth() -> None:
    thin, thick = acts(7, 60, []), acts(7, 60, [], rate=80.0)
    moved = [replace(a, first=later(60 + i % 60), last=later(60 + i % 60)) for i, a in enumerate(thick)]
    assert not of_acts("USA", "CHN", "both", [*thin, *moved]).turns


def test_years_of_silence_are_a_quiet_phase() -> None:
    told = [act(i, later(i), 2.0) for i in range(6)] + [act(9 + i, later(60 + i), 2.0) for i in range(6)]
    found = of_acts("USA", "CHN", "both", told)
    assert [phase.quiet for phase in found.phases] == [False, True, False]
    assert (found.phases[1].first, found.phases[1].last) == (later(6), later(59))
    assert not found.turns


@given(st.lists(st.tuples(st.integers(0, 200), st.floats(-10, 10)), max_size=40))
def test_phases_never_overlap_and_hold_every_event(told: list[tuple[int, float]]) -> None:
    given_acts: list[Act] = [act(i, later(month), weight) for i, (month, weight) in enumerate(told)]
    found = of_acts("USA", "CHN", "both", given_acts)
    assert all(one.last < other.first for one, other in pairwise(found.phases))
    assert sum(phase.events for phase in found.phases) == pytest.approx(len(given_acts))


def test_what_a_silence_cuts_off_belongs_to_what_follows() -> None:
    told = [act(0, later(0), -10.0), *(act(n, later(24 + n), 3.5) for n in range(1, 13))]
    found = of_acts("USA", "CHN", "both", told)
    assert [(phase.level, phase.months) for phase in found.phases if not phase.quiet] == [(-10.0, 1), (3.5, 12)]


@pytest.mark.skipif(not BRIEF.exists(), reason="the annotated briefs lie in ../shared, which is not here")
def test_the_phases_of_a_brief_part_where_its_sections_do() -> None:
    """Cold war, war on terror, after 2021; between them nothing is dated."""
    sides = {"SUN", "RUS"}, {"AFG", "TALIBAN", "MUJAHIDEEN", "NORTHERN-ALLIANCE"}
    told = []
    for found in json.loads(BRIEF.read_text()):
        actors = {*found["initiators"], *found["targets"]}
        date = dates.parse(found["date"]) if found["date"] else None
        if (
            date
            and found["modality"] == "happened"
            and not found.get("same_as")
            and all(actors & side for side in sides)
        ):
            weight = load()[found["act"]].goldstein
            told.append(replace(act(len(told), later(0), weight), first=date.first, last=date.last))
    phases = [phase for phase in of_acts("RUS", "AFG", "read", told).phases if phase.level]
    assert (phases[0].first.year, phases[0].last.year) == (1979, 1989)
    assert [(phase.level or 0) < 0 for phase in phases] == [True, *[False] * (len(phases) - 1)]
    assert [phase.first.year for phase in phases if phase.first.year in (2002, 2021)] == [2002, 2021]
    assert phases[-1].first.year == 2021


def test_a_side_may_be_several_actors(tmp_path: Path) -> None:
    sides = [("RUS", "AFG"), ("TAL", "RUS"), ("RUS", "USA"), ("AFG", "TAL"), ("RUS", "AFG")]
    lines = [gdelt(n, f"20200{n}05", *pair, "040") for n, pair in enumerate(sides, 1)]
    with detente.open(tmp_path / "r.duckdb") as record:
        record.import_stream("gdelt", write(tmp_path / "x.CSV", *lines))
        found = record.trend(["SUN", "RUS"], ["AFG", "TALIBAN"])
    assert (found.a, found.b) == ("SUN,RUS", "AFG,TALIBAN")
    assert [(month.month.month, month.events) for month in found.months if month.events] == [(1, 1), (2, 1), (5, 1)]


def test_without_actors_the_months_of_every_pair_are_told(tmp_path: Path) -> None:
    lines = [
        gdelt(n, "20200305", *pair, "040") for n, pair in enumerate([("RUS", "AFG"), ("AFG", "RUS"), ("USA", "CHN")])
    ]
    kept = ["--record", str(tmp_path / "r.duckdb")]
    with detente.open(tmp_path / "r.duckdb") as record:
        assert len(record.index()) == 0
        record.import_stream("gdelt", write(tmp_path / "x.CSV", *lines))
    told = CliRunner().invoke(app, ["trend", *kept]).stdout
    assert "2020-03  AFG and RUS" in told
    assert len(CliRunner().invoke(app, ["trend", "--format", "csv", *kept]).stdout.splitlines()) == 3
    assert CliRunner().invoke(app, ["trend", "RUS", *kept]).exit_code != 0


def test_the_command_tells_phases_and_gives_months(tmp_path: Path) -> None:
    lines = [
        gdelt(
            n, f"{2015 + n // 12}{n % 12 + 1:02}05", "USA", "CHN", "190" if n >= 24 else "057", address=f"a{n}.example"
        )
        for n in range(48)
    ]
    record = tmp_path / "r.duckdb"
    with detente.open(record) as held:
        held.import_stream("gdelt", write(tmp_path / "x.CSV", *lines))
        assert not held.trend("USA", "CHN", of="read").months
        with pytest.raises(UsageError):
            held.trend("USA", "CHN", of="heard")
    told = CliRunner().invoke(app, ["trend", "USA", "CHN", "--record", str(record)]).stdout
    assert "2017-01  colder by 18.0" in told
    assert "[gdelt] a24.example" in told
    rows = CliRunner().invoke(app, ["trend", "USA", "CHN", "--record", str(record), "--format", "csv"]).stdout
    assert len(rows.splitlines()) == 49
