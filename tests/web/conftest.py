"""A record, an application and a server that the tests of the pages share."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the pages need the install group 'web'")

from starlette.testclient import TestClient

from detente.web.app import Settings, create
from detente.web.holder import Holder
from detente.web.security import Users
from web_record import example

PASSWORD = "a long enough password"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example(tmp_path_factory.mktemp("web") / "example.duckdb")


@pytest.fixture
def record_file(made: Path, tmp_path: Path) -> Path:
    """A record of one's own, to write to."""
    return Path(shutil.copy(made, tmp_path / "example.duckdb"))


@pytest.fixture
def users(tmp_path: Path) -> Users:
    held = Users.load(tmp_path / "users.json")
    held.put("ada", PASSWORD, "reviewer")
    held.put("ben", PASSWORD, "reader")
    return held


@pytest.fixture
def client(made: Path) -> Iterator[TestClient]:
    """A reader of the shared record; nobody has to sign in."""
    with TestClient(create(Holder(made), Settings("example")), base_url="http://localhost") as opened:
        yield opened


@pytest.fixture
def guarded(record_file: Path, users: Users) -> Iterator[TestClient]:
    """Somebody unknown, before a server with users."""
    app = create(Holder(record_file, writing=True), Settings("example", users=users))
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as opened:
        yield opened


@contextmanager
def running(app: Any) -> Iterator[str]:
    """The address of a real server on loopback."""
    import uvicorn

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def serving() -> Callable[[Any], Any]:
    return running
