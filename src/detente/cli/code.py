"""``detente code``: PLOVER codes for a table of sentences and pairs of actors.

Codes go to a file; rows that could not be coded go to standard error, each with its reason.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import layout

if TYPE_CHECKING:
    from detente.coding.table import Uncoded

SHOWN = 20  # rows without a code that are told one by one


def code(
    table: Annotated[
        Path,
        typer.Argument(
            metavar="TABLE",
            help="CSV, TSV, XLSX or Parquet with the columns id, sentence, and marked_sentence or initiator and target.",
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write.")],
    format: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", help="csv, tsv, jsonl, parquet, polecat or icews; by default as FILE ends."
        ),
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option("--rejects", metavar="FILE", help="Write the rows without a code to this CSV.")
    ] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", metavar="NAME", help="Which sheet of a workbook.")] = None,
    threads: Annotated[
        int, typer.Option("--threads", metavar="N", min=0, help="How many cores to use; 0 for all.")
    ] = 0,
) -> None:
    """Code each sentence of a table for its pair of actors, in the fifteen roots of PLOVER.

    The pair is marked in the sentence (<s>…</s> and <t>…</t>), or named by the columns initiator and target; without
    either, the pairs are found, and each gets a row. Out come id, root, quad, confidence, modality, and the words that
    decided. A row that cannot be coded is listed with its reason; the others are coded all the same.
    """
    from detente.coding import rows
    from detente.coding.table import Coded, TableCoder, read_rows

    asked = read_rows(table, sheet)
    rows.check_format(output, format)
    coded: list[Coded] = []
    uncoded: list[Uncoded] = []
    for one in TableCoder(threads=threads).code(asked):
        if isinstance(one, Coded):
            coded.append(one)
        else:
            uncoded.append(one)
    rows.put_codes(coded, output, format)
    if rejects:
        rows.put_uncoded(uncoded, rejects)
    _tell(table.name, len(asked), len(coded), uncoded)
    if not coded:
        raise typer.Exit(1)


def _tell(name: str, asked: int, coded: int, uncoded: list[Uncoded]) -> None:
    typer.echo(layout.plain(f"{name}: {asked:,} rows, {coded:,} pairs coded"), err=True)
    if uncoded:
        typer.echo(f"not coded: {len(uncoded):,}", err=True)
    for one in uncoded[:SHOWN]:
        typer.echo(layout.plain(f"row {one.row} ({one.id}): {one.reason}"), err=True)
    if len(uncoded) > SHOWN:
        typer.echo(f"... and {len(uncoded) - SHOWN:,} more; --rejects FILE writes them all.", err=True)
