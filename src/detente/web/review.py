"""Reviewing: the queue, a document with its claims, an event, the log; and the one form by which a judgement is written.

Only somebody signed in as a reviewer gets here. Every form carries a token of the session. What a judgement means is
the record's business; here is only who, what and why.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from detente import codebook, words
from detente.errors import NoSuchPage, UsageError
from detente.model import MODALITIES
from detente.record import Record
from detente.web import render
from detente.web.digest import Digest
from detente.web.links import PART, unslug
from detente.web.page import Page
from detente.web.pages.common import Row, with_words
from detente.web.pages.desk import desk, undoable
from detente.web.pages.document import document

if TYPE_CHECKING:
    from detente.web.app import Server

WAITING = 50  # events of the queue that are shown
SHOWN = 300  # entries of the log
FIELDS = ("kind", "initiators", "targets", "date", "modality", "speaker", "level", "about")
ACTIONS = ("accept", "reject", "correct", "split", "merge", "undo")
TICKED = {"split": "claims", "merge": "with"}  # what of a form goes with a judgement of an event


def queue(record: Record) -> Page:
    """The page of what is worth a reviewer's minute, most first."""
    table = record.queue(limit=WAITING)
    rows = table.to_pylist()
    claims = record.claims(ids=[id for row in rows for id in row["claim_ids"]]).to_pylist()
    return Page(
        path="review",
        template="review.html",
        title="What is worth a minute",
        values={"rows": with_words(rows, claims, 500), "documents": record.documents().to_pylist()},
    )


def reviewed(record: Record, digest: Digest, id: str, part: int) -> Page:
    """The page of a document with its claims beside it, to be judged one by one."""
    page = document(record, digest, id, part)
    claims = page.tables["claims"].to_pylist()
    decided = decisions(record, id)
    verdicts = {row["subject"]: row for row in decided if row["in_force"] and row["action"] != "undo"}
    low, high = _span(page)
    values = dict(page.values) | {
        "claims": [claim for claim in claims if low <= claim["start"] < high],
        "verdicts": verdicts,
        "decided": [row for row in decided if row["in_force"] and row["action"] != "undo"],
        "kinds": sorted(codebook.load().kinds),
        "modalities": MODALITIES,
    }
    return Page(path=f"review/{page.path}", template="review-document.html", title=page.title, values=values)


def _span(page: Page) -> tuple[int, int]:
    part = int(page.values["part"])
    return part * PART, (part + 1) * PART


def decisions(record: Record, id: str) -> list[Row]:
    """What was decided about a document's claims, latest first, each with the first claim as it was before."""
    rows = [_with_before(row) for row in record.judgements().to_pylist()]
    return [row for row in rows if row["before"] and row["before"]["document"] == id][::-1]


def _with_before(row: Row) -> Row:
    changes = json.loads(row["changes"] or "{}")
    before = changes.pop("before", None) or [None]
    changed = {name: changes[name] for name in FIELDS if name in changes}
    return row | {"before": before[0], "changed": changed, "extent": _extent(row["action"], changes, len(before))}


def _extent(action: str, changes: Mapping[str, Any], claims: int) -> str:
    """How much a judgement of an event took apart or together, in words; empty for any other."""
    if action == "split":
        return f"{len(changes['claims'])} of {words.count(claims, 'claim')} told of another act"
    if action == "merge":
        return f"with {words.count(len(changes['with']), 'other event')}"
    return ""


def last_of(record: Record, reviewer: str) -> Row | None:
    """A reviewer's last judgement that can be undone, as the log shows it."""
    row = undoable(record.judgements(), reviewer)
    return _with_before(row) if row else None


def log(record: Record) -> Page:
    """The page of the log, latest first."""
    table = record.judgements()
    rows = [_with_before(row) for row in table.to_pylist()[-SHOWN:]][::-1]
    return Page(
        path="review/log",
        template="log.html",
        title="The log",
        values={"rows": rows, "count": len(table)},
        tables={"judgements": table},
    )


