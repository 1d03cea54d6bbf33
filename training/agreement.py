"""How far two annotators of the same passages agree.

    python -m training.agreement sample --each 120 corpus/written/*.txt > blank.txt    texts alone, drawn by a fixed seed
    python -m training.agreement score FIRST... --second SECOND                        the agreement of two annotations

The sample takes passages at a fixed interval through the files in order, so every file gives its share; the passage before
it in the same document stands above it as a remark. Passages are paired by their text. Two acts are one where their
triggers overlap; of several, those of the same kind first, then those with more actors in common.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from training.passages import Party, Passage, Telling, Words, load, spans, write

Pair = tuple[Passage, Telling, Telling]
Side = tuple[Party, ...]
SYMMETRIC = frozenset(
    {
        "sign-agreement", "trade-deal", "hold-talks", "establish-relations", "sever-relations", "fight", "form-alliance",
        "upgrade-relations", "downgrade-relations", "convene-forum",
    }
)  # fmt: skip


def sample(found: Sequence[Passage], size: int, seed: int) -> list[tuple[Passage, Passage | None]]:
    """Passages at a fixed interval from a random start, each with the one before it in its document."""
    step = len(found) / size
    start = random.Random(seed).random() * step
    before = {id(b): a for a, b in pairwise(found) if b.date and (a.file, a.case, a.date) == (b.file, b.case, b.date)}
    drawn = [found[int(start + i * step)] for i in range(size)]
    return [(passage, before.get(id(passage))) for passage in drawn]


def blank(drawn: Iterable[tuple[Passage, Passage | None]]) -> str:
    """The drawn passages without their annotations, in the corpus's format."""
    parts = []
    for passage, before in drawn:
        parts += [f"# before it: {before.text}"] if before else []
        parts.append(write([replace(passage, claims=[])]))
    return "\n".join(parts)


def place(text: str, words: Words) -> tuple[int, int]:
    """Where a trigger stands."""
    return spans(text, words)[0]


def overlap(text: str, one: Words, other: Words) -> bool:
    """Whether two triggers share a character."""
    (a, b), (c, d) = place(text, one), place(text, other)
    return a < d and c < b


def sides(claim: Telling) -> tuple[frozenset[str], frozenset[str]]:
    """The actors of either side; of symmetric kinds, all of them on one side."""
    first, second = (frozenset(p.actor for p in side) for side in (claim.initiators, claim.targets))
    return (first | second, frozenset()) if claim.kind in SYMMETRIC else (first, second)


def align(first: Passage, second: Passage) -> list[Pair]:
    """The acts that both mark, one to one, whatever their kind."""

    def worth(one: Telling, other: Telling) -> tuple[bool, int]:
        common = sum(len(a & b) for a, b in zip(sides(one), sides(other), strict=True))
        return one.kind == other.kind, common

    choices = [
        (worth(one, other), i, j)
        for i, one in enumerate(first.claims)
        for j, other in enumerate(second.claims)
        if overlap(first.text, one.trigger, other.trigger)
    ]
    pairs, mine, theirs = [], set[int](), set[int]()
    for _, i, j in sorted(choices, key=lambda c: (c[0], -c[1], -c[2]), reverse=True):
        if i not in mine and j not in theirs:
            mine.add(i)
            theirs.add(j)
            pairs.append((first, first.claims[i], second.claims[j]))
    return pairs


def f1(right: int, one: int, other: int) -> float:
    """Agreement of two annotators who marked ``one`` and ``other`` things, ``right`` of them the same."""
    return 2 * right / (one + other) if one + other else 1.0


