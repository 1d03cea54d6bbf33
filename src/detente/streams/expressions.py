"""What becomes of a stream's lines, as Ibis expressions over tables that are only named: the same for every engine.

``lines`` (file, line, text) ─► ``rows`` with a reason where a line is no row ─► ``events`` by way of two tables of codes, or
``reports``; and what is told of each file: ``tally``, ``unknown``, ``rejected``. Knows neither files nor engines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.streams.layouts import MENTIONS, Layout

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import ibis.expr.types as ir

Sides = tuple["Sequence[str]", "Sequence[str]"]
LINES = {"file": "string", "line": "int64", "text": "string"}
ROWS = {
    "file": "string", "line": "int64", "text": "string", "number": "string", "date": "date", "known": "date",
    "by": "string", "toward": "string", "by_key": "string", "toward_key": "string", "act_key": "string",
    "weight": "float64", "reports": "int64", "address": "string", "publisher": "string", "reason": "string",
}  # fmt: skip
ACTORS = {"key": "string", "first": "date", "until": "date", "actor": "string", "known": "boolean"}
ACTS = {
    "key": "string", "kind": "string", "root": "string", "weight": "float64", "modality": "string", "known": "boolean",
}  # fmt: skip
EVENTS = {
    "stream": "string", "id": "string", "number": "string", "date": "date", "known": "date", "initiator": "string",
    "target": "string", "by": "string", "toward": "string", "code": "string", "kind": "string", "root": "string",
    "weight": "float64", "modality": "string", "reports": "int64", "address": "string", "publisher": "string",
    "file": "string", "line": "int64",
}  # fmt: skip
REPORTS = {
    "stream": "string", "number": "string", "known": "date", "address": "string", "file": "string", "line": "int64",
}  # fmt: skip
FIELDS = (
    "number", "date", "known", "by", "by_name", "by_sectors", "toward", "toward_name", "toward_sectors", "code", "mode",
    "weight", "reports", "address", "publisher",
)  # fmt: skip
HELD = {"stream": "string", "number": "string", "address": "string"}  # what new rows are held against
INDEXED = {
    name: EVENTS[name] for name in ("date", "known", "initiator", "target", "weight", "modality", "reports")
}  # what an index is made of
WHOLE = 0  # the line of a file that could not be read at all; its text says why


def named(name: str, schema: dict[str, str]) -> Any:
    """A table that is only named; the engine that runs the expression has it."""
    import ibis

    return ibis.table(schema, name=name)


def rows(lines: ir.Table, layout: Layout, stream: str) -> ir.Table:
    """Each line as a row of text, dates and keys; ``reason`` says why where it cannot be taken."""

    # Cells beyond the end are an error on Spark and null on DuckDB: a line gets as many more as it should have.
    split = lines.mutate(cells=(lines.text + "\t" * layout.width).split("\t"))

    told = split.select(
        "file", "line", "text", **_cells(split.cells, layout), width=split.cells.length() - layout.width
    )
    days = told.mutate(**{f"{field}_bare": told[field].replace("-", "").left(8) for field in ("date", "known")})
    date, known = _day(days.date_bare), _day(days.known_bare)
    found = days.select(
        "file",
        "line",
        "text",
        "width",
        told=days.date.fill_null(""),
        number=days.number,
        date=date,
        known=known.fill_null(date),
        by=(days.by if stream == "gdelt" else days.by_name).fill_null(""),
        toward=(days.toward if stream == "gdelt" else days.toward_name).fill_null(""),
        by_key=_key(days, "by", stream),
        toward_key=_key(days, "toward", stream),
        act_key=days.code.fill_null("") + ("|" + days["mode"].fill_null("") if stream == "polecat" else ""),
        weight=_weight(days.weight.try_cast("float64")),
        reports=days.reports.try_cast("int64").fill_null(1),
        address=days.address,
        publisher=days.publisher,
    )
    judged = _judged(found, layout)
    return judged.select(
        *(name for name in ROWS if name != "text"), text=judged.reason.notnull().ifelse(judged.text, None)
    )


def _cells(cells: Any, layout: Layout) -> dict[str, Any]:
    """Each field that a stream may have, null where this layout does not have it or nothing stands in its cell."""
    import ibis

    found = {field: cells[place].strip().nullif("").nullif("NA") for field, place in layout.places.items()}
    return {field: ibis.literal(None, "string") for field in FIELDS} | found


def _judged(found: ir.Table, layout: Layout) -> ir.Table:
    import ibis

    dated = ibis.literal(layout.sort == MENTIONS) | found.date.notnull()
    reason = ibis.cases(
        (found.line == WHOLE, found.text),
        (
            found.width.fill_null(0) != layout.width,
            found.width.fill_null(0).cast("string") + f" columns, not {layout.width}",
        ),
        (found.number.isnull(), "no id"),
        (~dated, "'" + found.told + "' is not a day"),
    )
    return found.mutate(reason=reason)


def _key(found: Any, side: str, stream: str) -> Any:
    if stream == "gdelt":
        return found[side].fill_null("")
    country, sectors, name = (found[field].fill_null("") for field in (side, f"{side}_sectors", f"{side}_name"))
    return country + "|" + sectors + "|" + name


def _day(bare: Any) -> Any:
    """A day written 20141124, or null."""
    whole = bare.length() == 8
    return whole.ifelse(bare[0:4] + "-" + bare[4:6] + "-" + bare[6:8], None).try_cast("date")


def _weight(told: Any) -> Any:
    """A weight on the scale, or null: no number, or one that would drown a month."""
    return told.between(-10, 10).ifelse(told, None)


def keys(found: ir.Table) -> ir.Table:
    """Each distinct key of the good rows: ``sort`` (actor or act), ``key``."""
    import ibis

    good = found.filter(found.reason.isnull())
    sides = [("actor", good.by_key), ("actor", good.toward_key), ("act", good.act_key)]
    told = [good.select(sort=ibis.literal(sort), key=key) for sort, key in sides]
    return ibis.union(*told, distinct=True)


def fresh(found: ir.Table, held: ir.Table, stream: str) -> ir.Table:
    """The good rows, each id once, that are not in the record yet."""
    import ibis

    good = found.filter(found.reason.isnull())
    order = ibis.window(group_by=good.number, order_by=[good.file, good.line])
    once = good.mutate(copy=ibis.row_number().over(order)).filter(lambda t: t.copy == 0).drop("copy")
    return once.anti_join(held.filter(held.stream == stream), "number")


def events(found: ir.Table, actors: ir.Table, acts: ir.Table, stream: str) -> ir.Table:
    """Rows in the record's own terms; a row whose codes say nothing is kept with empty actors and kind "other"."""
    import ibis

    one, other = actors.view(), actors.view()
    by = found.left_join(one, [found.by_key == one.key, found.date >= one["first"], found.date < one.until]).select(
        found, initiator=one.actor.fill_null("")
    )
    both = by.left_join(other, [by.toward_key == other.key, by.date >= other["first"], by.date < other.until]).select(
        by, target=other.actor.fill_null("")
    )
    coded = both.left_join(acts, both.act_key == acts.key)
    return coded.select(
        stream=ibis.literal(stream),
        id=ibis.literal(f"e-{stream}-") + both.number,
        number=both.number,
        date=both.date,
        known=both.known,
        initiator=both.initiator,
        target=both.target,
        by=both.by,
        toward=both.toward,
        code=both.act_key,
        kind=acts.kind.fill_null("other"),
        root=acts.root,
        weight=ibis.coalesce(both.weight, acts.weight, 0.0),
        modality=acts.modality.fill_null("happened"),
        reports=both.reports,
        address=both.address,
        publisher=both.publisher,
        file=both.file,
        line=both.line,
    )


