"""Which notes a TEI text has, where each is cited, and by what label.

A note stands where it is cited, or elsewhere with a reference (``ref``, ``ptr``) at the place, or it names the place
(``target``) itself. Knows nothing of blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.documents.tei_header import words_of
from detente.documents.untrusted_xml import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LABEL = re.compile(r"[\s\[(]*((?:\d{1,4}|[ivxlc]{1,6}|[a-z]|[*†‡§¶#]{1,4})[*†‡]?)[\s\])]*[.:]?\s*", re.IGNORECASE)
_IN_THE_TEXT = frozenset(("inline", "interlinear", "block"))
ENTRIES = frozenset(("bibl", "biblStruct", "biblFull"))


@dataclass(slots=True)
class NotePlan:
    """``labels`` of all notes; ``cites`` gives for an element the labels that it cites; ``elsewhere`` holds the notes
    that are cited from another place than their own."""

    labels: dict[_Element, str] = field(default_factory=dict)
    cites: dict[_Element, list[str]] = field(default_factory=dict)
    elsewhere: set[_Element] = field(default_factory=set)


def plan_notes(text: _Element) -> NotePlan:
    """Finds the notes of a text and the places that cite them."""
    by_id = {element.get(_ID): element for element in text.iter() if element.get(_ID)}
    cited = list(_references(text, by_id)) + list(_targets(text, by_id))
    plan = NotePlan()
    printed = {note: label for place, note in cited if (label := label_in(words_of(place)))}
    pointed = {note for _, note in cited}
    notes = [element for element in text.iter() if _is_note(element) or element in pointed]
    for count, note in enumerate(notes, 1):
        plan.labels[note] = label_in(note.get("n") or "") or printed.get(note) or str(count)
    for place, note in cited:
        plan.elsewhere.add(note)
        plan.cites.setdefault(place, []).append(plan.labels[note])
    return plan


def label_in(words: str) -> str | None:
    """The label that words are, brackets and stop left out ("[3]" is "3"); None for other words."""
    match = _LABEL.fullmatch(words)
    return match.group(1) if match else None


def _is_note(element: _Element) -> bool:
    return local_name(element) == "note" and not is_in_the_text(element)


def is_in_the_text(note: _Element) -> bool:
    """Whether a ``note`` is a remark that is printed in the text."""
    return note.get("place") in _IN_THE_TEXT or note.get("type") in _IN_THE_TEXT or note.get("rend") in _IN_THE_TEXT


def _references(text: _Element, by_id: dict[str | None, _Element]) -> Iterator[tuple[_Element, _Element]]:
    """(reference, note) where a reference is nothing but a mark; "see note 3" is words."""
    for place in text.iter():
        if local_name(place) not in ("ref", "ptr") or place.get("type") == "back":
            continue
        words = words_of(place)
        if words and label_in(words) is None:
            continue
        for note in _pointed(place, by_id):
            if (_is_note(note) or local_name(note) in ENTRIES) and note not in place.iterancestors():
                yield place, note


def _targets(text: _Element, by_id: dict[str | None, _Element]) -> Iterator[tuple[_Element, _Element]]:
    """(place, note) where a note names the place at which it is cited; not where that place points at the note too."""
    for note in text.iter():
        if _is_note(note):
            for place in _pointed(note, by_id):
                if local_name(place) != "note" and note not in _pointed(place, by_id):
                    yield place, note


def _pointed(element: _Element, by_id: dict[str | None, _Element]) -> list[_Element]:
    names = [target[1:] for target in element.get("target", "").split() if target.startswith("#")]
    return [by_id[name] for name in names if name in by_id]
