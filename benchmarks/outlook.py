"""How well the next acts are forecast: the back-test on the shared quadruples, beside the recurrency baseline.

python -m benchmarks.outlook [icews14|icews18]

The last days of train stand in for valid, and valid for test: the real test is kept apart.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.shared import SHARED, Measures

from detente.outlook.backtest import Plan, backtest
from detente.outlook.baseline import baseline
from detente.outlook.quadruples import read_benchmark

NAMES = (
    *("mrr", "hits@1", "hits@3", "hits@10", "mrr_questions_seen", "mrr_multi_step"),
    *("mrr_baseline", "mrr_baseline_multi_step", "minutes", "peak_mb"),
)
HELD_BACK = 30  # days of train that stand in for valid


def parts(folder: Path, work: Path) -> list[Path]:
    """Files in the place of train, valid and test."""
    lines = [line for line in (folder / "train.txt").read_text(encoding="utf-8").splitlines() if line.strip()]
    hours = [int(line.split()[3]) for line in lines]
    cut = max(hours) - HELD_BACK * 24
    for name, late in (("train", False), ("valid", True)):
        chosen = [line for line, hour in zip(lines, hours, strict=True) if (hour > cut) == late]
        (work / f"{name}.txt").write_text("\n".join(chosen), encoding="utf-8")
    return [work / "train.txt", work / "valid.txt", folder / "valid.txt"]


def measure(name: str = "icews14") -> Measures | None:
    """MRR of both settings, that of the baseline, minutes and memory; None where the shared folder is absent."""
    folder = SHARED / "forecast" / name
    if not folder.exists():
        return None
    with tempfile.TemporaryDirectory() as work:
        files = parts(folder, Path(work))
        simple = baseline(read_benchmark(*files))
        found = backtest(*files, folder / "entity2id.txt", Plan(together=True))
    values = (
        *(round(found["single_step"][measure], 4) for measure in ("mrr", "hits@1", "hits@3", "hits@10")),
        *(round(found[setting]["mrr"], 4) for setting in ("single_step_questions_seen", "multi_step")),
        *(round(simple[setting]["mrr"], 4) for setting in ("single_step", "multi_step")),
        *(round(found["seconds"] / 60, 1), found["peak_mb"]),
    )
    return dict(zip(NAMES, values, strict=True))


if __name__ == "__main__":
    for measure_name, value in (measure(*sys.argv[1:2]) or {}).items():
        print(f"{measure_name:24s} {value}")
