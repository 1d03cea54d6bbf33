"""A session with a Spark cluster, and in what words its failures are told.

pyspark and Java are needed only here. Spark's own settings stay with Spark: what stands in the ``spark-defaults.conf`` of
``SPARK_CONF_DIR`` holds (memory, cores, authentication), as does ``PYSPARK_PYTHON`` where the workers' Python lies elsewhere.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import ClusterError, MissingExtra, UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ANSWER = 5.0  # seconds in which a master must answer
WORKERS = 60.0  # seconds in which a worker must have taken the job up
_ERROR = re.compile(r"[\w.]+(Error|Exception|Interrupt)\b")
TASKS = 4  # tasks for each core, so that a slow one does not hold up the rest


class Cluster:
    """A session with a cluster, and a folder that this machine and every worker sees."""

    def __init__(self, session: SparkSession, folder: Path) -> None:
        self.session = session
        self.folder = folder

    def tasks(self, things: int) -> int:
        """Into how many tasks to part so many things."""
        cores: int = self.session.sparkContext.defaultParallelism
        return max(1, min(things, TASKS * cores))

    def share(self, value: Any) -> Any:
        """The value as every worker has it."""
        return self.session.sparkContext.broadcast(value)


@contextmanager
def connected(master: str, shared: Path) -> Iterator[Cluster]:
    """A cluster by the address of its master, for as long as the block runs; ``local[2]`` is two processes here.

    What workers write goes to a folder made in ``shared``, and is removed in the end. Raises MissingExtra, UsageError for
    an address that is none, and ClusterError where there is no Java, no master or no worker, or where a job fails.
    """
    needs_spark()
    _reachable(master)
    within = _folder(shared)
    folder = Path(tempfile.mkdtemp(prefix="detente-", dir=within))
    try:
        folder.chmod(within.stat().st_mode & 0o777)  # workers may run as somebody else; who may write there, may here
        with explained(master), _session(master) as session:
            _await_worker(session, master)
            yield Cluster(session, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def needs_spark() -> None:
    """Raises MissingExtra without pyspark, ClusterError without Java."""
    try:
        import pyspark  # noqa: F401
    except ImportError as error:
        raise MissingExtra("scale", "Work on a cluster") from error
    home = os.environ.get("JAVA_HOME")
    if not shutil.which(str(Path(home) / "bin" / "java") if home else "java"):
        raise ClusterError(
            "Spark needs Java, of which there is none here.",
            place="--on",
            remedy="Install Java 17 (Debian: apt install openjdk-17-jre-headless), or set JAVA_HOME.",
        )


def _reachable(master: str) -> None:
    """Spark itself would try for a minute, and then say something else."""
    if master == "local" or (master.startswith("local[") and master.endswith("]")):
        return
    host, _, port = master.removeprefix("spark://").partition(":")
    if not master.startswith("spark://") or not host or not port.isdigit():
        raise UsageError(
            f"'{master}' is no cluster.", place="--on", remedy="Give the master's address as spark://host:7077."
        )
    try:
        socket.create_connection((host, int(port)), ANSWER).close()
    except (OSError, OverflowError) as error:
        raise ClusterError(
            "Nobody answers there.",
            place=master,
            remedy="Check the address, and that the master runs; its page shows it.",
        ) from error


def _folder(shared: Path) -> Path:
    if not shared.is_dir():
        raise UsageError(
            "There is no such folder.", place=str(shared), remedy="Give --shared a folder that every worker sees."
        )
    return shared.resolve()


@contextmanager
def _session(master: str) -> Iterator[SparkSession]:
    """A session of our own, or the one that this process, perhaps a notebook, has with that master already."""
    from pyspark.sql import SparkSession

    there = SparkSession.getActiveSession()
    if there is not None:
        if there.sparkContext.master != master:
            raise UsageError(
                f"This process has a Spark session with {there.sparkContext.master} already.",
                place=master,
                remedy="Stop it first, or work with that master.",
            )
        yield there
        return
    # Nothing here goes by way of pandas.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with as_file(files("detente.scale").joinpath("log4j2.properties")) as quiet:
        session = SparkSession.builder.config(map=_settings(master, quiet)).getOrCreate()
        try:
            yield session
        finally:
            session.stop()


def _settings(master: str, quiet: Path) -> dict[str, str]:
    settings = {
        "spark.master": master,
        "spark.app.name": "detente",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={quiet}",
    }
    if _is_here(master):  # a driver listens on every interface unless it is told not to
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return settings


def _is_here(master: str) -> bool:
    return master.startswith(("local", "spark://127.", "spark://localhost:"))


def _await_worker(session: SparkSession, master: str) -> None:
    """A job that no worker takes up would wait for ever."""
    if master.startswith("local"):
        return
    until = time.monotonic() + WORKERS
    while session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() < 2:  # the driver is one of them
        if time.monotonic() > until:
            raise ClusterError(
                "No worker has taken the job up.",
                place=master,
                remedy="See on the master's page whether workers are there, and have memory and cores to spare.",
            )
        time.sleep(0.1)


@contextmanager
def explained(master: str) -> Iterator[None]:
    """Spark's failures as ours."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        remedy = "Workers need the same Python with the same detente, and must see the files and the shared folder."
        raise ClusterError(_why(str(error)), place=master, remedy=remedy) from error


def _why(told: str) -> str:
    """What went wrong in the worst of tracebacks: the last line of Python's, otherwise the first of all."""
    if "No module named 'detente" in told:
        return "The workers' Python does not have detente."
    lines = [line.strip() for line in told.splitlines() if line.strip()] or ["no reason was given"]
    ends = [end for start, end in pairwise(told.splitlines()) if start.startswith("  ") and _ERROR.match(end)]
    return f"The job failed: {ends[-1] if ends else lines[0]}"
