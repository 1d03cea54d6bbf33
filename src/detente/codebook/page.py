"""The codebook as a page of Markdown, generated so that it cannot fall behind the data.

Knows the codebook's records and Markdown tables, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.codebook.load import Codebook, load
from detente.codebook.terms import ROOTS, TOLD, Dimension, Effect, Frame, Kind

HEAD = """# Codebook

*This page is generated from the files in `src/detente/codebook`: `make docs`.*

What kinds of act détente knows, what each changes in how two actors stand, and what PLOVER and CAMEO call it. A kind is
toward somebody: its initiator acts, its target is acted toward. Where the sides act alike the kind is symmetric, and
joint parties are all initiators. Weights are those of the CAMEO-Goldstein scale, from -10 (conflict) to 10
(cooperation)."""
DOES = {
    "begins": "begins {level}",
    "ends": "ends",
    "raises": "is raised to {level}",
    "lowers": "is lowered to {level}",
    "confirms": "is {level} at that date",
}
SIDES = {"forward": "initiator toward target", "reverse": "target toward initiator", "both": "both ways"}


def page() -> str:
    """The whole page, ending in a line break."""
    book = load()
    parts = [HEAD, "## Kinds", _overview(book), "## Dimensions and levels", _dimension_note()]
    parts += [part for dimension in book.dimensions.values() for part in _dimension(dimension)]
    parts += ["## Kind by kind", *(part for kind in book for part in _kind(kind))]
    parts += ["## From CAMEO", _crosswalk_note(), _crosswalk(book)]
    return "\n\n".join(parts) + "\n"


def _overview(book: Codebook) -> str:
    rows = (
        (
            f"[{kind.id}](#{kind.id})",
            kind.definition,
            kind.root or "its own",
            _quad(kind),
            kind.cameo or "",
            f"{kind.goldstein:g}",
        )
        for kind in book
    )
    return _table(("kind", "what it is", "PLOVER", "quad", "CAMEO", "weight"), rows)


def _quad(kind: Kind) -> str:
    return "" if kind.quad is None else str(kind.quad)


def _dimension_note() -> str:
    return (
        "A dimension is kept for one actor toward another: Russia toward the Taliban is not the Taliban toward Russia. "
        "Levels stand lowest first; the one that holds where nothing is told is marked."
    )


def _dimension(dimension: Dimension) -> Iterator[str]:
    yield f"### {dimension.label}"
    kept = f" It is kept for each {dimension.per} by itself." if dimension.per else ""
    yield f"`{dimension.id}`: {dimension.definition}{kept}"
    rows = (
        (_level_name(dimension, level.id), level.label, level.definition, _some(level.words))
        for level in dimension.scale
    )
    yield _table(("level", "in words", "what it means", "told by"), rows)
    if dimension.rules:
        yield "\n".join(f"- {rule}" for rule in dimension.rules)


def _level_name(dimension: Dimension, level: str) -> str:
    return f"`{level}` (default)" if level == dimension.default else f"`{level}`"


def _some(words: tuple[str, ...], most: int = 6) -> str:
    return ", ".join(words[:most]) + (", …" if len(words) > most else "")


def _kind(kind: Kind) -> Iterator[str]:
    yield f"### {kind.id}"
    yield kind.definition
    facts = [
        f"- Initiator: {kind.initiator}",
        f"- Target: {kind.target}",
        *_traits(kind),
        *(_effect(e) for e in kind.effects),
    ]
    yield "\n".join([*facts, f"- {_codes(kind)}"])
    if kind.frames:
        yield "Told by: " + "; ".join(dict.fromkeys(_frame(frame) for frame in kind.frames)) + "."


def _traits(kind: Kind) -> Iterator[str]:
    if kind.symmetric:
        yield "- Symmetric: who is named first tells nothing."
    elif kind.joint:
        yield "- Joint parties with nobody on the other side act toward one another."
    if kind.singular:
        yield "- Once for a pair, until it is undone."
    if kind.near:
        yield "- Near: " + ", ".join(f"[{other}](#{other})" for other in sorted(kind.near)) + "."


def _effect(effect: Effect) -> str:
    told = f"the level told{f' (`{effect.default}` where none is)' if effect.default else ', if one is'}"
    level = told if effect.level == TOLD else f"`{effect.level}`"
    when = f", where {' or '.join(f'`{level}`' for level in sorted(effect.when))} is told" if effect.when else ""
    return f"- Effect: {effect.dimension}, {SIDES[effect.side]}, {DOES[effect.does].format(level=level)}{when}."


def _codes(kind: Kind) -> str:
    if kind.root is None:
        return "PLOVER: each act has the root of its own words."
    return f"PLOVER {kind.root} (quad {kind.quad}), CAMEO {kind.cameo}, weight {kind.goldstein:g}."


def _frame(frame: Frame) -> str:
    _, lemmas = frame.head
    wanted = [_slot(slot, words) for slot, words in frame.require.items() if "*" not in words]
    return " ".join([f"*{', '.join(lemmas[:4])}{', …' if len(lemmas) > 4 else ''}*", *wanted])


def _slot(slot: str, words: frozenset[str]) -> str:
    return f"+ {slot} {'/'.join(sorted(words)[:4])}{'/…' if len(words) > 4 else ''}"


def _crosswalk_note() -> str:
    return (
        "Roots follow PLOVER (draft 0.8 of September 2021) folded to the fifteen of the PLV set: CONCEDE and RETREAT "
        "are YIELD. PLOVER leaves CAMEO's statements (01) and appeals (02) out; they stand with the nearest root. "
        "Codes in italics say that the act is intended."
    )


def _crosswalk(book: Codebook) -> str:
    rows: dict[tuple[str, str], list[str]] = {}
    for code in book.codes.values():
        shown = code.cameo if code.modality == "happened" else f"*{code.cameo}*"
        rows.setdefault((code.root, code.kind), []).append(shown)
    ordered = sorted(rows.items(), key=lambda row: (list(ROOTS).index(row[0][0]), row[0][1]))
    return _table(
        ("PLOVER", "quad", "kind", "CAMEO"),
        ((root, str(ROOTS[root]), kind, ", ".join(c)) for (root, kind), c in ordered),
    )


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
