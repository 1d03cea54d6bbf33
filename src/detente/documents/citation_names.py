"""Names in citations: who is an author, what is an outlet or an institution, what is neither.

Works on masked text (see ``masking``).
"""

from __future__ import annotations

import re
from typing import Literal

from detente.documents import citation_details as details
from detente.documents.masking import PARTS, Masked
from detente.documents.metadata import looks_like_names

_INSTITUTION = re.compile(
    r"\b(?:Ministry|Department|Office|Government|House|Council|Commission|Bank|Agency|Embassy|Mission|Secretariat|"
    r"Institute|Institution|Cent(?:re|er)|University|Press|Committee|Parliament|Congress|Senate|Assembly|Court|Union|"
    r"Nations|Organi[sz]ation|Foundation|Association|Society|Group|Kremlin|Presidency|Cabinet|Library|Archives?|Academy|"
    r"Corporation|Fund|Service|Bureau|Federation|Chancellery|Directorate|Authority|UN|UNSC|UNGA|NATO|EU|OSCE|IMF|"
    r"RAND|CIA|State Department)\b"
)
_OUTLET = re.compile(
    r"\b(?:News|Times|Post|Press|Journal|Daily|Today|Herald|Tribune|Guardian|Radio|TV|Television|Network|Review|Weekly|"
    r"Gazette|Agency|Online|Magazine|Reuters|Bloomberg|Jazeera|Telegraph|Independent|Observer|Economist|Chronicle|"
    r"Standard|Mail|Express|Digest|Monitor|Bulletin|Wire|Affairs|Policy|Editorial Board|Staff)\b|"
    r"^[A-Z]{2,6}\b|\.(?:com|org|net)\b"
)
_DOCUMENT = re.compile(
    r"\b(?:Treaty|Agreement|Resolution|Law|Act|Decree|Interview|Speech|Statement|Protocol|Convention|Letter|Telegram|"
    r"Memorandum|Report|Declaration|Charter|Constitution|Communiqué|Communique|Release|Accords?|Note|Minutes|Briefing|"
    r"[Ii]nterview|Testimony|Remarks|Address|Despatch|Dispatch|Cable|Res\.|Order|Bill|Accord|Exchange of Notes)\b",
)
_SMALL_WORDS = (
    "a al also an and at by da de del der des di dos du el et for from in ibn bin la le les of on or s the to und "
    "van von with y eds ed others"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_LISTED = re.compile(r"^(?P<last>[^\W\d_][\w’' -]+), (?P<first>[A-Z][^,]*?)(?P<others>,? (?:and|&) .+|, et al)?$")
_LISTED_BOOK = re.compile(
    r"^(?P<last>[^\W\d_][\w’'-]+), (?P<first>[A-Z][^,.\d]*(?: [A-Z]\.)?)\. (?P<title>[^.]{4,}[.?!]) "
    r"(?P<press>[A-Z][^:.]{2,40}: [^.]+)"
)
_CITY = re.compile(r"^[A-Z][\w .,’-]{2,40}: (?=[A-Z])")
_EMPTY = re.compile(
    r"(?:available(?: online)?(?: at| from| via)?|online|at|in|on|via|from|url|web|print|pdf|transcript|https?|"
    r"(?:eds?|trans|tr|rev)\.?(?: .*)?|(?:edited|translated) by .*|\d+(?:st|nd|rd|th) ed\.?|n\.?d\.?|no date|"
    r"emphasis added|"
    r"(?:published|posted|updated|last modified|issued|dated)(?: on)?|and|para|paras|§|"
    r"(?:in )?(?:russian|arabic|chinese|german|french))",
    re.IGNORECASE,
)
_PART_END = re.compile(
    r",\s*|\.(?:\s+|$)(?<!\b[A-Z]\.)(?<!\b[A-Z]\.\s)(?<!No\.\s)(?<!St\.\s)(?<!Res\.\s)(?<!Vol\.\s)|;\s*|[()\[\]]"
)


def is_institution(name: str) -> bool:
    """Whether a name is that of a body rather than of a person."""
    return any(form.search(name) for form in (_INSTITUTION, _OUTLET))


def is_prose(text: str) -> bool:
    """Whether words are a sentence about something rather than a citation: many small words that no name has."""
    words = _WORD.findall(re.sub(f"[{PARTS}]", " ", text))
    return len([word for word in words if word[0].islower() and word not in _SMALL]) >= 4


def author_and_publisher(before: str, masked: Masked) -> tuple[str | None, str | None]:
    """Who is named before a title: (author, None), or (None, outlet) where it is an outlet by its look or name."""
    before = _last_sentence(before)
    italics = masked.of(before, "italic")
    name = masked.unmask(before).strip(' ,:.–—-("“')
    name = re.sub(r"^(?:by|in)\s+|,? (?:in|eds?\.?|\(eds?\.?\)?)$", "", name).strip(" ,:(")
    if not name or not _is_name(name):
        return None, None
    if italics and len(before.strip(" ,:.")) == 1:
        return None, name
    outlet = _OUTLET.search(name) is not None or " " not in name  # people are not called by one word in notes
    if outlet and " and " not in name and "," not in name and not _INSTITUTION.search(name):
        return None, name
    return _in_order(name, before), None


def _last_sentence(text: str) -> str:
    """What stands after the last sentence end; initials and "Doe, Jane." before a title end none."""
    cuts = [match.end() for match in re.finditer(r"(?<=[a-z\d)”])[.?!:]\s+(?=\S)", text)]
    return text[cuts[-1] :] if cuts else text


def _is_name(name: str) -> bool:
    words = _WORD.findall(name)
    small = [word for word in words if word[0].islower() and word not in _SMALL]
    return 0 < len(words) <= 25 and not small and name[0].isupper()


def _in_order(name: str, before: str) -> str:
    """ "Doe, Jane." before an MLA title as "Jane Doe"; other names as printed."""
    match = _LISTED.match(name) if before.rstrip().endswith(".") and not _INSTITUTION.search(name) else None
    if match is None or name.count(",") > 2 or len(match["first"].split()) > 3:
        return name
    return f"{match['first']} {match['last']}{(match['others'] or '').replace(', and', ' and')}"


def title_or_publisher(before: str, after: str, masked: Masked) -> Literal["title", "publisher"]:
    """Whether the only italics of a citation are its title (a book) or its outlet (a newspaper and its date)."""
    if re.sub(r"^(?:in|from|the)\b", "", before.strip(" ,."), flags=re.IGNORECASE).strip():
        return "title" if _is_name(masked.unmask(before).strip(" ,.:(")) else "publisher"
    rest, date = details.take_date(details.take_pages(after)[0])
    named = re.search(r"[^\W\d_]{3,}", rest) is not None
    return "title" if named or (date is not None and len(date) == 4) else "publisher"


def publisher_of(text: str, masked: Masked) -> str | None:
    """The outlet, press or body in what follows a title, report series included; volume and issue left out."""
    parts = [part for raw in _PART_END.split(text) if (part := _publisher_part(raw, masked))]
    italics = [part for part in parts if masked.of(part, "italic", "linked")]
    if italics:
        return masked.unmask(details.without_volume(italics[0])).strip(" ,.") or None
    return _press(", ".join(masked.unmask(part).strip() for part in parts[:3]))


def _publisher_part(raw: str, masked: Masked) -> str | None:
    for char, part in masked.parts.items():
        if part.kind == "address":
            raw = raw.replace(char, " ")
    named = re.sub(r"^(?:in|at|on|via|from|by)\s+(?=\S)", "", raw.strip(" :–—-\"'“”‘’.<>"), flags=re.IGNORECASE)
    if not named or _EMPTY.fullmatch(named) or details.is_volume(named):
        return None
    return named if re.search(rf"[^\W\d_]|[{PARTS}]", named) else None


def plain_parts(rest: str, masked: Masked) -> tuple[str | None, str | None, str | None]:
    """(author, title, publisher) of a citation in which nothing is marked as its title, by what its parts look like."""
    if listed := _LISTED_BOOK.match(rest):
        return f"{listed['first']} {listed['last']}", listed["title"], _press(listed["press"])
    parts = [masked.unmask(part).strip() for raw in _PART_END.split(rest) if (part := _publisher_part(raw, masked))]
    if not parts:
        return None, None, None
    if len(parts) > 2 and looks_like_names(parts[0]) and not is_institution(parts[0]):
        return parts[0], parts[1], _press(", ".join(parts[2:4]))
    words = _WORD.findall(parts[0])
    spoken = len(words) > 3 and any(word[0].islower() and word not in _SMALL for word in words)
    if spoken or _DOCUMENT.search(parts[0]):
        return None, parts[0], _press(", ".join(parts[1:3]))
    return None, None, _press(", ".join(parts[:3]))


def _press(named: str) -> str | None:
    """A publisher without the city before it."""
    return _CITY.sub("", named).strip(" ,.") or None
