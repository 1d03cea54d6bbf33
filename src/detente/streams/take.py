"""Takes files of a stream into the record: the expressions run by its own DuckDB, in one transaction a file.

Duplicates are recognised by the stream's own id, within a file and against what was taken before. Lines that are no rows go
to a rejects file, codes that nobody lists are counted; neither stops the rest.
"""

from __future__ import annotations

import csv
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import HostileDocument, MissingExtra, TooLarge, UnreadablePath
from detente.streams import codes
from detente.streams import expressions as ex
from detente.streams.layouts import MENTIONS, Layout, layout_of

if TYPE_CHECKING:
    from detente.ledger.store import Store

LARGEST = 16 << 30  # bytes of one file, unpacked
_CHUNK = 1 << 20
_TABLES = """
create table if not exists stream_events (
    stream varchar not null, id varchar not null, number varchar not null, date date not null, known date,
    initiator varchar not null, target varchar not null, "by" varchar not null, toward varchar not null,
    code varchar not null, kind varchar not null, root varchar, weight double not null, modality varchar not null,
    reports bigint not null, address varchar, publisher varchar, file varchar not null, line bigint not null);
create table if not exists stream_reports (
    stream varchar not null, number varchar not null, known date, address varchar, file varchar not null,
    line bigint not null);
"""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that is no row of the stream."""

    file: str
    line: int
    reason: str
    text: str


@dataclass(slots=True)
class Imported:
    """What importing one file came to. ``unknown`` counts the rows under each code that neither side lists."""

    file: str
    rows: int = 0
    added: int = 0
    duplicates: int = 0
    nobody: int = 0  # events of which a side is no actor in particular
    rejected: list[Rejected] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)


def take(store: Store, stream: str, path: Path) -> Imported:
    """Take one file in, all or nothing. Raises UnreadablePath, NotThisFormat, TooLarge or HostileDocument."""
    with _unpacked(path) as (plain, name):
        layout = layout_of(stream, _first_line(plain, path), name)
        with store.transaction():
            store.run(_TABLES)
            _lines(store, plain, name, layout)
            try:
                return _taken(store, stream, layout, name)
            finally:
                _forget(store)


def _taken(store: Store, stream: str, layout: Layout, name: str) -> Imported:
    result = Imported(name)
    store.run(f"create temp table stream_rows as {_sql(ex.rows(ex.named('stream_lines', ex.LINES), layout, stream))}")
    result.rows = int(store.rows("select count(*) from stream_rows")[0][0])
    told = store.rows("select file, line, reason, text from stream_rows where reason is not null order by line")
    result.rejected = [Rejected(*row) for row in told]
    if layout.sort == MENTIONS:
        result.added = _reports(store, stream)
    else:
        _look_up(store, stream)
        result.added = _events(store, stream)
        result.unknown = _unknown(store)
        result.nobody = int(store.rows(f"{_NEW} and (initiator = '' or target = '')", [name, result.added])[0][0])
    result.duplicates = result.rows - len(result.rejected) - result.added
    return result


_NEW = "select count(*) from (select * from stream_events where file = $1 order by rowid desc limit $2) where true"


def _events(store: Store, stream: str) -> int:
    rows = ex.named("stream_rows", ex.ROWS)
    new = ex.fresh(rows, ex.named("stream_events", ex.EVENTS), stream)
    sql = _sql(ex.events(new, ex.named("stream_actors", ex.ACTORS), ex.named("stream_acts", ex.ACTS), stream))
    return int(store.rows(f"insert into stream_events by name {sql}")[0][0])


def _reports(store: Store, stream: str) -> int:
    """Who reported each event, from GDELT's mentions: an event, an address."""
    return int(
        store.rows(
            "insert into stream_reports select distinct on (number, address) ?, number, known, address, file, line"
            " from stream_rows r where reason is null and not exists (select 1 from stream_reports h"
            " where h.number = r.number and h.address is not distinct from r.address) order by number, address, line",
            [stream],
        )[0][0]
    )


def _look_up(store: Store, stream: str) -> None:
    """Every distinct key, and what it stands for, as tables to join with."""
    import pyarrow as pa

    good = "from stream_rows where reason is null"
    sides = store.rows(f"select distinct by_key {good} union select distinct toward_key {good}")
    acts = store.rows(f"select distinct act_key {good}")
    store.run('create temp table stream_actors ("key" varchar, "first" date, until date, actor varchar, known boolean)')
    store.run(
        'create temp table stream_acts ("key" varchar, kind varchar, root varchar, weight double, modality varchar,'
        " known boolean)"
    )
    for table, found, types in (
        ("stream_actors", list(codes.actors((key for (key,) in sides), stream)), {}),
        ("stream_acts", list(codes.acts((key for (key,) in acts), stream)), {"root": pa.string()}),
    ):
        rows = [asdict(row) for row in found]
        store.insert(table, {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}, types)