def kappa(labels: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa of two annotators' labels of the same things."""
    if not labels:
        return 1.0
    total = len(labels)
    seen = sum(a == b for a, b in labels) / total
    first, second = Counter(a for a, _ in labels), Counter(b for _, b in labels)
    chance = sum(first[label] * second[label] for label in first) / total**2
    return 1.0 if chance == 1 else (seen - chance) / (1 - chance)


def _roles(pairs: Sequence[Pair]) -> tuple[int, int, int]:
    same, one, other = 0, 0, 0
    for _, mine, theirs in pairs:
        for a, b in zip(sides(mine), sides(theirs), strict=True):
            same, one, other = same + len(a & b), one + len(a), other + len(b)
    return same, one, other


def _worded(pairs: Sequence[Pair]) -> tuple[int, int]:
    """Actors that both name in an act: how often the words chosen for them overlap, or both have none."""
    same, total = 0, 0
    for passage, mine, theirs in pairs:
        one, other = (_said(passage.text, claim) for claim in (mine, theirs))
        for actor in one.keys() & other.keys():
            total += 1
            a, b = one[actor], other[actor]
            same += a == b or (a is not None and b is not None and a[0] < b[1] and b[0] < a[1])
    return same, total


def _said(text: str, claim: Telling) -> dict[str, tuple[int, int] | None]:
    at = place(text, claim.trigger)[0]
    found: dict[str, tuple[int, int] | None] = {}
    for party in (*claim.initiators, *claim.targets):
        places = spans(text, party.words) if party.words else []
        found[party.actor] = min(places, key=lambda span: abs(span[0] - at), default=None)
    return found


def table(first: Sequence[Passage], second: Sequence[Passage]) -> list[tuple[str, float, int]]:
    """What is compared, how far both agree, and on how many things."""
    by_text = {passage.text: passage for passage in first}
    both = [(by_text[p.text], p) for p in second if p.text in by_text]
    acts = [pair for one, other in both for pair in align(one, other)]
    same = [pair for pair in acts if pair[1].kind == pair[2].kind]
    mine, theirs = (sum(len(pair[i].claims) for pair in both) for i in (0, 1))
    exact = sum(sides(a) == sides(b) for _, a, b in same)
    roles = _roles(same)
    worded = _worded(same)
    dated = [(a.date, b.date) for _, a, b in same if a.date and b.date]
    told = [(f"{a.kind}/{a.root}", f"{b.kind}/{b.root}") for _, a, b in acts]
    return [
        ("passages without an act, same verdict", _share(bool(a.claims) == bool(b.claims) for a, b in both), len(both)),
        ("acts: the same words (F1)", f1(len(acts), mine, theirs), mine + theirs),
        ("acts: words and kind (F1)", f1(len(same), mine, theirs), mine + theirs),
        ("acts: words, kind and all actors (F1)", f1(exact, mine, theirs), mine + theirs),
        ("kind, of acts both mark (Cohen's kappa)", kappa([(a.kind, b.kind) for _, a, b in acts]), len(acts)),
        ("kind with root (Cohen's kappa)", kappa(told), len(acts)),
        ("actors in their roles, of the same acts (F1)", f1(*roles), roles[1] + roles[2]),
        ("words for the same actor", worded[0] / max(1, worded[1]), worded[1]),
        ("whether an act is dated", _share(bool(a.date) == bool(b.date) for _, a, b in same), len(same)),
        ("date, where both give one", _share(a == b for a, b in dated), len(dated)),
        ("modality", _share(a.modality == b.modality for _, a, b in same), len(same)),
        ("modality (Cohen's kappa)", kappa([(a.modality, b.modality) for _, a, b in same]), len(same)),
    ]


def _share(same: Iterable[bool]) -> float:
    found = list(same)
    return sum(found) / len(found) if found else 1.0


def differences(first: Sequence[Passage], second: Sequence[Passage]) -> str:
    """Every disagreement as the two annotations' lines, "<" the first's and ">" the second's."""
    by_text = {passage.text: passage for passage in first}
    lines = []
    for other in second:
        one = by_text.get(other.text)
        if one is None or one.claims == other.claims:
            continue
        pairs = align(one, other)
        lines += [f"== {one.file}:{one.line} {one.case}", one.text]
        for _, a, b in pairs:
            if not _alike(a, b):
                lines += ["<> ", f"  < {_line(a)}", f"  > {_line(b)}"]
        paired = {id(claim) for pair in pairs for claim in pair[1:]}
        lines += [f"<   {_line(claim)}" for claim in one.claims if id(claim) not in paired]
        lines += [f"  > {_line(claim)}" for claim in other.claims if id(claim) not in paired]
    return "\n".join(lines)


def _alike(one: Telling, other: Telling) -> bool:
    told = ((c.kind, c.root, sides(c), c.date, c.modality, c.speaker) for c in (one, other))
    return next(told) == next(told)


def _line(claim: Telling) -> str:
    return write([Passage("", None, "", "", [claim])]).splitlines()[2][2:]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("sample", help="passages without their annotations")
    drawing.add_argument("--each", type=int, default=120, help="how many passages")
    drawing.add_argument("--seed", type=int, default=2026)
    scoring = commands.add_parser("score", help="the agreement of two annotations")
    scoring.add_argument("--second", type=Path, required=True)
    scoring.add_argument("-v", action="store_true", help="every disagreement")
    for command in (drawing, scoring):
        command.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args()
    found = load(options.files)
    if options.command == "sample":
        print(blank(sample(found, options.each, options.seed)))
        return
    second = load([options.second])
    if options.v:
        print(differences(found, second))
    for name, value, many in table(found, second):
        print(f"{name:48} {value:.2f}  of {many}")


if __name__ == "__main__":
    main()
