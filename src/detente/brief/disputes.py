"""Where sources disagree, as sentences. What counts as a disagreement is the record's business."""

from __future__ import annotations

from detente import words
from detente.brief.nouns import Row
from detente.prose import naming
from detente.prose.clauses import Clause, Teller

# Sorts of conflict that are told. What cannot be, what rests on one voice and what nobody tells the end of is about
# the reading, not between sources: `detente conflicts` has it.
SORTS = ("happened", "date", "actor", "level")


def told(conflict: Row, teller: Teller) -> str:
    """A conflict as a sentence: "Sources differ on when Russia recognised the Taliban: 3 July 2025 or 6 July 2025."."""
    says = list(dict.fromkeys(side["says"].replace(" → ", " toward ") for side in conflict["sides"]))
    act = _act(conflict, teller)
    shape = {
        "date": "Sources differ on when {act}: {says}.",
        "happened": "It is disputed whether {act}: {says}.",
        "level": "Sources differ on how {sides} stood: {says}.",
    }.get(conflict["sort"])
    if shape is None or not act or len(says) < 2:
        return _closed(words.capitalised(conflict["text"].replace(" → ", " toward ")))
    named = [naming.actor(code) for code in (conflict["initiator"], conflict["target"]) if code]
    return shape.format(act=act, says="; ".join(says[:-1]) + " or " + says[-1], sides=" toward ".join(named))


def _act(conflict: Row, teller: Teller) -> str:
    """The act that the sources disagree on, in the past, as if it happened."""
    if not (conflict["kind"] and conflict["initiator"]):
        return ""
    targets = (conflict["target"],) if conflict["target"] else ()
    dates = [side["date"] for side in conflict["sides"] if side["date"]]
    on = dates[0] if dates else None
    return teller.told(Clause(conflict["kind"], (conflict["initiator"],), targets, "happened", on))


def _closed(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
