"""The server: addresses to pages, and pages to answers.

Nothing that a request says reaches the file system: a path is taken apart into slugs, and the files that are sent are
those of the package, by name.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from mimetypes import guess_type
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from detente.errors import DetenteError, NoSuchPage
from detente.record import Record
from detente.web import basket, errors, render
from detente.web.changes import turns
from detente.web.digest import Digest, Digests
from detente.web.feed import atom
from detente.web.guard import Guard
from detente.web.holder import Holder
from detente.web.links import Links, Served
from detente.web.page import Page
from detente.web.search import Index
from detente.web.security import COOKIE, Rate, User, Users
from detente.web.site import Asked, page_at, taken_apart

LOG = logging.getLogger("detente.web")
FRESH = 0.3  # seconds
KEPT = 200  # pages kept as built, until the record changes
PROGRAMS = (".json", ".csv", ".atom")  # what a program asks for, that is told of an error rather than shown it
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(slots=True)
class Settings:
    """How a server is to be: ``users`` where reading needs signing in, ``hosts`` it answers to (empty: any)."""

    name: str = ""
    users: Users | None = None
    hosts: Sequence[str] = LOOPBACK
    rate: float = 200.0  # requests a second from one address
    https: bool = False


@dataclass(slots=True)
class Server:
    """What the endpoints share."""

    holder: Holder
    settings: Settings
    index: Index = field(default_factory=Index)
    digests: Digests = field(init=False)
    tries: Rate = field(default_factory=lambda: Rate(1 / 6, 10))
    _pages: OrderedDict[Any, Page] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    _looked: float = -1.0  # when the record's version was last looked at
    _written: int = 0  # how often something was written since the server began

    def __post_init__(self) -> None:
        self.digests = Digests(self.holder.reading)

    def page(self, parts: tuple[str, ...], query: dict[str, str]) -> tuple[Page, Digest]:
        """A page with the digest it rests on, as it was built before where the record has not changed since.

        For FRESH seconds after the record was looked at, it is taken not to have been changed by another process; what
        this one writes into it is seen at once.
        """
        today, digest = dt.date.today(), self.digests.held
        asked = (parts, tuple(sorted(query.items())), today)
        if digest and time.monotonic() - self._looked < FRESH and (kept := self._kept(asked, digest)):
            return kept, digest
        with self.holder.reading() as record:
            written = self._written
            digest = self.digests.of(record)
            self._saw(written)
            built = self._kept(asked, digest) or page_at(record, Asked(parts, query, today, digest, self.index))
        with self._lock:
            self._pages[*asked, digest.version, digest.found] = built
            while len(self._pages) > KEPT:
                self._pages.popitem(last=False)
        return built, digest

    def _kept(self, asked: tuple[object, ...], digest: Digest) -> Page | None:
        key = (*asked, digest.version, digest.found)
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def _saw(self, written: int) -> None:
        with self._lock:
            if written == self._written:  # else something was written while the version was looked at
                self._looked = time.monotonic()

    @contextmanager
    def writing(self) -> Iterator[Record]:
        """The record to write to; whoever asks afterwards sees what was written."""
        try:
            with self.holder.writing() as record:
                yield record
        finally:
            with self._lock:
                self._written += 1
                self._looked = -FRESH

    def user(self, request: Request) -> User | None:
        """Who asks; None for somebody unknown."""
        users = self.settings.users
        return users.signed(request.cookies.get(COOKIE)) if users else None

    def frame(self, request: Request) -> render.Frame:
        """What stands around a page."""
        users, user = self.settings.users, self.user(request)
        cookie = request.cookies.get(COOKIE, "")
        return render.Frame(
            links=Links(Served()),
            address=str(request.url),
            user=user,
            csrf=users.token(cookie) if users and user else "",
            reviewing=bool(user and user.reviews),
            record=self.settings.name,
        )


def create(holder: Holder, settings: Settings | None = None) -> Guard:
    """The application, ready for any ASGI server. It closes the record when the server stops."""
    served = Server(holder, settings or Settings())

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        threading.Thread(target=_warm, args=(served,), daemon=True).start()
        yield
        holder.close()

    app = FastAPI(title="détente", docs_url=None, redoc_url=None, openapi_url=None, lifespan=life)
    _say_errors(app, served)
    _sign_in(app, served)
    if served.settings.users:
        from detente.web.review import add_review

        add_review(app, served)
    _read(app, served)
    rate = Rate(served.settings.rate, 4 * served.settings.rate)
    return Guard(app, hosts=served.settings.hosts, rate=rate)


def _warm(served: Server) -> None:
    """Do once what the first reader would otherwise wait for."""
    try:
        render.environment().get_template("relation.html")
        served.page((), {})
        with served.holder.reading() as record:
            served.index.refresh(record)
    except DetenteError as error:
        LOG.warning("%s", error)
    from detente import charts

    charts.svg(charts.acts_by_year([]))


def _read(app: FastAPI, served: Server) -> None:
    @app.get("/static/{name}")
    def asset(name: str) -> Response:
        held = assets().get(name)
        if held is None:
            raise NoSuchPage("There is no such file.")
        body, sort, tag = held
        return Response(body, media_type=sort, headers={"Cache-Control": "max-age=600", "ETag": tag})

    @app.get("/brief.{ending}")
    def take(request: Request, ending: str) -> Response:
        known(served, request)
        if ending not in basket.ENDINGS:
            raise NoSuchPage("A brief cannot be had as that.", remedy=f"There are: {', '.join(basket.ENDINGS)}.")
        with served.holder.reading() as record:
            made = basket.basket(record, _items(request).split(" "), request.query_params.get("title", "")[:200]).brief
        if made is None:
            raise NoSuchPage("Nothing is set aside.", remedy="Add something to the brief first.")
        headers = {"Content-Disposition": f'attachment; filename="brief.{ending}"', "Cache-Control": "no-store"}
        return Response(basket.written(made, ending), media_type=basket.SORTS[ending], headers=headers)

    @app.get("/{path:path}")
    def page(request: Request, path: str) -> Response:
        known(served, request)
        parts, ending = taken_apart(path)
        query = {name: value[:1000] for name, value in list(request.query_params.items())[:20]}
        if parts == ("brief",):
            query["item"] = _items(request)
        built, digest = served.page(parts, query)
        body = _body(digest, served, request, built, ending)
        return _answer(request, body, ending or "html", private=served.settings.users is not None)


def _items(request: Request) -> str:
    """What was set aside, as it stands in the address: paths, with a blank between two."""
    return " ".join(request.query_params.getlist("item"))[:6000]


def _body(digest: Digest, server: Server, request: Request, page: Page, ending: str) -> str:
    if ending == "json" and page.tables:
        return render.as_json(page, str(request.url))
    if ending == "csv" and page.tables:
        return render.as_csv(page)
    if ending == "atom" and page.feed:
        base = str(request.base_url).rstrip("/")
        return feed_of(digest, page, Links(Served()), str(request.url), base)
    if ending:
        raise NoSuchPage(f"This page has no .{ending}.", remedy="See the links at its foot.")
    return render.html(page, server.frame(request))


def feed_of(digest: Digest, page: Page, links: Links, address: str, base: str) -> str:
    """The feed of a page: of a pair's turns, or of all."""
    found = turns(page.tables["spells"].to_pylist()) if "spells" in page.tables else digest.turns
    rows = [row | {"link": links.relation(row["initiator"], row["target"], row["day"])} for row in found]
    read = page.changed or digest.last_read()
    return atom(page.title, rows, address=address, page=links.place.to(page.path), read=read, base=base)


