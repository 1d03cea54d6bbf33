"""A process killed at work on a record, many times over: what it acknowledged is there, and nothing is there by halves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TIMES = int(
    os.environ.get("DETENTE_KILLS", "40")
)  # the more the better: DETENTE_KILLS=500 pytest tests/ledger/test_killing.py


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")
@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_acknowledged_outlasts_a_kill_at_any_instant(seed: int, tmp_path: Path) -> None:
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
    command = [sys.executable, str(ROOT / "tests" / "killing.py"), str(tmp_path), str(TIMES // 2), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths}, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"killed {TIMES // 2} times" in done.stdout
