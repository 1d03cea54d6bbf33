"""The floors, and what compares measures with them."""

import importlib
import sys
import tomllib
import types
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ROOT / "benchmarks" / "floors.toml"


@pytest.fixture(scope="module")
def check() -> types.ModuleType:
    sys.path.insert(0, str(ROOT))
    try:
        return importlib.import_module("benchmarks.check")
    finally:
        sys.path.remove(str(ROOT))


@pytest.mark.parametrize(
    ("measured", "fallen"),
    [
        ({"claims": {"f1": 0.51, "notes": 0.9}}, []),
        ({"claims": {"f1": 0.50, "notes": 0.8}}, []),
        ({"claims": {"f1": 0.49, "notes": 0.9}}, ["claims.f1"]),
        ({"claims": {"f1": 0.1, "notes": 0.1}}, ["claims.f1", "claims.notes"]),
        ({}, []),  # the material is absent: skipped, in so many words
    ],
)
def test_a_measure_below_its_floor_is_named(
    check: types.ModuleType,
    capsys: pytest.CaptureFixture[str],
    measured: dict[str, dict[str, float]],
    fallen: list[str],
) -> None:
    assert check.below(measured, {"claims": {"f1": 0.5, "notes": 0.8}}) == fallen
    assert capsys.readouterr().out.count("skipped") == (0 if measured else 2)


def test_what_takes_long_is_said_to_be_left_out_for_that(
    check: types.ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check.below({}, {"outlook": {"mrr": 0.4}}) == []
    assert "--long" in capsys.readouterr().out


def test_every_floor_is_of_something_that_is_measured(check: types.ModuleType) -> None:
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    line = "ALL  P 0.600  R 0.500  F1 0.545  (1/2 core, 1 false, 0 neutral)  date 4/5  modality 5/5  notes 3/4"
    found = check.claims.TOTAL.search(line)
    assert found
    assert set(floors["claims"]) <= set(found.groupdict())
    for group in ("status", "articles-and-table"):
        assert set(floors[group]) <= set(check.status.MEAN.groupindex)
    gains = {f"{score}_gain" for score in ("log", "brier")}
    assert set(floors["recognition"]) <= gains | {f"cases_beaten_{score}" for score in ("log", "brier")}
    assert set(floors["outlook"]) <= set(check.outlook.NAMES)
    assert {name: check.claims._share(value) for name, value in found.groupdict().items()} == {
        "precision": 0.6,
        "recall": 0.5,
        "f1": 0.545,
        "dates": 0.8,
        "modality": 1.0,
        "notes": 0.75,
    }