def _answer(request: Request, body: str, ending: str, *, private: bool) -> Response:
    tag = f'"{sha256(body.encode("utf-8", "replace")).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache" if private else "no-cache", "Vary": "Cookie"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    sort = f"{render.TEXT[ending]}; charset=utf-8"
    return Response(body.encode("utf-8", "replace"), media_type=sort, headers=headers)


@cache
def assets() -> dict[str, tuple[bytes, str, str]]:
    """The files that the package brings, by name: body, media type, tag."""
    found = {}
    for file in files("detente.web").joinpath("static").iterdir():
        body = file.read_bytes()
        found[file.name] = (body, guess_type(file.name)[0] or "text/plain", f'"{sha256(body).hexdigest()[:24]}"')
    return found


def known(server: Server, request: Request) -> User | None:
    """Who asks, None where nobody has to say. Raises HTTPException where somebody has to sign in first."""
    user = server.user(request)
    if user is None and server.settings.users is not None:
        raise HTTPException(401, "Sign in first.")
    return user


def _sign_in(app: FastAPI, served: Server) -> None:
    @app.get("/sign-in")
    def ask(request: Request, then: str = "/") -> Response:
        return _sign_in_page(served, request, then)

    @app.post("/sign-in")
    async def check(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool

        same_origin(request)
        form = await request.form()
        name, password, then = (str(form.get(field, ""))[:600] for field in ("name", "password", "then"))
        users = served.settings.users
        caller = request.client.host if request.client else "?"
        if users is None or not (served.tries.allows(caller) and served.tries.allows(f"name:{name}")):
            raise HTTPException(429, "Too many tries; wait a minute.")
        user = await run_in_threadpool(users.check, name, password)
        if user is None:
            return _sign_in_page(served, request, then, failed=True)
        answer = RedirectResponse(_inside(then), 303)
        answer.set_cookie(
            COOKIE, users.sign(user), httponly=True, samesite="lax", secure=served.settings.https, path="/"
        )
        return answer

    @app.post("/sign-out")
    async def leave(request: Request) -> Response:
        form = await request.form()
        checked(served, request, str(form.get("csrf", "")))
        answer = RedirectResponse("/sign-in", 303)
        answer.delete_cookie(COOKIE, path="/")
        return answer


def _sign_in_page(served: Server, request: Request, then: str, failed: bool = False) -> Response:
    page = Page("sign-in", "sign-in.html", "Sign in", {"then": _inside(then), "failed": failed})
    body = render.html(page, served.frame(request))
    return Response(body, 401 if failed else 200, media_type="text/html", headers={"Cache-Control": "no-store"})


def _inside(then: str) -> str:
    """An address on this server, whatever was asked for."""
    plain = then.startswith("/") and not then.startswith(("//", "/\\")) and then.isprintable() and "\\" not in then
    return then if plain else "/"


def same_origin(request: Request) -> None:
    """Refuse a form that another site sent."""
    origin = request.headers.get("origin")
    if origin and origin != "null" and origin.partition("://")[2] != request.headers.get("host"):
        raise HTTPException(403, "The form came from another site.")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, "The form came from another site.")