def _unknown(store: Store) -> Counter[str]:
    """How many rows there are of each code that nobody lists."""
    found: Counter[str] = Counter()
    for sort, key, count in store.rows(
        "select 'actor', k, count(*) from (select by_key as k from stream_rows where reason is null"
        " union all select toward_key from stream_rows where reason is null)"
        ' where k in (select "key" from stream_actors where not known) group by all'
        " union all select 'act', act_key, count(*) from stream_rows where reason is null"
        ' and act_key in (select "key" from stream_acts where not known) group by all'
    ):
        found[f"{sort} {codes.label(key) if sort == 'actor' else key}"] += count
    return found


def _lines(store: Store, path: Path, name: str, layout: Layout) -> None:
    # One column that no character ends: whatever a line holds, it stays one line, and is counted as one.
    store.run(
        "create temp table stream_lines as select ?::varchar as file, line + ? as line, text from ("
        "select row_number() over () as line, text from read_csv(?, header = false, delim = '\\x01', quote = '',"
        " escape = '', columns = {'text': 'VARCHAR'}, skip = ?, auto_detect = false, null_padding = true,"
        " encoding = 'utf-8', ignore_errors = false)) where text is not null and trim(text) <> ''",
        [name, int(layout.header), str(path), int(layout.header)],
    )


def _forget(store: Store) -> None:
    for table in ("stream_lines", "stream_rows", "stream_actors", "stream_acts"):
        store.run(f"drop table if exists temp.{table}")


def _sql(expression: Any) -> str:
    import ibis

    return str(ibis.to_sql(expression, dialect="duckdb"))


def needs_ibis() -> None:
    """Raises MissingExtra where the install group for streams is not there."""
    try:
        import ibis  # noqa: F401
    except ImportError as error:
        raise MissingExtra("scale", "Event streams") from error


@contextmanager
def _unpacked(path: Path) -> Iterator[tuple[Path, str]]:
    """The file as plain UTF-8 text for as long as the block runs, and its name; what is zipped is unpacked beside."""
    try:
        zipped = zipfile.is_zipfile(path)
        with tempfile.TemporaryDirectory(prefix="detente-") as folder:
            plain = Path(folder) / "plain"
            with plain.open("wb") as into:
                if zipped:
                    _unzip(path, into)
                else:
                    with path.open("rb") as of:
                        _copy(of, into, path)
            yield plain, path.name
    except OSError as error:
        raise UnreadablePath(
            f"It cannot be read: {error.strerror or error}.", place=str(path), remedy="Check the path."
        ) from error


def _unzip(path: Path, into: Any) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(inside) != 1:
                raise HostileDocument(
                    f"The archive holds {len(inside)} files, not one.", place=str(path), remedy="Unpack it first."
                )
            with archive.open(inside[0]) as of:
                _copy(of, into, path)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise HostileDocument(f"The archive is broken: {error}.", place=str(path), remedy="Fetch it again.") from error


def _copy(of: Any, into: Any, path: Path) -> None:
    """Copy text; bytes that are not UTF-8 become the replacement character, zeros and stray separators a space."""
    import codecs

    decoder, size = codecs.getincrementaldecoder("utf-8")("replace"), 0
    while chunk := of.read(_CHUNK):
        size += len(chunk)
        if size > LARGEST:
            raise TooLarge("It unpacks to more than 16 GiB.", place=str(path), remedy="Split it.")
        into.write(decoder.decode(chunk).replace("\0", " ").replace("\x01", " ").encode())
    into.write(decoder.decode(b"", final=True).encode())


def _first_line(plain: Path, path: Path) -> str:
    with plain.open(encoding="utf-8", errors="replace") as file:
        line = file.readline(_CHUNK)
    if not line.strip():
        raise UnreadablePath("The file is empty, or begins with an empty line.", place=str(path), remedy="Check it.")
    return line


def write_rejects(path: Path, rejected: list[Rejected]) -> None:
    """Write lines that were not taken as CSV: file, line, reason, text. Raises UnreadablePath."""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("file", "line", "reason", "text"))
            writer.writerows((r.file, r.line, r.reason, r.text) for r in rejected)
    except OSError as error:
        raise UnreadablePath(
            f"It cannot be written: {error.strerror}.", place=str(path), remedy="Name another."
        ) from error
