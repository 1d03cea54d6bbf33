"""Works as bibliographies that Zotero and pandoc read: CSL-JSON and BibTeX.

What a note tells of a source is little: there is no telling a newspaper from a ministry by it, so the types are the
plain ones (a report where pages are cited is still a document), and nothing is guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from detente import dates
from detente.errors import UsageError
from detente.exports.files import put
from detente.exports.works import Work, named

_PERSON = re.compile(r"^[^\W\d_][\w.'’-]*(?: [\w.'’-]+){1,3}$")
_BODY = re.compile(
    r"\b(?:agency|bank|centre|center|committee|council|department|group|institute|ministry|news|office|organi[sz]ation|press"
    r"|project|service|society|staff|team|university|the|of)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\s*;\s*|,? and |,? & ")
_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_TEX |= {sign: f"\\{sign}" for sign in "&%$#_{}"}


def csl_items(works: Iterable[Work]) -> list[dict[str, Any]]:
    """The works as CSL-JSON items, each with its short name as its id."""
    listed = list(works)
    names = named(listed)
    return [_item(work, names[work.key]) for work in sorted(listed, key=lambda work: names[work.key])]


def csl_json(works: Iterable[Work]) -> str:
    """The works as a CSL-JSON file."""
    return json.dumps(csl_items(works), ensure_ascii=False, indent=2) + "\n"


def bibtex(works: Iterable[Work]) -> str:
    """The works as a BibTeX file, in UTF-8."""
    listed = list(works)
    names = named(listed)
    return "\n".join(_entry(work, names[work.key]) for work in sorted(listed, key=lambda work: names[work.key]))


def _item(work: Work, name: str) -> dict[str, Any]:
    item: dict[str, Any] = {"id": name, "type": _type(work), "title": work.title or work.file or work.publisher or name}
    if work.author:
        item["author"] = [_csl_name(author) for author in authors(work.author)]
    if work.publisher:
        item["container-title" if item["type"].startswith("article") else "publisher"] = work.publisher
    if work.date and (issued := _csl_date(work.date)):
        item["issued"] = issued
    if work.address:
        item["URL"] = work.address
    return item


def _type(work: Work) -> str:
    """What has a publisher and a day is printed as an article of that publication; all else as a document."""
    exact = work.date is not None and dates.parse(work.date).grain == "day"
    if work.publisher and exact:
        return "article-newspaper"
    return "webpage" if work.address else "document"


def authors(text: str) -> list[str]:
    """The authors that one text names."""
    return [name for name in _SEVERAL.split(text.strip()) if name]


def _is_person(name: str) -> bool:
    return bool(_PERSON.match(name)) and not _BODY.search(name)


def _csl_name(name: str) -> dict[str, str]:
    if not _is_person(name):
        return {"literal": name}
    given, _, family = name.rpartition(" ")
    return {"family": family, "given": given}


def _csl_date(edtf: str) -> dict[str, Any] | None:
    """A date as CSL has it: parts where it is a day, month, year or a range of them, else its words."""
    date = dates.parse(edtf)
    told: dict[str, Any] = {"circa": True} if date.approximate or date.uncertain else {}
    if date.first is None or date.last is None:
        return {"literal": dates.words(edtf)}
    parts = {"day": 3, "month": 2, "year": 1}.get(date.grain, 0)
    if parts:
        return told | {"date-parts": [[date.first.year, date.first.month, date.first.day][:parts]]}
    ends = [[day.year, day.month, day.day] for day in (date.first, date.last)]
    return told | {"date-parts": ends}


def _entry(work: Work, name: str) -> str:
    people = " and ".join(
        person if _is_person(person) else f"{{{person}}}" for person in map(_tex, authors(work.author or ""))
    )
    article = _type(work) == "article-newspaper"
    fields = {
        "author": people,
        "title": f"{{{_tex(work.title or work.file or work.publisher or name)}}}",
        "journal" if article else "howpublished": _tex(work.publisher or ""),
        "url": (work.address or "").replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
        **_bibtex_date(work.date),
    }
    lines = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items() if value)
    return f"@{'article' if article else 'misc'}{{{name},\n{lines}}}\n"


def _bibtex_date(edtf: str | None) -> dict[str, str]:
    date = dates.parse(edtf) if edtf else None
    if date is None or date.first is None:
        return {}
    exact = date.grain in ("day", "month")
    told = {"year": str(date.first.year), "month": str(date.first.month) if exact else ""}
    return told | ({"date": str(edtf)} if date.grain in ("day", "month", "year") and date.edtf[-1].isdigit() else {})


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in " ".join(text.split()))


def write_works(listed: Iterable[Work], path: Path) -> None:
    """Write works to a file by its name: .bib as BibTeX, .json as CSL-JSON. Raises UsageError for another name."""
    text = {".bib": bibtex, ".json": csl_json}.get(path.suffix.lower())
    if text is None:
        remedy = "Name it .json for CSL-JSON or .bib for BibTeX."
        raise UsageError(
            f"'{path.suffix or path.name}' is no format of a bibliography.", place=str(path), remedy=remedy
        )
    put(path, text(listed))
