"""Full-text search over the documents, in SQLite's FTS5: in memory, and brought up to date by document.

Passages are what is found. Actors are found by the registry, and acts by the passages that tell of them.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from detente.record import Record

LONGEST = 200  # characters of a question
MOST_WORDS = 12
OPEN, CLOSE = "\ue000", "\ue001"  # around what was found: private characters, which are taken out of what is indexed


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, in pieces: (text, whether it is a word that was sought)."""

    document: str
    file: str
    title: str
    start: int
    end: int
    pieces: tuple[tuple[str, bool], ...]


class Index:
    """The passages of a record. Documents are never edited, so each is indexed once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._base.execute(
            "create virtual table passages using fts5(words, document unindexed, file unindexed, title unindexed,"
            " start unindexed, stop unindexed, tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        self._known: set[str] = set()

    def refresh(self, record: Record) -> int:
        """Index the documents that are new, and forget those that were taken out; gives how many are indexed."""
        wanted = {row["id"]: row for row in record.documents().to_pylist() if row["reader"] != ""}
        with self._lock:
            for id in self._known - set(wanted):
                self._base.execute("delete from passages where document = ?", (id,))
                self._known.discard(id)
            new = [id for id in wanted if id not in self._known]
        for id in new:
            self._add(record, id)
        return len(self._known)

    def _add(self, record: Record, id: str) -> None:
        held = record.document(id)
        rows = [
            (_clean(held.text[p.start : p.end]), id, held.file, held.title or held.file, p.start, p.end)
            for p in held.passages
        ]
        with self._lock:
            if id not in self._known:
                self._base.executemany("insert into passages values (?, ?, ?, ?, ?, ?)", rows)
                self._known.add(id)

    def find(self, sought: str, limit: int = 40) -> list[Hit]:
        """The passages that hold all the words, best first; words in double quotes stand together."""
        question = _question(sought)
        if not question:
            return []
        with self._lock:
            rows = self._base.execute(
                "select document, file, title, start, stop, highlight(passages, 0, ?, ?) from passages"
                " where passages match ? order by rank, document, start limit ?",
                (OPEN, CLOSE, question, limit),
            ).fetchall()
        return [Hit(d, file, title, start, end, _pieces(marked)) for d, file, title, start, end, marked in rows]


def _question(sought: str) -> str:
    """What was typed as a question in FTS5's language, in which nothing typed is an operator."""
    found = re.findall(r'"([^"]+)"|([^\s"]+)', sought[:LONGEST])
    phrases = [_words(quoted or bare) for quoted, bare in found]
    return " ".join(f'"{phrase}"' for phrase in phrases[:MOST_WORDS] if phrase)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


def _clean(text: str) -> str:
    return text.replace(OPEN, "").replace(CLOSE, "").replace("\x00", "")


def _pieces(marked: str) -> tuple[tuple[str, bool], ...]:
    parts: Sequence[str] = re.split(f"([{OPEN}{CLOSE}])", marked)
    pieces, inside = [], False
    for part in parts:
        if part in (OPEN, CLOSE):
            inside = part == OPEN
        elif part:
            pieces.append((part, inside))
    return tuple(pieces)
