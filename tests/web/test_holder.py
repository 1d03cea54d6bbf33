"""The record as a server holds it."""

from __future__ import annotations

import threading
import time

import detente
from detente.web.holder import Holder
from web_record import add_text


def test_a_record_that_nobody_asks_is_given_back_so_that_others_can_add_to_it(record_file, tmp_path):
    holder = Holder(record_file, idle=0.05)
    with holder.reading() as record:
        before = record.version()
    with detente.open(record_file, wait=10) as other:
        add_text(other, tmp_path, "more.md", "Kenya recognised Palestine.\n",
                 ("recognised Palestine", "recognise", "KEN", "PALESTINE", "2020"))  # fmt: skip
    with holder.reading() as record:
        assert record.version() > before
    holder.close()


def test_readers_wait_for_their_turn_and_none_is_lost(record_file):
    holder, seen = Holder(record_file, readers=2), []

    def ask() -> None:
        with holder.reading() as record:
            seen.append(len(record.documents()))

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [2] * 20
    holder.close()


def test_what_is_judged_is_seen_by_every_reader(record_file):
    holder = Holder(record_file, writing=True)
    with holder.reading() as one, holder.reading() as other:
        event = one.events().to_pylist()[0]["id"]
        with holder.writing() as writer:
            writer.judge("accept", event, reviewer="ada")
        assert len(one.judgements()) == len(other.judgements()) == 1
    holder.close()
    time.sleep(0.05)
    with detente.open(record_file, wait=10) as record:
        assert len(record.judgements()) == 1
