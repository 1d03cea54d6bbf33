"""Two hundred readers at once while a reviewer judges claims: no error, nothing lost.

Some seconds of it; DETENTE_LOAD_SECONDS=60 for the whole minute.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

import detente
from detente.web.security import COOKIE

READERS = 200
SECONDS = float(os.environ.get("DETENTE_LOAD_SECONDS", "4"))
ADDRESSES = (
    "/",
    "/r/RUS/TALIBAN",
    "/r/RUS/TALIBAN.json",
    "/toward/TALIBAN",
    "/changes",
    "/t/RUS/TALIBAN",
    "/search?q=Kabul",
)


def test_many_read_while_one_reviews(record_file, users):
    with detente.open(record_file, read_only=True) as record:
        events = [row["id"] for row in record.events().to_pylist()]
    cookie = users.sign(users.get("ada"))
    with _served(record_file, users.path) as address:
        codes, judged = asyncio.run(_crowd(address, cookie, users.token(cookie), events))
    assert set(codes) == {200}, codes
    assert codes[200] >= READERS
    with detente.open(record_file, read_only=True) as record:
        log = record.judgements().to_pylist()
    assert len(log) == judged > 0
    print(f"{codes[200]} answers, {judged} judgements in {SECONDS:.0f} s")


@contextmanager
def _served(record: Path, users: Path) -> Iterator[str]:
    """``detente serve`` as a process of its own."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    options = ["--port", str(port), "--record", str(record), "--users", str(users), "--rate", "100000"]
    process = subprocess.Popen([sys.executable, "-m", "detente", "serve", *options], stderr=subprocess.PIPE)
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            assert process.poll() is None, process.stderr.read()
            try:
                httpx.get(f"{address}/static/mark.svg")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        assert process.wait(20) in (0, -15)


async def _crowd(address: str, cookie: str, token: str, events: list[str]) -> tuple[Counter[int], int]:
    codes: Counter[int] = Counter()
    until = time.monotonic() + SECONDS
    limits = httpx.Limits(max_connections=READERS + 8)
    async with httpx.AsyncClient(base_url=address, cookies={COOKIE: cookie}, timeout=60, limits=limits) as client:

        async def reader(number: int) -> None:
            turn = number
            while True:
                codes[(await client.get(ADDRESSES[turn % len(ADDRESSES)])).status_code] += 1
                turn += 1
                if time.monotonic() > until:
                    return
                await asyncio.sleep(1)

        async def reviewer() -> int:
            judged = 0
            while judged == 0 or time.monotonic() < until:
                form = {
                    "csrf": token,
                    "action": ("accept", "reject")[judged % 2],
                    "subject": events[judged % len(events)],
                }
                answer = await client.post("/review/judge", data=form)
                assert answer.status_code == 303, answer.text
                judged += 1
                await asyncio.sleep(0.5)
            return judged

        results = await asyncio.gather(reviewer(), *(reader(number) for number in range(READERS)))
    return codes, results[0]
