"""How actors stand, as sentences and as tables: the pair dimension by dimension, and everybody else toward one."""

from __future__ import annotations

from collections.abc import Sequence

from detente import codebook, words
from detente.brief.gather import Material, doubtful
from detente.brief.nouns import UNSURE, Citation, Grid, Row, Sentence
from detente.prose import naming, when
from detente.prose.clauses import Teller

FIRST = ("recognition", "relations", "mission", "listing", "sanctions", "hostilities")  # told in the summary
OF_BOTH = ("relations", "hostilities")
COLUMNS = 5  # dimensions of the table of everybody else
ROWS = 24


def sentence(line: Row, teller: Teller, citations: tuple[Citation, ...]) -> Sentence | None:
    """A line of status as a sentence; None for a level that has no sentence of its own."""
    since = when.since(line["since"])
    told = teller.language.stands(line["dimension"], line["level"], since=bool(since))
    if told is None:
        return None
    on, initiator, target = line["on"].isoformat(), line["initiator"], line["target"]
    subject = target if told.startswith("{target}") else initiator
    filled = naming.agreed(told, naming.several([subject], on)).format(
        initiator=naming.actor(initiator, on),
        target=naming.actor(target, on),
        in_target=naming.inside(target, on),
        in_initiator=naming.inside(initiator, on),
        of_initiator=naming.possessive(naming.actor(initiator, on)),
        mission=teller.language.mission(line["level"]),
    )
    text = f"{words.capitalised(filled)} {since}".strip() + "."
    return Sentence(text, citations, tuple(line["events"]))


def once(lines: Sequence[Row]) -> list[Row]:
    """Lines without those that say of both directions what was said of one: relations, and wars, are of both sides."""
    kept: list[Row] = []
    for line in lines:
        both = line["dimension"] in OF_BOTH and any(_mirrors(line, other) for other in kept)
        kept += [] if both else [line]
    return kept


def _mirrors(line: Row, other: Row) -> bool:
    same = all(line[name] == other[name] for name in ("dimension", "level", "since"))
    return same and (line["initiator"], line["target"]) == (other["target"], other["initiator"])


def of_pair(held: Material) -> Grid:
    """A row for each dimension, a column for each direction."""
    directions = [(held.a, held.b), (held.b, held.a)]
    names = {code: naming.actor(code, held.on.isoformat()) for code in (held.a, held.b)}
    columns = tuple(words.capitalised(f"{names[one]} toward {names[other]}") for one, other in directions)
    by = {(line["initiator"], line["dimension"]): line for line in held.status}
    dimensions = list(dict.fromkeys(line["dimension"] for line in sorted(held.status, key=_place)))
    rows = tuple(
        (words.dimension(dimension), tuple(_cell(held, by.get((one, dimension))) for one, _ in directions))
        for dimension in dimensions
    )
    return Grid(columns, rows)


def of_others(held: Material) -> Grid:
    """A row for each actor, a column for each dimension that most is known of; those of whom most is known first."""
    told = [line for line in held.others if line["initiator"] != held.b]
    kept = [line for line in told if ":" not in line["dimension"] and line["dimension"] != "agreement"]
    counted = {dimension: sum(line["dimension"] == dimension for line in kept) for dimension in _dimensions(kept)}
    columns = sorted(sorted(counted, key=lambda one: -counted[one])[:COLUMNS], key=_rank)
    by = {(line["initiator"], line["dimension"]): line for line in kept}
    actors = sorted(
        {line["initiator"] for line in kept if line["dimension"] in columns}, key=lambda code: _name(held, code)
    )
    most = sorted(actors, key=lambda code: -sum((code, dimension) in by for dimension in columns))[:ROWS]
    rows = tuple(
        (_name(held, code), tuple(_cell(held, by.get((code, dimension))) for dimension in columns))
        for code in actors
        if code in most
    )
    return Grid(tuple(words.dimension(one) for one in columns), rows, more=len(actors) - len(rows))


def _cell(held: Material, line: Row | None) -> Sentence | None:
    if line is None:
        return None
    since = when.since(line["since"])
    told = words.level(line["dimension"], line["level"]) + (f", {since}" if since else "")
    return Sentence(told + (UNSURE if doubtful(line) else ""), held.cite_line(line), tuple(line["events"]))


def _name(held: Material, code: str) -> str:
    name = naming.actor(code, held.on.isoformat())
    return words.capitalised(name.removeprefix("the "))


def _place(line: Row) -> tuple[int, str]:
    return _rank(line["dimension"]), line["dimension"]


def _rank(dimension: str) -> int:
    order = list(codebook.load().dimensions)
    base = dimension.partition(":")[0]
    return order.index(base) if base in order else len(order)


def _dimensions(lines: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(line["dimension"] for line in lines))
