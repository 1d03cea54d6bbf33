"""The monthly index of streamed events, of one pair or of all, run by the record's own DuckDB or by a Spark cluster."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.streams import expressions as ex
from detente.streams.ask import any_taken
from detente.streams.engines import OnRecord
from detente.streams.take import needs_ibis

if TYPE_CHECKING:
    from detente.ledger.store import Store

ORDER = ("a", "b", "month")


def index(
    store: Store,
    between: ex.Sides | None = None,
    *,
    known: dt.date | None = None,
    master: str | None = None,
    shared: Path | None = None,
) -> Any:
    """The months of every pair, or of those with an actor on each of two sides.

    A pyarrow.Table with one row for each pair and month that has events, in that order:

    ``a, b`` (in order of the alphabet)``, month, events, reports, friendly, hostile`` (events above and below 0)``,
    cooperation, conflict`` (their weights)``, index`` (mean weight). Raises what ``connected`` does where there is a
    ``master``.
    """
    needs_ibis()
    found = ex.monthly(ex.named("stream_events", ex.INDEXED), between, known)
    told = found.mutate(index=(found.cooperation + found.conflict) / found.events).order_by(*ORDER)
    if not any_taken(store):
        import ibis

        return ibis.schema(told.schema()).to_pyarrow().empty_table()
    if not master:
        return OnRecord(store).get(told)
    from detente.scale.cluster import connected
    from detente.streams.cluster import OnCluster

    with connected(master, shared or store.path.resolve().parent) as cluster:
        engine = OnCluster(cluster)
        engine.copy(store, "stream_events", ex.INDEXED)
        return engine.get(told)
