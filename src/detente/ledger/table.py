"""The table that every question to the record is answered with: Arrow inside, easy to hold in a notebook."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]
    import pyarrow as pa

SHOWN = 50  # rows in a notebook


class Table:
    """Rows with named columns. ``arrow`` is the pyarrow.Table itself; iterating gives one dictionary a row."""

    __slots__ = ("arrow",)

    def __init__(self, arrow: pa.Table) -> None:
        self.arrow = arrow

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> Table:
        """A table of rows given as dictionaries."""
        import pyarrow as pa

        return cls(pa.Table.from_pylist(list(rows), schema=schema))

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
        return list(self.arrow.column_names)

    def to_pandas(self) -> pd.DataFrame:
        """The same as a pandas DataFrame; needs pandas."""
        return self.arrow.to_pandas()

    def to_pylist(self) -> list[dict[str, Any]]:
        """The same as a list of dictionaries."""
        rows: list[dict[str, Any]] = self.arrow.to_pylist()
        return rows

    def __len__(self) -> int:
        return int(self.arrow.num_rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for batch in self.arrow.to_batches(max_chunksize=1000):
            yield from batch.to_pylist()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self.arrow.equals(other.arrow)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<Table of {len(self)} rows: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        rows = self.arrow.slice(0, SHOWN).to_pylist()
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(_shown(value))}</td>" for value in row.values()) + "</tr>"
            for row in rows
        )
        more = f"<p>{SHOWN} of {len(self)} rows</p>" if len(self) > SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_shown(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(_shown(item) for item in value.values() if item is not None)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
