"""What the encoder sees of a sentence and its pair: a window with the initiator's words in one slot, the target's in another.

Used alike in training and in coding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.coding.marks import Marked, Span
from detente.reading.window import Named, Window, build, pieces

if TYPE_CHECKING:
    from tokenizers import Tokenizer
else:
    Tokenizer = Any

SIDES = ("initiator", "target")


@dataclass(frozen=True, slots=True)
class View:
    """A window and the word pieces of each side in it, first to last inclusive."""

    window: Window
    initiator: tuple[Span, ...]
    target: tuple[Span, ...]


def view(tokenizer: Tokenizer, marked: Marked) -> View:
    """The window of a sentence. A side that lies beyond the longest window has no word pieces in it."""
    named = [Named(start, end, side, "name") for side in SIDES for start, end in getattr(marked, side)]
    window = build(tokenizer, marked.text, body=0, named=named, dates=())
    places = {side: _pieces(window, getattr(marked, side)) for side in SIDES}
    return View(window, places["initiator"], places["target"])


def _pieces(window: Window, spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(place for span in spans if (place := pieces(window, *span)) is not None)