def changes_of(form: Mapping[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    """What a correction's form changes: the fields that differ from the claim as it was shown."""
    changes: dict[str, Any] = {}
    for name in FIELDS:
        if name not in form:
            continue
        said: Any = form[name].strip()
        if name in ("initiators", "targets"):
            said = [part.strip() for part in said.split(",") if part.strip()]
            was: Any = list(before[name])
        else:
            said, was = said or None, before[name]
        if said != was:
            changes[name] = said
    return changes


def add_review(app: FastAPI, server: Server) -> None:
    """Put the pages of reviewing, and its form, into the application."""
    from detente.web.app import checked, known

    def reviewer(request: Request) -> None:
        user = known(server, request)
        if user is None or not user.reviews:
            raise HTTPException(403, "Reviewing needs the role of a reviewer.")

    def show(request: Request, record: Record, page: Page) -> Response:
        frame = server.frame(request)
        last = last_of(record, frame.user.name)
        body = render.html(replace(page, values={**page.values, "last": last}), frame).encode("utf-8", "replace")
        return Response(body, media_type="text/html", headers={"Cache-Control": "no-store"})

    @app.get("/review")
    def waiting(request: Request) -> Response:
        reviewer(request)
        with server.holder.reading() as record:
            return show(request, record, queue(record))

    @app.get("/review/log")
    def entries(request: Request) -> Response:
        reviewer(request)
        with server.holder.reading() as record:
            return show(request, record, log(record))

    @app.get("/review/log.{ending}")
    def entries_for_programs(request: Request, ending: str) -> Response:
        reviewer(request)
        with server.holder.reading() as record:
            page = log(record)
        if ending not in ("json", "csv"):
            raise NoSuchPage(f"This page has no .{ending[:20]}.")
        body = render.as_json(page, str(request.url)) if ending == "json" else render.as_csv(page)
        return Response(body, media_type=render.TEXT[ending], headers={"Cache-Control": "no-store"})

    @app.get("/review/d/{id}")
    @app.get("/review/d/{id}/{part}")
    def one(request: Request, id: str, part: str = "0") -> Response:
        reviewer(request)
        with server.holder.reading() as record:
            number = int(part) if part.isascii() and part.isdigit() and len(part) < 6 else -1
            return show(request, record, reviewed(record, server.digests.of(record), _name(id), number))

    @app.get("/review/e/{id}")
    def one_event(request: Request, id: str) -> Response:
        reviewer(request)
        with server.holder.reading() as record:
            return show(request, record, desk(record, _name(id)))

    @app.post("/review/judge")
    async def judge(request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=400)
        user = checked(server, request, _text(form, "csrf"))
        reviewer(request)
        await run_in_threadpool(_judge, server, form, user.name)
        back = _text(form, "back")
        return RedirectResponse(back if back.startswith("/review") and back.isprintable() else "/review", 303)


def _name(part: str) -> str:
    try:
        return unslug(part)
    except ValueError as error:
        raise NoSuchPage("There is no such document.") from error


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value[:2000] if isinstance(value, str) else ""


def _judge(server: Server, form: FormData, name: str) -> None:
    action, subject = _text(form, "action"), _text(form, "subject")
    if action not in ACTIONS:
        raise UsageError(f"There is no judgement '{action[:40]}'.", remedy=f"There are: {', '.join(ACTIONS)}.")
    reason = _text(form, "reason").strip() or None
    with server.writing() as record:
        changes: dict[str, Any] | None = _ticked(form, action)
        if action == "correct":
            found: Sequence[Row] = record.claims(ids=[subject]).to_pylist()
            if not found:
                raise NoSuchPage("There is no such claim.", remedy="Open the document again.")
            changes = changes_of({key: _text(form, key) for key in form}, found[0])
            if not changes:
                raise UsageError("Nothing was corrected.", remedy="Change a field, or accept the claim as it is.")
        record.judge(action, subject, reviewer=name, reason=reason, changes=changes)


def _ticked(form: FormData, action: str) -> dict[str, Any] | None:
    """What was ticked for a judgement that takes an event apart or puts several together. UsageError for nothing."""
    if action not in TICKED:
        return None
    name = TICKED[action]
    ids = [id[:100] for id in form.getlist(name) if isinstance(id, str)]
    if not ids:
        what = "the claims that tell of another act" if action == "split" else "the events that are the same act"
        raise UsageError("Nothing was ticked.", place=name, remedy=f"Tick {what}.")
    return {name: ids}
