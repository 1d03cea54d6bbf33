"""A real Spark cluster on loopback for the tests: a master and two workers from the installed pyspark, with Debian's Java."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

HERE = "127.0.0.1"
SOURCE = Path(__file__).parents[2] / "src"
WAITING = "waiting"  # a reader that is installed beside ours: it reads nothing before it is let go
PR_SET_PDEATHSIG = 1
PATIENCE = 600.0  # seconds for a process to start on a busy machine
DEFAULTS = """
spark.executor.memory 512m
spark.driver.memory 512m
spark.sql.shuffle.partitions 2
spark.default.parallelism 2
spark.task.maxFailures 4
"""


def missing() -> str | None:
    """What there is no cluster without, in words, where it is not there."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed: pip install 'detente[scale]'"
    if shutil.which("java") is None:
        return "Java is not installed: apt install openjdk-17-jre-headless"
    return None


@dataclass
class Loopback:
    """A running cluster: its address, the folder that all see, and its workers' processes."""

    master: str
    folder: Path
    workers: list[subprocess.Popen[bytes]]

    def lose_a_worker(self) -> None:
        """End the first worker and the executors that it has started, as when a machine goes down."""
        lost = self.workers.pop(0)
        for executor in _children(lost.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(executor, signal.SIGKILL)
        lost.kill()
        lost.wait()


@contextmanager
def cluster(folder: Path) -> Iterator[Loopback]:
    """A master and two workers for as long as the block runs; everything is ended in the end, whatever happens."""
    settings = folder / "conf"
    settings.mkdir()
    (settings / "spark-defaults.conf").write_text(DEFAULTS)
    _install_reader(plugins(folder))
    port = _free()
    with ExitStack() as running:
        args = ["org.apache.spark.deploy.master.Master", "--host", HERE, "--port", str(port), "--webui-port", "0"]
        running.enter_context(_process(args, folder, "master"))
        _await(port)
        workers = []
        for number in (1, 2):
            args = ["org.apache.spark.deploy.worker.Worker", "--host", HERE, "--port", "0", "--webui-port", "0"]
            args += ["--cores", "1", "--memory", "600m", "--work-dir", str(folder / f"work-{number}")]
            args.append(f"spark://{HERE}:{port}")
            workers.append(running.enter_context(_process(args, folder, f"worker-{number}")))
        yield Loopback(f"spark://{HERE}:{port}", folder, workers)


def environment(folder: Path) -> dict[str, str]:
    """What cluster and driver are started with: the same Python, this source, loopback only, small heaps."""
    return os.environ | {
        "SPARK_CONF_DIR": str(folder / "conf"),
        "SPARK_LOCAL_IP": HERE,
        "SPARK_NO_DAEMONIZE": "1",
        "SPARK_DAEMON_MEMORY": "256m",
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": f"{SOURCE}{os.pathsep}{plugins(folder)}",
        "WAITING_FOLDER": str(folder),
    }


def plugins(folder: Path) -> Path:
    """Where what is installed beside detente lies, for the cluster and for the tests."""
    return folder / "plugins"


def _install_reader(folder: Path) -> None:
    about = folder / "waiting_reader-1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: waiting-reader\nVersion: 1\n")
    (about / "entry_points.txt").write_text(f"[detente.readers]\n{WAITING} = waiting_reader:WaitingReader\n")
    shutil.copy(Path(__file__).with_name("waiting_reader.py"), folder)


@contextmanager
def _process(arguments: Sequence[str], folder: Path, name: str) -> Iterator[subprocess.Popen[bytes]]:
    home = Path(str(find_spec("pyspark").submodule_search_locations[0]))  # type: ignore[union-attr,index]
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [str(home / "bin" / "spark-class"), *arguments],
            env=environment(folder) | {"SPARK_HOME": str(home)},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_the_tests,
        )
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # a group of its own: its executors are in it
            process.wait()


def _end_with_the_tests() -> None:
    """Where the tests themselves are killed, nobody is left to end the cluster: the system does it (Linux)."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _children(pid: int) -> list[int]:
    """The processes that a process has started, and theirs."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split() if Path(f"/proc/{pid}").exists() else []
    return [each for child in listed for each in (int(child), *_children(int(child)))]


def _free() -> int:
    with socket.socket() as held:
        held.bind((HERE, 0))
        return int(held.getsockname()[1])


def _await(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection((HERE, port), 1).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
