"""Acts and dates as sentences of plain English, for pages, briefs and exports.

Knows the rows of events, the registry of actors and the codebook; nothing of what the sentences stand in.
"""

from __future__ import annotations

from detente import words
from detente.prose.clauses import Clause, Teller
from detente.prose.language import language
from detente.words import Row

__all__ = ["Clause", "Teller", "headline", "language", "sentence"]


def sentence(row: Row, code: str = "en") -> str:
    """An event as a clause with a capital and without its date: "Russia recognised the Taliban"."""
    return words.capitalised(Teller(language(code)).told(Clause.of(row)) or words.act(row))


def headline(row: Row, code: str = "en") -> str:
    """An event as a heading, in the present where it happened: "Russia recognises the Taliban"."""
    clause = Clause.of(row)
    if clause.modality != "happened":
        return sentence(row, code)
    return Teller(language(code)).headline(clause) or words.capitalised(words.act(row))
