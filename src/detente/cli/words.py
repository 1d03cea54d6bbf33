"""Acts, levels, dates and sources in plain English, for people. Knows the rows of the record's tables, and nothing of
how they are laid out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

DOUBTFUL = 0.5  # below this confidence a line says so

DIMENSIONS = {
    "recognition": "Recognition",
    "relations": "Relations",
    "mission": "Mission",
    "envoy": "Envoy",
    "listing": "Terrorist list",
    "sanctions": "Sanctions",
    "hostilities": "Hostilities",
    "agreement": "Agreement",
    "membership": "Membership",
}

LEVELS = {
    ("recognition", "none"): "not recognised",
    ("recognition", "de-facto"): "recognised de facto only",
    ("recognition", "de-jure"): "recognised",
    ("relations", "none"): "no diplomatic relations",
    ("relations", "severed"): "diplomatic relations severed",
    ("relations", "established"): "diplomatic relations",
    ("mission", "none"): "no mission",
    ("mission", "interests"): "an interests section",
    ("mission", "liaison"): "a liaison office",
    ("mission", "consul-nonresident"): "a consul who resides elsewhere",
    ("mission", "consulate"): "a consulate",
    ("mission", "envoy-nonresident"): "an envoy who resides elsewhere",
    ("mission", "legation"): "a legation",
    ("mission", "ambassador-nonresident"): "an ambassador who resides elsewhere",
    ("mission", "embassy"): "an embassy",
    ("envoy", "none"): "no envoy",
    ("envoy", "charge"): "a chargé d'affaires",
    ("envoy", "ambassador"): "an ambassador",
    ("listing", "none"): "not listed as terrorist",
    ("listing", "listed"): "listed as terrorist",
    ("sanctions", "none"): "no sanctions",
    ("sanctions", "imposed"): "under sanctions",
    ("hostilities", "none"): "no hostilities",
    ("hostilities", "fighting"): "fighting",
    ("hostilities", "occupation"): "occupation",
    ("agreement", "signed"): "signed",
    ("agreement", "in-force"): "in force",
    ("agreement", "ended"): "ended",
    ("membership", "none"): "not a member",
    ("membership", "member"): "member",
    ("membership", "suspended"): "suspended",
}


def level(dimension: str, value: str) -> str:
    """A level in plain words; dimensions kept per agreement or body ("agreement:...") use those of the dimension."""
    return LEVELS.get((dimension.split(":")[0], value), value.replace("-", " "))


def dimension(name: str) -> str:
    """A dimension's heading, with the agreement or body it is kept for."""
    base, _, about = name.partition(":")
    heading = DIMENSIONS.get(base, base.capitalize())
    return f"{heading}: {about}" if about else heading


def date(edtf: str | None) -> str:
    """A date in words; empty where none is known."""
    from detente import dates

    return dates.words(edtf) if edtf else ""


def day(value: dt.date) -> str:
    """A day in words."""
    return f"{value.day} {value:%B} {value.year}"


def actor(code: str, on: str | None = None) -> str:
    """An actor's name, as it was at the date given. Codes that the registry does not know stand for themselves."""
    from detente.actors import registry
    from detente.errors import ActorError

    try:
        return registry().name(code, on)
    except ActorError:
        return code


def actors(codes: Sequence[str], on: str | None = None) -> str:
    """Several actors as a list in a sentence."""
    names = [actor(code, on) for code in codes]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""


def act(row: Row) -> str:
    """Who does what toward whom, as one line: "Russia → Taliban: recognises"."""
    who, toward = (actors(row.get(side) or (), row.get("date")) for side in ("initiators", "targets"))
    parties = f"{who} → {toward}" if who and toward else who or (f"→ {toward}" if toward else "")
    label = kind(row["kind"])
    return f"{parties}: {label}" if parties else label


def kind(name: str) -> str:
    """The codebook's label of a kind, in lower case within a line."""
    from detente import codebook

    found = codebook.load().kinds.get(name)
    return found.label if found else name.replace("-", " ")


def modality(row: Row) -> str:
    """How the act is told where it is not told as a fact: "planned", "alleged by Russia". Empty for facts."""
    told = row.get("modality") or "happened"
    if told == "happened":
        return ""
    speaker = row.get("speaker")
    return f"{told} by {actor(speaker, row.get('date'))}" if speaker and told in {"alleged", "denied"} else str(told)


def doubt(row: Row) -> str:
    """ "doubtful" where confidence is low, else empty."""
    confidence = row.get("confidence")
    return "doubtful" if confidence is not None and confidence < DOUBTFUL else ""


def source(cited: Row) -> str:
    """A cited source as a note would print it: title, author, publisher, date, pages."""
    title = cited.get("title")
    pages = cited.get("pages")
    parts = [
        cited.get("author"),
        f"“{title}”" if title else None,
        cited.get("publisher"),
        date(cited.get("date")) or None,
        f"p. {pages}" if pages else None,
    ]
    return ", ".join(str(part) for part in parts if part) or str(cited.get("address") or "")


def citation(row: Row) -> str:
    """Where the words stand: the file, its notes, and what the notes cite."""
    notes = [str(number) for number in row.get("notes") or ()]
    label = ("note " if len(notes) == 1 else "notes ") + ", ".join(notes) if notes else ""
    place = ", ".join(part for part in (row.get("file") or "", label) if part)
    cited = "; ".join(filter(None, (source(one) for one in row.get("sources") or ())))
    return f"{place}: {cited}" if cited else place


def excerpt(quote: str, room: int, start: int = 0, end: int = 0) -> str:
    """At most about ``room`` characters of a quote around the words between two offsets in it, cut only between words.

    Nothing inside is altered but line breaks, which become spaces; what is left out at either end shows as an ellipsis.
    """
    if len(quote) <= room:
        return " ".join(quote.split())
    end = min(max(end, start), len(quote))
    spare = max(0, room - (end - start))
    left = max(0, min(start - spare // 2, len(quote) - room))
    right = min(len(quote), max(left + room, end))
    if left:
        left = quote.find(" ", left, start) + 1 or left
    if right < len(quote):
        right = max(quote.rfind(" ", end, right), end) if quote.rfind(" ", end, right) > 0 else right
    body = " ".join(quote[left:right].split()).strip()
    return ("… " if left else "") + body.rstrip(",;:") + (" …" if right < len(quote) else "")
