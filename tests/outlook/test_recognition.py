"""Recognition as it spreads: doubtful tables stay doubtful, nothing later is looked at, and the model finds the truth."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.outlook.recognition import model
from detente.outlook.recognition.hazard import Hazard
from detente.outlook.recognition.ties import borders, existing, home, memberships, neighbours_of, ties
from detente.outlook.recognition.trial import frailty, join, leave_one_out, reliability, rolling, sample
from detente.outlook.recognition.view import NAMES, outcome, view
from detente.outlook.recognition.waves import Move, Wave, read_waves

SHARED = Path(__file__).resolve().parents[3] / "shared" / "recognition"
HEAD = "recognised_entity,recogniser_iso3,date,precision,source,flag\n"
D = dt.date
FIVE_YEARS, THREE_YEARS = D(2005, 1, 1), D(2003, 1, 1)  # after the waves of these tests begin


def table(folder: Path, *rows: str, name: str = "Ruritania") -> Path:
    lines = [f"{name},{row}" for row in rows]
    (folder / "recognition_ruritania.csv").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("row", "move"),
    [
        ("FRA,1991-07-03,day,x,", Move("FRA", D(1991, 7, 3), D(1991, 7, 3))),
        ("FRA,1991-07,month,x,", Move("FRA", D(1991, 7, 1), D(1991, 7, 31))),
        ("FRA,1991,year,x,", Move("FRA", D(1991, 1, 1), D(1991, 12, 31))),
        ("FRA,1991-07-03,day,x,DISAGREE: another gives 1991-07-09", Move("FRA", D(1991, 7, 3), D(1991, 7, 9))),
        ("FRA,1991-07-03,day,x,DISAGREE: STA 1992 has 1991-07-01", Move("FRA", D(1991, 7, 1), D(1991, 7, 3))),
        ("FRA,1991-07-03,day,x,DISAGREE on order", Move("FRA", D(1991, 6, 26), D(1991, 7, 10))),
        ("FRA,1991-07-03,day,x,source order suggests 1993-94; check", Move("FRA", D(1991, 7, 3), D(1994, 12, 31))),
        ("FRA,1991-07-03,day,x,announced; effective 1992-01-15", Move("FRA", D(1991, 7, 3), D(1992, 1, 15))),
        ("FRA,1991-07-03,day,x,source marks as disputed", Move("FRA", D(1991, 7, 3), D(1991, 7, 3), doubtful=True)),
        (
            "FRA,1991-07-03,day,x,revoked 1997-03-21",
            Move("FRA", D(1991, 7, 3), D(1991, 7, 3), D(1997, 3, 20), D(1997, 3, 21)),
        ),
        (
            "FRA,1991-07-03,day,x,revoked 1997-03",
            Move("FRA", D(1991, 7, 3), D(1991, 7, 3), D(1997, 2, 28), D(1997, 3, 31)),
        ),
        (
            "FRA,1991-07-03,day,x,revoked undated",
            Move("FRA", D(1991, 7, 3), D(1991, 7, 3), D(1991, 7, 2), dt.date.max),
        ),
    ],
)
def test_what_is_doubtful_in_a_table_stays_doubtful(row: str, move: Move, tmp_path: Path) -> None:
    (wave,) = read_waves(table(tmp_path, row, "ITA,1991-06-01,day,x,", "ESP,,undated,x,"))
    assert {one.state: one for one in wave.moves}["FRA"] == move
    assert "ESP" not in {one.state for one in wave.moves}


def test_two_rows_of_a_state_are_one_move_that_may_lie_anywhere_between(tmp_path: Path) -> None:
    (wave,) = read_waves(table(tmp_path, "FRA,2015-02-16,day,x,", "FRA,2018-02-15,day,x,"))
    assert wave.moves == (Move("FRA", D(2015, 2, 16), D(2018, 2, 15)),)


def test_a_severed_recognition_ends_and_a_downgraded_one_does_not(tmp_path: Path) -> None:
    rows = ("SAU,1997-05-26,day,x,", "SAU,1998,year,x,DOWNGRADED to charge", "SAU,2001-09-25,day,x,SEVERED; inferred")
    (wave,) = read_waves(table(tmp_path, *rows))
    assert wave.moves == (Move("SAU", D(1997, 5, 26), D(1997, 5, 26), D(2001, 9, 24), D(2001, 9, 25)),)
    assert wave.recognised(D(2001, 9, 24)) == {"SAU"}
    assert wave.recognised(D(2001, 9, 25)) == frozenset()


def test_a_predecessor_acted_in_its_own_name_and_its_successor_has_it_from_there(tmp_path: Path) -> None:
    (wave,) = read_waves(table(tmp_path, "RUS,1988-11-19,day,x,predecessor SUN", "IRN,1989-02-04,day,x,"))
    assert {move.state for move in wave.moves} == {"SUN", "RUS", "IRN"}
    assert "SUN" not in view(wave, D(1990, 1, 1)).states
    assert "RUS" not in view(wave, D(1995, 1, 1)).states


def test_a_list_that_breaks_off_is_complete_only_to_there(tmp_path: Path) -> None:
    rows = ("FRA,2008-02-18,day,x,stored text cut after row 2", "ITA,2008-02-20,day,x,stored text cut after row 2")
    (wave,) = read_waves(table(tmp_path, *rows, "JPN,2009-03-18,day,x,"))
    assert wave.complete == D(2008, 2, 20)


@pytest.mark.parametrize(
    "text",
    ["a,b\n1,2\n", HEAD + "Ruritania,FRA,someday,day,x,\n", HEAD + "Ruritania,FRA,1991-13-01,day,x,\n"],
)
def test_a_table_that_cannot_be_read_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "recognition_a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"recognition_a\.csv"):
        read_waves(tmp_path)


def test_a_folder_without_tables_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no waves"):
        read_waves(tmp_path)


# Ties


@pytest.mark.parametrize(
    ("state", "day", "who"),
    [
        ("UKR", D(1985, 1, 1), "SUN"),
        ("UKR", D(1995, 1, 1), "UKR"),
        ("RUS", D(1985, 1, 1), "SUN"),
        ("HRV", D(1990, 1, 1), "YUG"),
        ("SVK", D(1990, 1, 1), "CSK"),
        ("DDR", D(1985, 1, 1), "DDR"),
        ("FRA", D(1985, 1, 1), "FRA"),
    ],
)
def test_a_place_belongs_to_whom_it_belonged(state: str, day: dt.date, who: str) -> None:
    assert home(state, day) == who


@pytest.mark.parametrize(
    ("place", "day", "near", "far"),
    [
        ("AFG", D(2025, 1, 1), {"PAK", "IRN", "TJK", "UZB", "TKM", "CHN"}, {"IND", "RUS"}),
        ("AFG", D(1980, 1, 1), {"PAK", "IRN", "SUN", "CHN"}, {"TJK"}),
        ("POL", D(1988, 1, 1), {"SUN", "CSK", "DDR"}, {"UKR", "DEU", "CZE"}),
        ("XKX", D(2008, 3, 1), {"SRB", "ALB", "MKD", "MNE"}, {"BGR"}),
    ],
)
def test_neighbours_are_those_of_the_day(place: str, day: dt.date, near: set[str], far: set[str]) -> None:
    found = neighbours_of(place, day)
    assert near <= found
    assert not far & found


def test_every_state_in_the_tables_of_ties_is_one_that_the_registry_knows() -> None:
    from detente.actors.registry import registry

    named = {*borders(), *(other for others in borders().values() for other in others)}
    named |= {member for row in memberships() for member in row.members}
    assert [name for name in sorted(named) if name not in registry()] == []


@pytest.mark.skipif(not SHARED.exists(), reason="needs the folder ../shared beside the project")
def test_land_borders_are_those_of_the_correlates_of_war() -> None:
    import csv

    read = lambda name: csv.DictReader((SHARED / name).read_text(encoding="utf-8").splitlines())  # noqa: E731
    iso = {row["ccode"]: row["iso3c"] for row in read("cov_cow_iso3_crosswalk.csv")}
    rows = (
        row for row in read("cov_contiguity_cow_periods.csv") if row["conttype"] == "1.0" and row["enddate"] >= "2016"
    )
    theirs = {tuple(iso.get(row[side].removesuffix(".0"), "") for side in ("ccode1", "ccode2")) for row in rows}
    mine = {(state, other) for state, others in borders().items() for other in others}
    bridges = {
        ("ARE", "QAT"),
        ("BHR", "SAU"),
        ("CYP", "TUR"),
        ("DNK", "SWE"),
        ("MYS", "SGP"),
        ("MAR", "MRT"),
        ("MMR", "PAK"),
    }
    differ = {(a, b) for a, b in theirs - mine if a < b and a and b and "YUG" not in (a, b)}
    assert differ <= bridges  # bridges, bases, a border that moved, and one that is an error there


def test_ties_are_mutual_and_nobody_is_tied_to_itself() -> None:
    found = ties(existing(D(2020, 1, 1)), D(2020, 1, 1))
    for matrix in (found.borders, found.blocs):
        assert (matrix == matrix.T).all()
        assert (np.diag(matrix) == 0).all()
    by = {state: i for i, state in enumerate(found.states)}
    assert (
        found.blocs[by["SAU"], by["ARE"]] > found.blocs[by["SAU"], by["IDN"]] > 0 == found.blocs[by["SAU"], by["NOR"]]
    )


# What is known on a day


def wave(moves: dict[str, dt.date], complete: dt.date = FIVE_YEARS, name: str = "A") -> Wave:
    told = tuple(Move(state, day, day) for state, day in moves.items())
    return Wave(name, "RURITANIA", "AFG", None, D(2000, 1, 1), complete, told)


def test_nothing_later_is_looked_at() -> None:
    past = {"PAK": D(2000, 2, 1), "IRN": D(2000, 5, 1)}
    later = {"CHN": D(2001, 1, 1), "UZB": D(2001, 1, 2)}
    here, there = view(wave(past), D(2000, 12, 31)), view(wave(past | later), D(2000, 12, 31))
    assert here.states == there.states
    assert (here.columns == there.columns).all()


LASTING = sorted(set(existing(D(2000, 1, 1))) & set(existing(D(2004, 12, 31))))  # each its own successor


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(st.sampled_from(LASTING), st.dates(D(2000, 1, 1), D(2004, 12, 31)), max_size=30),
    st.dates(D(2000, 1, 1), D(2004, 12, 31)),
)
def test_whoever_has_moved_is_not_asked_about_and_figures_are_finite(moves: dict[str, dt.date], on: dt.date) -> None:
    seen = view(wave(moves), on)
    assert not {state for state, day in moves.items() if day <= on} & set(seen.states)
    assert {state for state in existing(on) if moves.get(state, dt.date.max) > on} - {"AFG"} == set(seen.states)
    assert seen.columns.shape == (len(seen.states), len(NAMES))
    assert np.isfinite(seen.columns).all()


def test_a_state_whose_move_may_lie_on_either_side_is_asked_neither_way() -> None:
    some_day = Move("PAK", D(2000, 1, 1), D(2000, 12, 31))
    told = Wave("A", "RURITANIA", "AFG", None, D(2000, 1, 1), D(2005, 1, 1), (some_day,))
    assert "PAK" not in view(told, D(2000, 6, 1)).states
    before = Wave("A", "RURITANIA", "AFG", None, D(1999, 1, 1), D(2005, 1, 1), (some_day,))
    seen = view(before, D(1999, 10, 1))
    assert "PAK" in seen.states
    place = seen.states.index("PAK")
    came, known = outcome(before, seen, 180)
    assert known[place] == 0
    came, known = outcome(before, seen, 30)
    assert (came[place], known[place]) == (0, 1)
    came, known = outcome(before, seen, 500)
    assert (came[place], known[place]) == (1, 1)


def test_a_recognition_that_was_taken_back_puts_the_state_at_risk_again() -> None:
    back = Move("PAK", D(2000, 2, 1), D(2000, 2, 1), D(2001, 2, 27), D(2001, 2, 28))
    told = Wave("A", "RURITANIA", "AFG", None, D(2000, 1, 1), D(2005, 1, 1), (back,))
    assert "PAK" not in view(told, D(2001, 1, 1)).states
    assert "PAK" not in view(told, D(2001, 2, 27)).states
    assert "PAK" in view(told, D(2001, 6, 1)).states


# The model


def drawn(seed: int, rate: float, until: dt.date = THREE_YEARS, name: str = "A") -> Wave:
    """A wave in which each state moves at the same rate a day, those that border the place ten times as fast."""
    random, near = np.random.default_rng(seed), neighbours_of("AFG", D(2000, 6, 1))
    moves = {}
    for state in existing(D(2000, 1, 1)):
        day = random.exponential(1.0 / (rate * (10.0 if state in near else 1.0)))
        if state != "AFG" and day < (until - D(2000, 1, 1)).days:
            moves[state] = D(2000, 1, 1) + dt.timedelta(days=int(day) + 1)
    return wave(moves, until, name)


def test_the_hazard_finds_the_rates_that_made_the_moves() -> None:
    random = np.random.default_rng(0)
    columns = np.zeros((20_000, len(NAMES)))
    columns[:, -1] = random.random(20_000) < 0.3
    days = random.choice([7.0, 30.0, 90.0], 20_000)
    true = -np.expm1(-days / 30 * np.exp(-3.0 + 1.5 * columns[:, -1]))
    came = (random.random(20_000) < true).astype(float)
    found = Hazard.fit(columns, days, came, np.ones(20_000)).chances(columns, days)
    assert np.abs(found - true).max() < 0.03
    constant = Hazard.fit(np.zeros((20_000, 0)), days, came, np.ones(20_000))
    assert constant.chances(np.zeros((2, 0)), np.array([30.0, 60.0]))[1] > came.mean() / 2


def test_a_wave_whose_neighbours_move_first_is_forecast_better_than_by_the_baselines() -> None:
    waves = [drawn(seed, 0.0004, name=str(seed)) for seed in range(3)]
    for trial in leave_one_out(waves):
        assert trial.beats() == {"log": True, "brier": True}
    bins = reliability(leave_one_out(waves))
    assert sum(row["forecasts"] for row in bins) == sum(len(sample(one).days) for one in waves)


def test_a_wave_that_goes_slower_than_others_is_soon_expected_to() -> None:
    fast = join([sample(drawn(seed, 0.002, name=str(seed))) for seed in range(2)]).fit()
    slow = sample(drawn(9, 0.0001))
    assert frailty(fast, slow, D(2000, 1, 1).toordinal()) == 1.0
    early, late = (frailty(fast, slow, day.toordinal()) for day in (D(2000, 4, 1), D(2002, 6, 1)))
    assert 1.0 > early > late


def test_a_rolling_forecast_learns_from_nothing_that_came_after_it() -> None:
    turn = D(2000, 8, 1)
    waves = [drawn(seed, 0.002, D(2001, 1, 1), str(seed)) for seed in range(2)]
    cut = [
        Wave(
            one.name, one.actor, one.place, None, one.since, one.complete, tuple(m for m in one.moves if m.last <= turn)
        )
        for one in waves
    ]
    for trial, other, one, changed in zip(rolling(waves), rolling(cut), waves, cut, strict=True):
        asked = [int((sample(of).asked <= turn.toordinal()).sum()) for of in (one, changed)]
        skipped = [len(sample(of).asked) - len(of_trial.chances) for of, of_trial in ((one, trial), (changed, other))]
        assert asked[0] - skipped[0] == asked[1] - skipped[1] > 100
        early = slice(0, asked[0] - skipped[0])
        assert (trial.chances[early] == other.chances[early]).all()
        assert (trial.base[early] == other.base[early]).all()
        assert trial.chances[-1] != other.chances[-1]


def test_the_shipped_model_is_for_the_figures_that_are_looked_at() -> None:
    held = model.load()
    assert len(held.hazard.weights) == len(NAMES) + 3
    assert 0 < held.withdrawing < 0.05
    assert set(held.unbeaten()) == {"Croatia", "Slovenia"}


def test_a_model_for_other_figures_is_refused() -> None:
    with pytest.raises(UsageError, match="other figures"):
        model.read({"figures": ["time"]})


@pytest.mark.skipif(not SHARED.exists(), reason="needs the folder ../shared beside the project")
def test_the_shipped_model_is_what_the_tables_give() -> None:
    import json
    from importlib.resources import files

    shipped = files("detente.outlook.recognition").joinpath(*model.DATA).read_text(encoding="utf-8")
    made, held = model.fit(read_waves(SHARED)), json.loads(shipped)
    assert made["fitted_on"] == held["fitted_on"]
    assert made["withdrawals"] == held["withdrawals"]
    assert made["weights"] == pytest.approx(held["weights"], abs=1e-3)
