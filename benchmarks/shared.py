"""Where the material beside the project lies, and how the benchmarks run the command as a user would."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
COMMAND = (sys.executable, "-m", "detente")

Measures = dict[str, float]


@dataclass(frozen=True)
class Run:
    """A command that ran: what it printed, its wall-clock seconds, and the most memory any child has taken, in MB."""

    out: str
    err: str
    status: int
    seconds: float
    peak_mb: float


def detente(arguments: Sequence[str | Path], *, may_fail: bool = False) -> Run:
    """Run ``detente`` with these arguments in a process of its own."""
    began = time.perf_counter()
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", env=environment, check=False
    )
    seconds = time.perf_counter() - began
    if done.returncode and not may_fail:
        raise SystemExit(f"detente {' '.join(map(str, arguments[:2]))} failed:\n{done.stderr[-2000:]}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Run(done.stdout, done.stderr, done.returncode, seconds, peak)


def tool(name: str, arguments: Sequence[str | Path]) -> str:
    """What one of the scoring tools prints."""
    command = [sys.executable, str(SHARED / "tools" / name), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
