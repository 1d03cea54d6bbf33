"""The annotated passages as the project keeps them: a plain text format that can be read, reviewed and corrected by hand.

    == 2024-03-05 | news | sahel-2023
    Niger's junta told French troops to leave. The last of them left in December.
    - told French troops to leave | demand | NER = Niger's junta | FRA = French |  | happened
    - left | withdraw-forces | FRA = them | NER | 2023-12 = in December | happened

A passage opens with its document's date (or ``-``), genre and case; passages that follow one another in one document
carry the same case and stand one after the other. Its text is everything up to the first claim. A claim has six fields:
trigger, kind, initiators, targets, date, modality. An actor is ``ID = exact words``, or ``ID`` alone where it is only
understood; several are separated by ``;``. A date is ``EDTF = exact words``. Of words that stand more than once,
``words#2`` means the second. Kind ``other/PROTEST`` carries a PLOVER root. A modality may name its speaker:
``alleged by RUS``. Lines that begin with ``#`` are remarks.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

GENRES = frozenset({"history", "brief", "news", "statement", "commentary"})
MODALITIES = frozenset({"happened", "planned", "alleged", "denied", "assessed"})
ROOTS = frozenset(
    [
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "COOPERATE",
        "AID",
        "YIELD",
        "ACCUSE",
        "REQUEST",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "MOBILIZE",
        "SANCTION",
        "COERCE",
        "ASSAULT",
    ]
)
ACTOR = re.compile(r"[A-Z][A-Z0-9-]*")
EDTF = re.compile(r"(\.\.|[\d]{2}[\dX]{2}(-\d\d){0,2}[~?%]?)(/(\.\.|[\d]{2}[\dX]{2}(-\d\d){0,2}[~?%]?)?)?")


@dataclass(frozen=True, slots=True)
class Words:
    """Exact words of a passage; the ``nth`` occurrence, from 1, or the nearest to the trigger where 0."""

    words: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Party:
    """An actor in a role with the words that stand for it, None where it is only understood."""

    actor: str
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """One annotated claim."""

    trigger: Words
    kind: str
    initiators: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    date: str | None = None
    date_words: Words | None = None
    modality: str = "happened"
    speaker: str | None = None
    root: str | None = None


@dataclass(slots=True)
class Passage:
    """One annotated passage. ``case`` keeps documents and cases together when the corpus is split."""

    text: str
    date: str | None
    genre: str
    case: str
    claims: list[Telling] = field(default_factory=list)
    file: str = ""
    line: int = 0


class PassageError(ValueError):
    """A passage that does not keep to the format; says the file, the line and what is wrong."""


def load(paths: Iterable[Path]) -> list[Passage]:
    """Every passage of the files, checked. Raises PassageError at the first fault."""
    return [passage for path in sorted(paths) for passage in parse(path.read_text(encoding="utf-8"), path.name)]


def parse(text: str, file: str = "") -> Iterator[Passage]:
    """The passages of one file's text."""
    for passage, faults in examine(text, file):
        if faults:
            raise PassageError(f"{file}:{faults[0]}")
        yield passage


def examine(text: str, file: str = "") -> Iterator[tuple[Passage, list[str]]]:
    """Each passage with its faults ("12: trigger not in the text: ..."), for the checker."""
    passage: Passage | None = None
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("#") or not stripped:
            continue
        if stripped.startswith("=="):
            if passage is not None:
                yield passage, faults + _check(passage)
            passage, faults = _head(stripped, file, number)
        elif passage is None:
            continue
        elif stripped.startswith("- "):
            try:
                passage.claims.append(_claim(stripped[2:]))
            except ValueError as error:
                faults.append(f"{number}: {error}")
        else:
            passage.text = f"{passage.text} {stripped}".strip()
    if passage is not None:
        yield passage, faults + _check(passage)


def _head(line: str, file: str, number: int) -> tuple[Passage, list[str]]:
    parts = [part.strip() for part in line.strip("= ").split("|")]
    parts += [""] * (3 - len(parts))
    date, genre, case = parts[:3]
    faults = [] if genre in GENRES else [f"{number}: genre '{genre}' is none of {', '.join(sorted(GENRES))}"]
    faults += [] if case else [f"{number}: no case"]
    faults += [] if date == "-" or EDTF.fullmatch(date) else [f"{number}: date '{date}' is neither '-' nor EDTF"]
    return Passage("", None if date == "-" else date, genre, case, file=file, line=number), faults


def _words(text: str) -> Words:
    base, mark, nth = text.rpartition("#")
    return Words(base.strip(), int(nth)) if mark and nth.strip().isdigit() else Words(text.strip())


def _parties(text: str) -> tuple[Party, ...]:
    found = []
    for part in filter(None, (p.strip() for p in text.split(";"))):
        actor, equals, words = part.partition("=")
        if not ACTOR.fullmatch(actor.strip()):
            raise ValueError(f"not an actor id: '{actor.strip()}'")
        found.append(Party(actor.strip(), _words(words) if equals and words.strip() else None))
    return tuple(found)


