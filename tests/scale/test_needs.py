"""What is said where there is no cluster: no pyspark, no Java, no address, nobody there. None of it starts anything."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from detente.errors import ClusterError, DetenteError, MissingExtra, UsageError
from detente.scale import cluster
from detente.scale.cluster import connected
from scale import loopback


def failing(master: str, shared: Path) -> DetenteError:
    """The error that connecting meets."""
    with pytest.raises(DetenteError) as caught, connected(master, shared):
        raise AssertionError("connected")
    assert not list(shared.glob("detente-*"))
    return caught.value


def test_without_pyspark_the_group_to_install_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    error = failing("spark://127.0.0.1:7077", tmp_path)
    assert isinstance(error, MissingExtra)
    assert "detente[scale]" in str(error)


def test_without_java_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    error = failing("local[1]", tmp_path)
    assert isinstance(error, ClusterError)
    assert "openjdk-17-jre-headless" in str(error)


@pytest.mark.skipif(loopback.missing() is not None, reason=str(loopback.missing()))
class TestAddresses:
    @pytest.mark.parametrize(
        "master", ["", "host:7077", "spark://", "spark://host", "spark://:7077", "http://a:1", "local[2"]
    )
    def test_what_is_no_address_is_refused(self, tmp_path: Path, master: str) -> None:
        assert isinstance(failing(master, tmp_path), UsageError)

    @pytest.mark.parametrize("host", ["127.0.0.1", "no-such-host.invalid"])
    def test_a_master_that_is_not_there_is_told_of_at_once(self, tmp_path: Path, host: str) -> None:
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            master = f"spark://{host}:{held.getsockname()[1]}"
            error = failing(master, tmp_path)
        assert isinstance(error, ClusterError)
        assert error.place == master

    def test_a_folder_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="no such folder"), connected("local[1]", tmp_path / "none"):
            raise AssertionError("connected")


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("", "The job failed: no reason was given"),
        ("[X] short\n\n== SQL ==\nmore", "The job failed: [X] short"),
        (
            "An exception was thrown:\nTraceback (most recent call last):\n  File 'a'\n    raise x\n"
            "detente.errors.ClusterError: A worker has detente 0.2.0, not 0.1.0.\n\n\tat java.Thread",
            "The job failed: detente.errors.ClusterError: A worker has detente 0.2.0, not 0.1.0.",
        ),
        ("...\nModuleNotFoundError: No module named 'detente'\n", "The workers' Python does not have detente."),
    ],
)
def test_of_a_traceback_only_the_reason_is_told(told: str, why: str) -> None:
    assert cluster._why(told) == why
