"""``detente serve``, ``detente publish`` and ``detente user``: the pages in a browser, as files, and who may see them."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.options import DEFAULT_RECORD, RecordFile
from detente.errors import MissingExtra, UsageError

if TYPE_CHECKING:
    from detente.web.security import Users

KEEP_ALIVE = 60  # seconds; shorter than a reader's pause, a connection would be closed while the next request comes

UsersFile = Annotated[
    Path | None,
    typer.Option("--users", metavar="FILE", help="Who may sign in; made with `detente user`. Reading then needs it."),
]


def serve(
    host: Annotated[str, typer.Option("--host", metavar="HOST", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, metavar="PORT", help="The port.")] = 8765,
    users: UsersFile = None,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name", metavar="HOST", help="A name that the server answers to, behind a proxy or on a network."
        ),
    ] = None,
    https: Annotated[
        bool, typer.Option("--https", help="Readers come by way of a proxy that speaks HTTPS: cookies only there.")
    ] = False,
    rate: Annotated[
        float, typer.Option("--rate", min=1, metavar="N", help="Requests a second from one address.")
    ] = 200,
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Open the record in the browser.

    On this machine alone unless told otherwise; serving to others needs `--users`, and so does reviewing. Other
    commands can work on the record meanwhile, and the pages follow.
    """
    uvicorn = _needed()
    from detente.web.app import LOOPBACK, Settings, create
    from detente.web.holder import Holder

    known = _users(users)
    if not _loopback(host) and known is None:
        raise UsageError(
            "Serving to others needs somebody who can sign in.",
            place="--host",
            remedy="Make one with `detente user NAME`, and serve with --users FILE.",
        )
    holder = Holder(record, writing=known is not None)
    with holder.reading():
        pass  # a record that cannot be opened is told now, not to the first reader
    hosts = [*LOOPBACK, *(name or ()), *([] if _any(host) else [host])]
    settings = Settings(record.stem, known, () if _any(host) and not name else hosts, rate, https)
    typer.echo(f"http://{'localhost' if _loopback(host) else host}:{port}/", err=True)
    uvicorn.run(
        create(holder, settings),
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=5,
    )


def publish(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write; made where there is none.")],
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Write the pages as plain files, for any web server or none.

    Links are relative: open `index.html` from the disk, or copy the folder anywhere. There is a page of every pair for
    every day on which something changes, and an index to search in; review and briefs need `detente serve`. Pages that
    an earlier run wrote and that are no longer wanted are removed; other files in the folder are left alone.
    """
    _needed()
    from detente.record import Record
    from detente.web.publish import publish as write

    with Record(record, read_only=True) as held:
        done = write(held, folder, name=record.stem)
    typer.echo(f"{done.pages:,} pages in {done.seconds:.1f} s, {done.pages / done.seconds:,.0f} a second", err=True)
    typer.echo(str(folder / "index.html"))


def user(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name to sign in with, and to sign judgements with.")],
    users: Annotated[Path, typer.Option("--users", metavar="FILE", help="The file to write.")] = Path("users.json"),
    role: Annotated[
        str, typer.Option("--role", metavar="reader|reviewer", help="Reviewers may judge claims.")
    ] = "reviewer",
    password: Annotated[
        str,
        typer.Option(
            "--password",
            prompt=True,
            confirmation_prompt=True,
            hide_input=True,
            envvar="DETENTE_PASSWORD",
            metavar="TEXT",
            help="Asked for where it is not given.",
        ),
    ] = "",
) -> None:
    """Let somebody sign in to `detente serve`, or give them another password or role."""
    _needed()
    from detente.web.security import ROLES, Users

    if role not in ROLES:
        raise UsageError(f"There is no role '{role}'.", place="--role", remedy=f"There are: {', '.join(ROLES)}.")
    held = Users.load(users)
    held.put(name, password, role)
    typer.echo(f"{name} can sign in as {role}; serve with --users {users}", err=True)


def _users(path: Path | None) -> Users | None:
    if path is None:
        return None
    from detente.web.security import Users

    known = Users.load(path)
    if not len(known):
        raise UsageError("Nobody can sign in yet.", place=str(path), remedy="Make a user with: detente user NAME.")
    return known


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _any(host: str) -> bool:
    return host in ("0.0.0.0", "::")


def _needed() -> Any:
    """Whatever the pages need, or what to install."""
    try:
        import argon2  # noqa: F401
        import fastapi  # noqa: F401
        import itsdangerous  # noqa: F401
        import jinja2  # noqa: F401
        import uvicorn
    except ImportError as error:
        raise MissingExtra("web", "Showing pages") from error
    return uvicorn