def _claim(line: str) -> Telling:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 6:
        raise ValueError(f"{len(parts)} fields instead of six: {line}")
    trigger, kind, initiators, targets, date, modality = parts
    kind, _, root = kind.partition("/")
    edtf, _, date_words = date.partition("=")
    modality, _, speaker = modality.partition(" by ")
    if modality not in MODALITIES:
        raise ValueError(f"modality '{modality}'")
    if root and root not in ROOTS:
        raise ValueError(f"root '{root}'")
    if edtf.strip() and not EDTF.fullmatch(edtf.strip()):
        raise ValueError(f"date '{edtf.strip()}' is not EDTF")
    return Telling(
        _words(trigger),
        kind,
        _parties(initiators),
        _parties(targets),
        edtf.strip() or None,
        _words(date_words) if date_words.strip() else None,
        modality,
        speaker.strip() or None,
        root or None,
    )


def spans(text: str, words: Words) -> list[tuple[int, int]]:
    """Where words stand in a text, on word boundaries; one place where ``nth`` says which."""
    pattern = r"(?<!\w)" + re.escape(words.words) + r"(?!\w)"
    places = [match.span() for match in re.finditer(pattern, text)]
    if words.nth:
        return places[words.nth - 1 : words.nth]
    return places


def _check(passage: Passage) -> list[str]:
    known = kinds()
    faults = [] if passage.text else [f"{passage.line}: no text"]
    for claim in passage.claims:
        said = [claim.trigger, claim.date_words, *(p.words for p in (*claim.initiators, *claim.targets))]
        faults += [
            f"{passage.line}: not in the text: '{w.words}'"
            for w in said
            if w is not None and not spans(passage.text, w)
        ]
        if claim.kind not in known:
            faults.append(f"{passage.line}: kind '{claim.kind}'")
    return faults


def kinds() -> frozenset[str]:
    return frozenset(
        [
            "recognise",
            "withhold-recognition",
            "derecognise",
            "accept-credentials",
            "appoint-envoy",
            "open-mission",
            "keep-mission-open",
            "close-mission",
            "upgrade-relations",
            "downgrade-relations",
            "establish-relations",
            "sever-relations",
            "list-terrorist",
            "delist-terrorist",
            "sanction",
            "lift-sanctions",
            "sign-agreement",
            "trade-deal",
            "give-aid",
            "give-arms",
            "give-access",
            "hold-talks",
            "host-talks",
            "convene-forum",
            "join-forum",
            "issue-statement",
            "support",
            "praise",
            "criticise",
            "demand",
            "warn",
            "accuse",
            "invade",
            "withdraw-forces",
            "annex",
            "attack",
            "fight",
            "seize-power",
            "lose-power",
            "coup",
            "form-alliance",
            "mediate",
            "legislate",
            "other",
        ]
    )


def _said(words: Words | None) -> str:
    return "" if words is None else f"{words.words}#{words.nth}" if words.nth else words.words


def _party(party: Party) -> str:
    return f"{party.actor} = {_said(party.words)}" if party.words else party.actor


def write(passages: Iterable[Passage]) -> str:
    """The passages in the project's format."""
    lines = []
    for passage in passages:
        lines += [f"== {passage.date or '-'} | {passage.genre} | {passage.case}", passage.text]
        for c in passage.claims:
            kind = f"{c.kind}/{c.root}" if c.root else c.kind
            date = f"{c.date or ''} = {_said(c.date_words)}".strip() if c.date_words else c.date or ""
            modality = f"{c.modality} by {c.speaker}" if c.speaker else c.modality
            lines.append(
                "- "
                + " | ".join(
                    [
                        _said(c.trigger),
                        kind,
                        "; ".join(map(_party, c.initiators)),
                        "; ".join(map(_party, c.targets)),
                        date,
                        modality,
                    ]
                )
            )
        lines.append("")
    return "\n".join(lines)


def from_json(line: str, case: str) -> Passage:
    """A passage from the first JSON form (one object a line)."""
    raw = json.loads(line)
    passage = Passage(raw["text"], raw.get("doc_date"), raw["genre"], case)
    for c in raw["claims"]:
        parties = [
            tuple(
                Party(actor, Words(words) if words else None)
                for actor, words in zip(c[side], c[f"{side[:-1]}_words"], strict=True)
            )
            for side in ("initiators", "targets")
        ]
        passage.claims.append(
            Telling(
                Words(c["trigger"], c.get("n", 0)),
                c["kind"],
                parties[0],
                parties[1],
                c["date"],
                Words(c["date_words"]) if c.get("date_words") else None,
                c["modality"],
                c.get("speaker"),
            )
        )
    return passage


def main(argv: list[str]) -> int:
    """Check files and print how many passages, claims and kinds they hold."""
    kinds: Counter[str] = Counter()
    modalities: Counter[str] = Counter()
    passages, empty, bad = 0, 0, 0
    for path in map(Path, argv):
        for passage, faults in examine(path.read_text(encoding="utf-8"), path.name):
            passages += 1
            empty += not passage.claims
            kinds.update(claim.kind for claim in passage.claims)
            modalities.update(claim.modality for claim in passage.claims)
            for fault in faults:
                bad += 1
                print(f"{path.name}:{fault}")
    print(f"{passages} passages, {empty} without an act, {sum(kinds.values())} claims, {bad} faults")
    print(dict(kinds.most_common()), dict(modalities))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
