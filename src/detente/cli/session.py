"""A review at the terminal: an event with its words, a key, the next."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente import words
from detente.cli import layout, render
from detente.cli.ask import open_record
from detente.cli.layout import line, text
from detente.errors import DetenteError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from detente.model import Claim
    from detente.record import Account

Row = dict[str, Any]

HELP = """\
a accept   r reject   (A, R: with a reason)   c correct   s split   m merge   n add by hand
e all its words   u undo the last   space or enter: next   q quit   ? this help"""


class Session:
    """One reviewer's sitting with one record."""

    def __init__(self, record: Path, reviewer: str, out: Console) -> None:
        self._record = record
        self._reviewer = reviewer
        self._out = out
        self._made: list[str] = []  # the judgements of this sitting that are not undone
        self._keys: dict[str, Callable[[Row], bool]] = {
            "a": lambda row: self._judge("accept", row["id"]),
            "r": lambda row: self._judge("reject", row["id"]),
            "A": lambda row: self._judge("accept", row["id"], reason=self._asked("reason")),
            "R": lambda row: self._judge("reject", row["id"], reason=self._asked("reason")),
            "c": self._correct,
            "s": self._split,
            "m": self._merge,
            "n": self._add,
            "e": self._evidence,
            "u": self._undo,
            "?": self._help,
        }

    def run(self, a: str | None, b: str | None, limit: int) -> None:
        """Go through the queue until it ends or the reviewer does."""
        with open_record(self._record) as held:
            waiting = held.queue(a, b, limit=limit).to_pylist()
        if not waiting:
            line(self._out, "Nothing is waiting: every event was judged or is beyond doubt.")
            return
        line(self._out, HELP, "dim")
        for number, row in enumerate(waiting, 1):
            if self._still_there(row["id"]) and not self._decide(row, f"{number} of {len(waiting)}"):
                break
        line(self._out, words.count(len(self._made), "judgement"), "dim")

    def _still_there(self, event: str) -> bool:
        return self._account(event) is not None

    def _account(self, event: str) -> Account | None:
        with open_record(self._record) as held:
            try:
                return held.event(event)
            except DetenteError:
                return None

    def _decide(self, row: Row, place: str) -> bool:
        """Show an event and act on keys until one decides; False to stop."""
        self._out.print()
        line(self._out, place, "dim")
        show(self._out, row)
        while True:
            key = _key()
            if key in ("q", ""):
                return False
            if key in (" ", "\r", "\n"):
                return True
            try:
                if self._keys.get(key, self._help)(row):
                    return True
            except DetenteError as error:
                line(self._out, str(error), "italic")

    def _judge(self, action: str, subject: str, *, reason: str | None = None, changes: Row | None = None) -> bool:
        from detente.record import Record

        with Record(self._record) as held:
            made = held.judge(action, subject, reviewer=self._reviewer, reason=reason, changes=changes)
        if action == "undo":
            self._made.remove(subject)
        else:
            self._made.append(made.id)
        line(self._out, f"{action} {made.id}", "dim")
        return True

    def _correct(self, row: Row) -> bool:
        given = self._asked("date=2026-01-15 kind=recognise initiators=RUS,CHN ...")
        return self._judge("correct", row["id"], changes=changes_of(given), reason=self._asked("reason"))

    def _split(self, row: Row) -> bool:
        claims = self._claims(row)
        self._list([f"{claim.date or 'undated'}, {claim.file}: {claim.quote}" for claim in claims])
        chosen = _chosen(self._asked("numbers of those that tell of another act"), len(claims))
        return self._judge("split", row["id"], changes={"claims": [claims[i].id for i in chosen]})

    def _merge(self, row: Row) -> bool:
        with open_record(self._record) as held:
            actors = [*row["initiators"], *row["targets"]]
            found = held.events(actors[0] if actors else None, actors[1] if len(actors) > 1 else None).to_pylist()
        others = [other for other in found if other["id"] != row["id"] and _may_be_one(row, other)]
        self._list(
            [f"{words.date(o['date']) or 'undated'}: {words.act(o)} ({', '.join(o['documents'])})" for o in others]
        )
        chosen = _chosen(self._asked("numbers of the same act"), len(others))
        return self._judge("merge", row["id"], changes={"with": [others[i]["id"] for i in chosen]})

    def _add(self, row: Row) -> bool:
        file = self._asked(f"document [{row['file']}]") or row["file"]
        quote = self._asked("its exact words")
        changes = changes_of(self._asked("kind=recognise initiators=RUS targets=TALIBAN date=2025-07 ..."))
        self._judge("add", file, changes={"quote": quote} | changes, reason=self._asked("reason"))
        return False

    def _evidence(self, row: Row) -> bool:
        account = self._account(row["id"])
        if account is None:
            return True
        heard = words.count(len(account.voices), "voice")
        line(self._out, f"{words.count(len(account.claims), 'claim')}, {heard}", "dim")
        for claim in account.claims:
            told = {"file": claim.file, "notes": claim.notes, "sources": [asdict(source) for source in claim.sources]}
            line(self._out, f"“{' '.join(claim.quote.split())}”")
            line(self._out, f"{words.date(claim.date) or 'undated'}, {claim.modality}; {words.citation(told)}", "dim")
        return False

    def _undo(self, _row: Row) -> bool:
        if not self._made:
            raise UsageError("Nothing was decided in this sitting.", remedy="See: detente review --log, and --undo ID.")
        self._judge("undo", self._made[-1])
        return False

    def _help(self, _row: Row) -> bool:
        line(self._out, HELP, "dim")
        return False

    def _claims(self, row: Row) -> Sequence[Claim]:
        account = self._account(row["id"])
        return account.claims if account else ()

    def _list(self, lines: Sequence[str]) -> None:
        for number, told in enumerate(lines, 1):
            line(self._out, f"{number:>3}  {words.excerpt(told, 2 * layout.WIDEST)}")

    def _asked(self, what: str) -> str:
        """A line of the reviewer's; empty where nothing is given."""
        self._out.print(text(f"{what}: "), end="")
        return sys.stdin.readline().strip()


