"""Measures everything and compares with the floors of floors.toml. Leaves with status 1 where something fell below.

python -m benchmarks.check [--keep] [--long]    --keep writes measured.json, from which the README's figures are made;
                                                --long also measures what takes a quarter of an hour: the outlook
"""

from __future__ import annotations

import json
import sys
import tempfile
import tomllib
from pathlib import Path

from benchmarks import claims, coding, outlook, recognition, speed, status
from benchmarks.shared import SHARED, Measures

HERE = Path(__file__).parent
FLOORS = HERE / "floors.toml"
KEPT = HERE / "measured.json"

Measured = dict[str, Measures]


LONG = frozenset({"outlook"})


def measure_all(*, long: bool = False) -> Measured:
    """Every benchmark's measures, by its name; those that need absent material are left out."""
    with tempfile.TemporaryDirectory() as work:
        record = Path(work) / "rdcr.duckdb"
        found = {
            "claims": claims.measure(),
            "status": status.measure(record),
            "articles-and-table": status.measure_with_table(record),
            "speed": speed.measure(record),
        }
    found |= {"recognition": recognition.measure(), "outlook": outlook.measure() if long else None}
    found["coding"] = coding.measure()
    return {name: measures for name, measures in found.items() if measures is not None}


def below(measured: Measured, floors: Measured) -> list[str]:
    """Print a line for each floor; the names of those that do not hold."""
    fallen = []
    for group, limits in floors.items():
        for name, floor in limits.items():
            value = measured.get(group, {}).get(name)
            if value is None:
                why = "it takes long: --long" if group in LONG else f"needs the folder ../{SHARED.name}"
                print(f"  {group + '.' + name:20s} floor {floor:.2f}   skipped: {why}")
                continue
            holds = value >= floor
            print(
                f"  {group + '.' + name:20s} floor {floor:.2f}   measured {value:.3f}   {'holds' if holds else 'BELOW'}"
            )
            fallen += [] if holds else [f"{group}.{name}"]
    return fallen


def main(arguments: list[str]) -> int:
    """Measure, print, and keep the figures where asked to."""
    measured = measure_all(long="--long" in arguments)
    fallen = below(measured, tomllib.loads(FLOORS.read_text(encoding="utf-8")))
    for name, seconds in measured["speed"].items():
        print(f"  {'speed.' + name:20s} {seconds:.2f} s")
    if "--keep" in arguments:
        kept = json.loads(KEPT.read_text(encoding="utf-8"))
        KEPT.write_text(json.dumps({**kept, **measured}, indent=2) + "\n", encoding="utf-8")
    if fallen:
        print(f"below the floor: {', '.join(fallen)}")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
