"""What must hold of a codebook: every slot, level, root and reference known, no two kinds with the same frame.

Reports everything that is wrong at once, so that an editor of the files need not find it one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.codebook.terms import DOES, ROOTS, SIDES, TOLD, Effect, Frame, Kind
from detente.errors import KindError
from detente.model import MODALITIES

if TYPE_CHECKING:
    from detente.codebook.load import Codebook

# fmt: off
PREPOSITIONS = frozenset(
    [
        "about", "above", "across", "after", "against", "along", "alongside", "among", "amid", "around", "as",
        "at", "away", "before", "behind", "below", "beneath", "beside", "besides", "between", "beyond", "by",
        "concerning", "despite", "down", "during", "for", "from", "in", "inside", "into", "like", "near",
        "of", "off", "on", "onto", "out", "outside", "over", "past", "per", "regarding", "since", "through",
        "throughout", "to", "toward", "towards", "under", "until", "up", "upon", "via", "with", "within",
        "without",
    ]
)
# fmt: on
SLOTS = (
    frozenset(
        {
            "subject",
            "object",
            "indirect",
            "possessive",
            "adjective",
            "compound",
            "attribute",
            "clause",
            "appositive",
            "adverb",
        }
    )
    | PREPOSITIONS
)


def check(book: Codebook) -> None:
    """KindError naming every fault of a codebook; nothing where it holds together."""
    faults = [*_kinds(book), *_dimensions(book), *_frames_told_twice(book), *_crosswalk(book)]
    if faults:
        raise KindError(
            "The codebook does not hold together: " + "; ".join(faults) + ".", remedy="Mend the entries named."
        )


def _kinds(book: Codebook) -> Iterator[str]:
    for name, kind in book.kinds.items():
        for fault in _kind(book, name, kind):
            yield f"{name}: {fault}"


def _kind(book: Codebook, name: str, kind: Kind) -> Iterator[str]:
    if kind.id != name:
        yield f"its file is named for another id than {kind.id!r}"
    if kind.root is not None and kind.root not in ROOTS:
        yield f"root {kind.root!r} is not one of PLOVER's"
    if not -10 <= kind.goldstein <= 10:
        yield f"Goldstein weight {kind.goldstein} is outside -10 to 10"
    if kind.cameo is not None:
        yield from _cameo(book, kind)
    yield from (f"near {other!r}, which is no kind" for other in sorted(kind.near - set(book.kinds)))
    if name in kind.near:
        yield "near itself"
    for effect in kind.effects:
        yield from (f"effect on {effect.dimension}: {fault}" for fault in _effect(book, effect))
    for frame in kind.frames:
        yield from (f"frame {frame}: {fault}" for fault in _frame(book, kind, frame))


def _cameo(book: Codebook, kind: Kind) -> Iterator[str]:
    code = book.codes.get(kind.cameo or "")
    if code is None:
        yield f"CAMEO code {kind.cameo!r} is not in the crosswalk"
    elif code.goldstein != kind.goldstein:
        yield f"Goldstein weight {kind.goldstein} is not that of its CAMEO code, {code.goldstein}"


def _effect(book: Codebook, effect: Effect) -> Iterator[str]:
    dimension = book.dimensions.get(effect.dimension)
    if dimension is None:
        yield "no such dimension"
        return
    if effect.does not in DOES or effect.side not in SIDES:
        yield f"does {effect.does!r} on side {effect.side!r}"
    known = set(dimension.levels)
    if effect.level not in known | {TOLD}:
        yield f"no level {effect.level!r}"
    if effect.default is not None and (effect.default not in known or effect.level != TOLD):
        yield f"default {effect.default!r} is no level of it, or its level is not told"
    anywhere = {level for other in book.dimensions.values() for level in other.levels}
    strange = (set(effect.means) | effect.when) - anywhere | set(effect.means.values()) - known - {""}
    yield from (f"no level {level!r} anywhere it could stand" for level in sorted(strange))


def _frame(book: Codebook, kind: Kind, frame: Frame) -> Iterator[str]:
    slots = [*frame.require, *frame.forbid, *frame.initiator, *frame.target, *filter(None, [frame.level_from])]
    yield from (f"no slot {slot!r}" for slot in slots if not known_slot(slot))
    if not 0 < frame.weight <= 1:
        yield f"weight {frame.weight} is not above 0 and at most 1"
    if frame.modality is not None and frame.modality not in MODALITIES:
        yield f"no modality {frame.modality!r}"
    if frame.level is not None and frame.level not in _told(book, kind):
        yield f"level {frame.level!r} is not one that an effect of the kind can take"
    if any(not lemma or lemma != lemma.lower() for lemma in frame.head[1]):
        yield "a lemma is empty or not in lower case"


def _told(book: Codebook, kind: Kind) -> set[str]:
    """The levels that a claim of the kind can tell to some effect."""
    scales = (
        book.dimensions[effect.dimension].levels for effect in kind.effects if effect.dimension in book.dimensions
    )
    return {level for scale in scales for level in scale} | {level for effect in kind.effects for level in effect.means}


def known_slot(slot: str) -> bool:
    """Whether a frame may name this slot: one of SLOTS, or two of them with a dot between."""
    parts = slot.split(".")
    return len(parts) <= 2 and all(part in SLOTS for part in parts)


def _dimensions(book: Codebook) -> Iterator[str]:
    for name, dimension in book.dimensions.items():
        if dimension.default is not None and dimension.default not in dimension.levels:
            yield f"dimension {name}: default {dimension.default!r} is no level of it"
        referred = {other for level in dimension.scale for other in (level.elsewhere, level.then) if other}
        yield from (f"dimension {name}: no level {other!r}" for other in sorted(referred - set(dimension.levels)))


def _frames_told_twice(book: Codebook) -> Iterator[str]:
    """Frames that two kinds share: which of them a text tells could then only be guessed."""
    seen: dict[object, str] = {}
    for name, kind in book.kinds.items():
        for frame in kind.frames:
            sort, lemmas = frame.head
            for lemma in lemmas:
                key = (sort, lemma, frozenset(frame.require.items()), frozenset(frame.forbid.items()))
                other = seen.setdefault(key, name)
                if other != name:
                    yield f"{other} and {name} share the frame {sort} {lemma} of {frame}"


def _crosswalk(book: Codebook) -> Iterator[str]:
    for code in book.codes.values():
        if code.kind not in book.kinds or code.root not in ROOTS or code.modality not in MODALITIES:
            yield f"crosswalk {code.cameo}: no such kind, root or modality ({code.kind}, {code.root}, {code.modality})"
    missing = [root for root in (f"{n:02d}" for n in range(1, 21)) if root not in book.codes]
    yield from (f"crosswalk: CAMEO root {root} is missing" for root in missing)