def show(out: Console, row: Row) -> None:
    """An event of the queue: what is held, why it is in doubt, what rests on it, and its words."""
    date = words.date(row["date"]) or "undated"
    marks = ", ".join(filter(None, (words.modality(row), words.doubt(row))))
    line(out, f"{date}: {words.capitalised(words.act(row))}" + (f" ({marks})" if marks else ""), "bold")
    line(out, f"{row['id']} · {'; '.join(row['why'])}", "dim")
    for told in row["statuses"]:
        line(out, f"rests on it: {told}")
    line(out, f"“{words.excerpt(row['quote'] or '', render.QUOTE_LINES * layout.room(out))}”")
    line(out, words.citation(row), "dim")
    out.print()


def _may_be_one(row: Row, other: Row) -> bool:
    """Whether a reviewer can mean another event as the same act: it is of a near kind, or of a date that can be the same."""
    from detente import dates
    from detente.ledger import kinds

    both = row["date"] and other["date"]
    return kinds.near(row["kind"], other["kind"]) or bool(both and dates.may_be_same(row["date"], other["date"]))


def changes_of(given: str) -> Row:
    """ "date=2026-01-15 initiators=RUS,CHN" as changes; "date=" takes a date away. Raises UsageError for anything else."""
    changes: Row = {}
    for part in given.split():
        name, equals, value = part.partition("=")
        if not equals:
            raise UsageError(f"'{part}' is no correction.", remedy="Write it as date=2026-01-15.")
        changes[name] = [one for one in value.split(",") if one] if name in ("initiators", "targets") else value or None
    return changes


def _chosen(given: str, count: int) -> list[int]:
    try:
        chosen = sorted({int(number) - 1 for number in given.replace(",", " ").split()})
    except ValueError:
        raise UsageError(f"'{given}' is no list of numbers.", remedy="Write it as 1 3.") from None
    if any(not 0 <= one < count for one in chosen):
        raise UsageError(f"There are {count}.", remedy=f"Give numbers from 1 to {count}.")
    return chosen


def _key() -> str:
    """One key at a terminal, one character of what is piped; empty at the end."""
    if not sys.stdin.isatty():
        return sys.stdin.read(1)
    import click

    try:
        return click.getchar()
    except (EOFError, KeyboardInterrupt):
        return ""
