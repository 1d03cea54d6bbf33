"""The sealed record: what is done to the file behind its back is seen and told."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from detente.errors import UsageError
from detente.ledger.store import Store
from detente.outlook.seal import HEAD, Chain, Forecast, Sealed, Statement, read, seal

MADE = dt.datetime(2026, 1, 10, 12, 0)


def forecast(number: int = 0, probability: float = 0.2) -> Forecast:
    start = dt.date(2026, 1, 11) + dt.timedelta(days=number)
    said = (Statement("CHN", "recognise", "TALIBAN", probability, 0.01),)
    question = {"asked": "recognition", "toward": "TALIBAN", "kind": "recognise"}
    return Forecast(MADE, question, start - dt.timedelta(days=1), start, dt.date(2026, 12, 31), "m-1", "0f" * 32, said)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A record with four sealed forecasts."""
    file = tmp_path / "record.duckdb"
    store = Store(file)
    for number in range(4):
        seal(store, forecast(number))
    store.close()
    return file


def chain(path: Path) -> Chain:
    store = Store(path, read_only=True)
    try:
        return read(store)
    finally:
        store.close()


def behind_its_back(path: Path, *statements: str) -> None:
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_chain_that_nobody_touched_holds(path: Path) -> None:
    found = chain(path)
    assert found.faults == ()
    assert [one.number for one in found.sealed] == [1, 2, 3, 4]
    assert all(one.intact for one in found.sealed)
    assert found.sealed[2].forecast == forecast(2)


EDIT = "update forecasts set payload = replace(payload, '0.2', '0.9') where number = 2"
SWAP = (
    "update forecasts set payload = (select payload from forecasts where number = 1), "
    "previous = (select previous from forecasts where number = 1), "
    "seal = (select seal from forecasts where number = 1) where number = 2"
)


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        ((EDIT,), "Forecast 2 was changed"),
        (("update forecasts set payload = 'nothing' where number = 3",), "Forecast 3 was changed"),
        (("update forecasts set payload = null where number = 3",), "Forecast 3 was changed"),
        (("update forecasts set seal = repeat('a', 64) where number = 4",), "Forecast 4 was changed"),
        (("update forecasts set previous = repeat('a', 64) where number = 2",), "Forecast 2 was changed"),
        (("delete from forecasts where number = 1",), "Forecast 1 was taken out"),
        (("delete from forecasts where number = 2",), "Forecast 2 was taken out"),
        (("delete from forecasts where number = 4",), "Forecast 4 was taken out"),
        (("delete from forecasts",), "Forecast 4 was taken out"),
        (("drop table forecasts",), "Forecast 1 was taken out"),
        ((SWAP,), "Forecast 2 was changed"),
        (("insert into forecasts select * from forecasts where number = 2",), "several forecasts 2"),
        (("insert into forecasts select 5, payload, seal, seal from forecasts where number = 4",), "Forecast 5"),
        ((f"delete from meta where key = '{HEAD}'",), "note of its last seal was taken out"),
    ],
)
def test_tampering_is_told(path: Path, tampering: tuple[str, ...], fault: str) -> None:
    behind_its_back(path, *tampering)
    assert any(fault in told for told in chain(path).faults)


def forged(path: Path, number: int, probability: float) -> None:
    """A forecast replaced by one that fits its own seal, and the note of the last seal with it."""
    from detente.outlook.seal import seal_of

    with duckdb.connect(str(path)) as connection:
        payload, previous = connection.execute(
            "select payload, previous from forecasts where number = ?", [number]
        ).fetchone()  # type: ignore[misc]
        changed = payload.replace("0.2", str(probability))
        new = seal_of(number, previous, changed)
        connection.execute("update forecasts set payload = ?, seal = ? where number = ?", [changed, new, number])


def test_a_forecast_that_was_replaced_with_a_fitting_seal_breaks_the_chain_after_it(path: Path) -> None:
    forged(path, 2, 0.9)
    assert any("Forecast 3 does not follow" in told for told in chain(path).faults)


def test_the_last_forecast_replaced_with_a_fitting_seal_does_not_fit_the_note(path: Path) -> None:
    forged(path, 4, 0.9)
    assert any("Forecast 4 is not the one that the record noted" in told for told in chain(path).faults)


def test_a_seal_noted_elsewhere_is_a_witness_even_against_a_whole_chain_made_anew(path: Path, tmp_path: Path) -> None:
    witness = chain(path).sealed[1].seal
    assert chain(path).holds(witness)
    assert chain(path).holds(witness[:16])
    assert not chain(path).holds("0" * 16)
    assert not chain(path).holds(witness[:4])
    other = Store(tmp_path / "other.duckdb")
    for number in range(4):
        seal(other, forecast(number, probability=0.9))
    assert read(other).faults == ()
    assert not read(other).holds(witness)
    other.close()


def test_a_witness_does_not_vouch_for_what_was_changed_before_it(path: Path) -> None:
    found = chain(path).sealed
    behind_its_back(path, EDIT)
    assert chain(path).holds(found[0].seal)
    assert not chain(path).holds(found[3].seal)


def sealed_into(path: Path, add: Callable[[Store], Sealed]) -> Sealed:
    store = Store(path)
    try:
        return add(store)
    finally:
        store.close()


def test_the_same_forecast_is_not_sealed_twice(path: Path) -> None:
    later = forecast(1)
    again = sealed_into(path, lambda store: seal(store, later))
    assert again.number == 2
    assert len(chain(path).sealed) == 4


def test_a_chain_goes_on_after_tampering_and_the_fault_stays_told(path: Path) -> None:
    behind_its_back(path, "delete from forecasts where number = 4")
    assert sealed_into(path, lambda store: seal(store, forecast(7))).number == 5
    assert any("Forecast 4 was taken out" in told for told in chain(path).faults)


def test_a_forecast_of_days_that_are_past_is_not_sealed(path: Path) -> None:
    late = forecast(-5)
    with pytest.raises(UsageError, match="outcome may be known"):
        sealed_into(path, lambda store: seal(store, late))
    assert len(chain(path).sealed) == 4