def reports(found: ir.Table, held: ir.Table, stream: str) -> ir.Table:
    """Who reported each event, from mentions: an event and an address once, where the record does not have them yet."""
    import ibis

    good = found.filter(found.reason.isnull())
    order = ibis.window(group_by=[good.number, good.address], order_by=[good.file, good.line])
    once = good.mutate(copy=ibis.row_number().over(order)).filter(lambda t: t.copy == 0)
    told = once.select(ibis.literal(stream).name("stream"), "number", "known", "address", "file", "line")
    same = [told.number == held.number, told.address.identical_to(held.address)]
    return told.anti_join(held.filter(held.stream == stream), same)


def tally(found: ir.Table) -> ir.Table:
    """How many rows each file has, and how many of them could not be taken."""
    return found.group_by("file").agg(rows=lambda t: t.count(), rejected=lambda t: t.reason.count())


def rejected(found: ir.Table) -> ir.Table:
    """The rows that could not be taken, each with its reason."""
    return found.filter(found.reason.notnull()).select("file", "line", "reason", "text").order_by("file", "line")


def unknown(found: ir.Table, actors: ir.Table, acts: ir.Table) -> ir.Table:
    """How many rows of each file have a key that nobody lists: ``file, sort, key, count``."""
    import ibis

    good = found.filter(found.reason.isnull())
    told = []
    for sort, column, listed in (
        ("actor", "by_key", actors),
        ("actor", "toward_key", actors),
        ("act", "act_key", acts),
    ):
        rows = good.select("file", sort=ibis.literal(sort), key=good[column])
        told.append(rows.semi_join(listed.filter(~listed.known), "key"))
    return ibis.union(*told).group_by("file", "sort", "key").agg(count=lambda t: t.count())


def added(new: ir.Table) -> ir.Table:
    """How many events or reports of each file are new; and of how many events a side is no actor in particular."""
    told = {"added": new.count()}
    if "initiator" in new.columns:
        told["nobody"] = ((new.initiator == "") | (new.target == "")).sum()
    return new.group_by("file").agg(**told)


def monthly(held: ir.Table, between: Sides | None = None, known: dt.date | None = None) -> ir.Table:
    """The months of every pair, or of those with an actor on each of two sides, whoever acts: counts, and sums of the
    weights on each side of 0."""
    import ibis

    told = held.filter(held.modality == "happened", held.initiator != "", held.target != "")
    told = told.filter(told.initiator != told.target)
    if known:
        told = told.filter(told.known <= ibis.date(known))
    if between:
        one, other = between
        there = told.initiator.isin(one) & told.target.isin(other)
        told = told.filter(there | (told.initiator.isin(other) & told.target.isin(one)))
    chosen = told.select(
        "reports",
        "weight",
        a=ibis.least(told.initiator, told.target),
        b=ibis.greatest(told.initiator, told.target),
        month=told.date.truncate("M"),
    )
    return chosen.group_by("a", "b", "month").agg(
        events=chosen.count(),
        reports=chosen.reports.sum(),
        friendly=(chosen.weight > 0).sum(),
        hostile=(chosen.weight < 0).sum(),
        cooperation=(chosen.weight > 0).ifelse(chosen.weight, 0.0).sum(),
        conflict=(chosen.weight < 0).ifelse(chosen.weight, 0.0).sum(),
    )
