"""Where sources disagree, as sentences. What counts as a disagreement is the record's business."""

from __future__ import annotations

from detente import words
from detente.brief.nouns import Row
from detente.prose.clauses import Clause, Teller

SORTS = ("happened", "date", "actor", "level", "order")  # sorts of conflict that are told; the rest is thinness


def told(conflict: Row, teller: Teller) -> str:
    """A conflict as a sentence: "Sources differ on when Russia recognised the Taliban: 3 July 2025 or 6 July 2025."."""
    says = list(dict.fromkeys(side["says"] for side in conflict["sides"]))
    act = _act(conflict, teller)
    shape = {
        "date": "Sources differ on when {act}: {says}.",
        "happened": "It is disputed whether {act}: {says}.",
        "level": "Sources differ on the level at which {act}: {says}.",
    }.get(conflict["sort"])
    if shape is None or not act or len(says) < 2:
        return _closed(words.capitalised(conflict["text"].replace(" → ", " toward ")))
    return shape.format(act=act, says=", ".join(says[:-1]) + " or " + says[-1])


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