def checked(served: Server, request: Request, token: str) -> User:
    """Who sent a form, once it is sure that they did. Raises HTTPException for anybody else."""
    same_origin(request)
    user, users = served.user(request), served.settings.users
    if user is None or users is None:
        raise HTTPException(401, "Sign in first.")
    if not users.believes(request.cookies.get(COOKIE, ""), token):
        raise HTTPException(403, "The form is out of date; open the page again.")
    return user


def _say_errors(app: FastAPI, served: Server) -> None:
    def say(request: Request, problem: errors.Problem) -> Response:
        if request.url.path.endswith(PROGRAMS) or request.method not in ("GET", "POST", "HEAD"):
            body, sort = render.plain_json(problem.as_dict()), "application/json"
        else:
            page = Page("error", "error.html", problem.title, {"error": problem})
            body, sort = render.html(page, served.frame(request)), "text/html"
        headers = {"Cache-Control": "no-store"} | ({"Retry-After": "1"} if problem.status in (429, 503) else {})
        return Response(body, problem.status, media_type=sort, headers=headers)

    @app.exception_handler(DetenteError)
    async def told(request: Request, error: DetenteError) -> Response:
        if errors.status_of(error) == 500:
            LOG.error("%s", error)
        return say(request, errors.of(error))

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if error.status_code == 401 and request.method == "GET" and not request.url.path.endswith(PROGRAMS):
            then = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(Served().to("sign-in", {"then": then}), 303)
        return say(request, errors.problem(error.status_code, str(error.detail)))

    @app.exception_handler(RequestValidationError)
    async def odd(request: Request, _: RequestValidationError) -> Response:
        return say(request, errors.problem(400, "Something in the address or the form is not as it should be."))

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        LOG.exception("%s", request.url.path, exc_info=error)
        return say(request, errors.problem(500, "It was noted where the server runs."))
