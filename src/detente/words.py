"""Acts, levels, dates and sources in plain English, for people. Knows the rows of the record's tables, and nothing of
how they are laid out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

DOUBTFUL = 0.5  # below this confidence a line says so

# Names that English puts an article before. What it misses reads a little stiff, no more.
_WITH_ARTICLE = re.compile(
    r"^(?:United|Soviet|Holy|Taliban|mujahideen|Netherlands|Philippines|Bahamas|Maldives|Gambia|Comoros|Houthis)\b"
    r"|\b(?:Union|Alliance|Republics?|[Ss]tates|Islands|Emirates|Federation|Confederation|Empire|Kingdom|Nations|Pact"
    r"|Organi[sz]ation|Association|League|Council|[Cc]ommunity|Commonwealth|Format|Movement|Front|Army|Party|Authority|Group"
    r"|Court|Congress|Bank|Fund|Agency|Forum|Committee|Commission|opposition|separatists|rebels)\b"
)


def level(dimension: str, name: str) -> str:
    """A level in plain words; dimensions kept per agreement or body ("membership:sco") use those of the dimension."""
    from detente import codebook

    found = codebook.load().dimensions.get(dimension.partition(":")[0])
    return found.level(name).label if found and name in found.levels else name.replace("-", " ")


def dimension(name: str) -> str:
    """A dimension's heading, with the agreement or body it is kept for."""
    from detente import codebook

    base, _, about = name.partition(":")
    found = codebook.load().dimensions.get(base)
    heading = found.label if found else base.capitalize()
    return f"{heading}: {about}" if about else heading


def date(edtf: str | None) -> str:
    """A date in words; empty where none is known."""
    from detente import dates

    return dates.words(edtf) if edtf else ""


def year(edtf: str | None) -> str:
    """The heading under which a date stands: its year, or the span of years that it allows. Empty for none."""
    from detente import dates

    if not edtf:
        return ""
    known = dates.parse(edtf)
    years = sorted({day.year for day in (known.first, known.last) if day})
    return "–".join(str(one) for one in years) if known.first and known.last else date(edtf)


def within_year(edtf: str | None) -> str:
    """What a date adds to the year above it: "16 January", "July", or nothing; dates that are not so simple in full."""
    full = date(edtf)
    year = (edtf or "").rstrip("~?%")[:4]
    if not year.isdigit() or full.count(year) > 1:
        return full
    return full.removesuffix(year).strip() if full.endswith(year) else full


def since(edtf: str | None) -> str:
    """Since when, in words: "since 3 July 2025", "since 1996 at the latest". Empty where it is not known."""
    told = date(edtf)
    if told.startswith("by "):
        return f"since {told.removeprefix('by ')} at the latest"
    if told.startswith("between "):
        return f"since some time {told}"
    return told if not told or told.startswith("since ") else f"since {told}"


def span(start: str | None, end: str | None) -> str:
    """From when to when, in words: "since 2003", "since 2003, until 2025", "until 2025"."""
    until = f"until {date(end)}" if end else ""
    return ", ".join(filter(None, (since(start), until))) or "since when is not known"


def count(number: int, noun: str) -> str:
    """A number of things: "1 act", "1,204 claims"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def capitalised(line: str) -> str:
    """The line with its first letter as a capital."""
    return line[:1].upper() + line[1:]


def actor(code: str, on: str | None = None) -> str:
    """An actor's name as it was at the date given, as it stands in a sentence: "the Soviet Union", "France".

    Codes that the registry does not know stand for themselves.
    """
    from detente.actors import registry
    from detente.errors import ActorError

    try:
        name = registry().name(code, on)
    except ActorError:
        return code
    return f"the {name}" if _WITH_ARTICLE.search(name) else name


def actors(codes: Sequence[str], on: str | None = None) -> str:
    """Several actors as a list in a sentence."""
    return listed([actor(code, on) for code in codes])


def listed(names: Sequence[str]) -> str:
    """Several things as a list in a sentence: "a", "a and b", "a, b and c"."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""


def act(row: Row) -> str:
    """Who does what toward whom, as one line: "Russia recognises → Taliban", "Russia and China hold talks"."""
    on, who, toward = row.get("date"), row.get("initiators") or (), row.get("targets") or ()
    does = kind(row["kind"])
    told = f"{actors(who, on) or 'somebody'} {_plural(does) if len(who) > 1 else does}"
    return f"{told} → {actors(toward, on)}" if toward else told


def _plural(verb: str) -> str:
    """A phrase that begins with a verb in the third person, as several would do it: "holds talks" to "hold talks"."""
    first, _, rest = verb.partition(" ")
    if first.endswith("ies"):
        first = first[:-3] + "y"
    elif first.endswith(("sses", "shes", "ches", "xes", "oes")):
        first = first[:-2]
    elif first.endswith("s"):
        first = first[:-1]
    return f"{first} {rest}".strip()


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


def reason(evidence: Row, claim: Row) -> str:
    """Why a field of a claim says what it says: the words it rests on, what read them, and how surely."""
    start, end = evidence.get("start"), evidence.get("end")
    inside = start is not None and end is not None and claim["start"] <= start and end <= claim["end"]
    quoted = f"“{claim['quote'][start - claim['start'] : end - claim['start']]}”, " if inside and start != end else ""
    filled = ", understood rather than said" if evidence.get("filled") else ""
    return f"{evidence['field']}: {quoted}{evidence['rule']}, {evidence['score']:.2f}{filled}"
