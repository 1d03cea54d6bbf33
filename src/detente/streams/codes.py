"""What a stream's codes and names stand for in the registry and the codebook. One answer a distinct code, not a row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from detente.actors.registry import registry
from detente.codebook import load
from detente.errors import KindError

FIRST, LAST = dt.date.min, dt.date.max
# Codes of CAMEO's actors that are neither ISO 3166 nor an id of the registry.
CAMEO_ACTORS = {
    "ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "PSE": "PALESTINE", "KSV": "XKX", "EUR": "EU", "EEC": "EU",
    "NAT": "NATO", "UNO": "UN", "IGOUNO": "UN", "IGONAT": "NATO", "IGOEEC": "EU", "TAL": "TALIBAN",
    "AFGINSTAL": "TALIBAN", "AFGREBTAL": "TALIBAN", "AFU": "AFRICAN-UNION", "ARL": "ARAB-LEAGUE",
    "PSEGOV": "PALESTINE", "SER": "SRB",
}  # fmt: skip
# Offices and forces through which a state acts; what they do is the state's act.
ORGANS = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP", "ELI"})
GROUPS = {
    "OPP": "OPPOSITION", "REB": "REBELS", "INS": "INSURGENTS", "SEP": "SEPARATISTS", "RAD": "RADICALS",
    "UAF": "UNIDENTIFIED-FORCES", "BUS": "BUSINESS", "MED": "MEDIA", "CVL": "CIVILIANS", "EDU": "EDUCATION",
    "LAB": "LABOUR", "REF": "REFUGEES", "CRM": "CRIMINALS", "HLH": "HEALTH", "AGR": "AGRICULTURE", "SET": "SETTLERS",
    "NGO": "NGOS", "ENV": "ENVIRONMENTALISTS", "HRI": "HUMAN-RIGHTS", "MOD": "MODERATES", "DEV": "DEVELOPMENT",
    "IGO": "ORGANISATION", "MNC": "BUSINESS", "PTY": "PARTY", "PRO": "PROTESTERS", "CIV": "CIVILIANS",
    "REL": "RELIGIOUS", "JRN": "MEDIA", "ACT": "ACTIVISTS", "AGO": "AID", "UNK": "UNKNOWN",
}  # fmt: skip
_ICEWS_ORGANS = ("Government", "Executive", "Police", "Military", "Legislative", "Judicial", "Foreign Ministry")
_ICEWS_GROUPS = {
    "Protestors": "PROTESTERS", "Insurgents": "INSURGENTS", "Rebel": "REBELS", "Separatist": "SEPARATISTS",
    "Dissident": "DISSIDENTS", "Opposition": "OPPOSITION", "Criminals": "CRIMINALS", "Media": "MEDIA",
    "Business": "BUSINESS", "Radicals": "RADICALS", "Unidentified Forces": "UNIDENTIFIED-FORCES",
    "Parties": "PARTY", "General Population": "CIVILIANS", "Social": "CIVILIANS",
}  # fmt: skip
_ICEWS_STATES = {"moldova, republic of": "MDA", "cote d'ivoire": "CIV"}
# POLECAT names PLOVER's roots and modes; the kinds of its modes that are narrower than the root's.
_POLECAT = {
    "AGREE": "sign-agreement", "CONSULT": "hold-talks", "SUPPORT": "support", "CONCEDE": "other",
    "COOPERATE": "other", "AID": "give-aid", "RETREAT": "other", "REQUEST": "demand", "ACCUSE": "accuse",
    "REJECT": "other", "THREATEN": "warn", "PROTEST": "other", "SANCTION": "sanction", "MOBILIZE": "other",
    "COERCE": "other", "ASSAULT": "attack",
}  # fmt: skip
_MISSING = {"", "NA", "None", "NULL", "nan", "---", "Unspecified", "Unspecified Actor"}


@dataclass(frozen=True, slots=True)
class Borne:
    """The actor that a key stands for from one day until before another; empty where it names nobody in particular."""

    key: str
    first: dt.date
    until: dt.date
    actor: str
    known: bool  # whether the code was understood


@dataclass(frozen=True, slots=True)
class Meant:
    """What a code of an act means; ``kind`` is "other" and ``known`` False for codes that nobody lists."""

    key: str
    kind: str
    root: str | None
    weight: float
    modality: str
    known: bool


def actors(keys: Iterable[str], stream: str) -> Iterator[Borne]:
    """Who each key stands for, day by day: Moscow's acts before 26 December 1991 are the Soviet Union's."""
    resolve = _cameo_actor if stream == "gdelt" else _named_actor
    for key in keys:
        actor = resolve(key)
        yield from _by_day(key, actor) if actor else [Borne(key, FIRST, LAST, "", actor is not None)]


def acts(keys: Iterable[str], stream: str) -> Iterator[Meant]:
    """What each code of an act means, "code|mode" for POLECAT."""
    for key in keys:
        yield _plover(key) if stream == "polecat" else _cameo(key)


def _cameo(key: str) -> Meant:
    try:
        code = load().code(key)
    except KindError:
        return Meant(key, "other", None, 0.0, "happened", False)
    return Meant(key, code.kind, code.root, code.goldstein, code.modality, True)


def _plover(key: str) -> Meant:
    root = key.partition("|")[0].upper()
    kind = _POLECAT.get(root)
    if kind is None:
        return Meant(key, "other", None, 0.0, "happened", False)
    return Meant(key, kind, root, 0.0, "happened", True)  # its own intensity is the weight


def _cameo_actor(key: str) -> str | None:
    """The actor of a CAMEO code such as CHLGOV; "" for a role without a country, None for an unknown code."""
    if key in _MISSING:
        return ""
    if key in CAMEO_ACTORS:
        return CAMEO_ACTORS[key]
    head, rest = key[:3], [key[i : i + 3] for i in range(3, len(key), 3)]
    state = _state(CAMEO_ACTORS.get(head, head))
    if state is None:
        return "" if head in ORGANS or head in GROUPS else None
    if not rest or rest[0] in ORGANS:
        return state
    return _group(state, GROUPS.get(rest[0])) if rest[0] in GROUPS else None


def _group(state: str, group: str | None) -> str:
    named = f"{state}-{group}"
    return named if group and named in registry() else state


def _named_actor(key: str) -> str | None:
    """The actor of "country|sectors|name", as ICEWS and POLECAT give them."""
    country, sectors, name = (part.strip() for part in key.split("|", 2))
    if country in _MISSING:
        return _found(name) if name not in _MISSING else ""
    state = _state(country) or _states().get(country.casefold()) or _found(country)
    if state is None:
        return None
    told = _found(name) if name not in _MISSING else None
    if told and not registry().actor(told).is_state:
        return told  # a movement or a body named as such
    return _sector(state, sectors)


def _sector(state: str, sectors: str) -> str:
    listed = [sector.strip() for sector in sectors.split(",") if sector.strip() not in _MISSING]
    if not listed or any(s in ORGANS or s.startswith(_ICEWS_ORGANS) for s in listed):
        return state
    for sector in listed:
        for start, group in _ICEWS_GROUPS.items():
            if sector.startswith(start):
                return _group(state, group)
        if sector in GROUPS:
            return _group(state, GROUPS[sector])
    return state


def _state(code: str) -> str | None:
    found = registry().get(code) if code.isupper() and "-" not in code else None
    return found.id if found else None


def _found(words: str) -> str | None:
    found = registry().exact(words)
    return found.id if found else None


@cache
def _states() -> dict[str, str]:
    """States by their name of today; where a name was borne before by another (Turkey, Croatia), today's state."""
    return _ICEWS_STATES | {actor.name.casefold(): actor.id for actor in registry() if actor.kind == "state"}


def label(key: str) -> str:
    """How an unknown key is listed: a CAMEO code as it is, otherwise the country, or the name where there is none."""
    country, _, rest = key.partition("|")
    return country if country or not rest else rest.rpartition("|")[2]


def _by_day(key: str, actor: str) -> Iterator[Borne]:
    """One row for each stretch of time in which another actor bears the place."""
    known = registry()
    own, dash, group = actor.partition("-")
    base = own if dash and known.get(actor) and actor not in _plain() else actor
    tail = dash + group if base == own and base != actor else ""
    days = {
        day
        for id in (base, *known.predecessors(base))
        for span in known.actor(id).spells
        for day in (span.start, span.end)
    }
    cuts = sorted({FIRST.toordinal(), LAST.toordinal(), *(d for d in days if FIRST.toordinal() < d < LAST.toordinal())})
    stretches: list[tuple[int, int, str]] = []
    for start, end in pairwise(cuts):
        bearer = known.bearer(base, start)
        if stretches and stretches[-1][2] == bearer:
            stretches[-1] = (stretches[-1][0], end, bearer)
        else:
            stretches.append((start, end, bearer))
    for start, end, bearer in stretches:
        yield Borne(key, dt.date.fromordinal(start), dt.date.fromordinal(end), bearer + tail, True)


@cache
def _plain() -> frozenset[str]:
    return frozenset(actor.id for actor in registry())
