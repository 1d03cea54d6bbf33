"""An act as a clause: "Russia recognised the Taliban", "the Taliban are said to have armed the rebels".

Takes the rows of events and the words of a language; what stands around the clause (dates, order, notes) is the
business of ``telling``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente import words
from detente.prose import naming
from detente.prose.language import Act, Language
from detente.words import Row

# Acts of armies and peoples, which nobody tells of a capital: Moscow recognises, but the Soviet Union invades.
_NOT_BY_CAPITALS = frozenset({"invade", "withdraw-forces", "annex", "attack", "fight", "seize-power", "lose-power"})


@dataclass(frozen=True, slots=True)
class Clause:
    """One act to be told. ``on`` is the date by which its actors are named."""

    kind: str
    initiators: tuple[str, ...]
    targets: tuple[str, ...]
    modality: str
    on: str | None
    speaker: str | None = None
    level: str | None = None
    about: str | None = None

    @classmethod
    def of(cls, row: Row) -> Clause:
        """The clause of an event's row."""
        who, toward = tuple(row["initiators"]), tuple(row["targets"])
        return cls(row["kind"], who, toward, row["modality"], row["date"], row["speaker"], row["level"], row["about"])

    def by(self, initiators: Sequence[str]) -> Clause:
        """The same act by others."""
        return replace(self, initiators=tuple(initiators))

    def toward(self, targets: Sequence[str]) -> Clause:
        """The same act toward others."""
        return replace(self, targets=tuple(targets))

    @property
    def takes_capital(self) -> bool:
        """Whether its subject can be called by its capital."""
        return self.kind not in _NOT_BY_CAPITALS


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells clauses in one language."""

    language: Language

    def subject(self, clause: Clause, *, capital: bool = False) -> str:
        """The actor or actors as the subject of a sentence; the capital where asked and where there is one."""
        name = naming.actors(clause.initiators, clause.on)
        alone = len(clause.initiators) == 1
        if alone and (state := self._act(clause).state) and naming.is_state(clause.initiators[0]):
            return state.format(state=name)
        found = naming.capital(clause.initiators[0], clause.on) if capital and alone and clause.takes_capital else None
        return found or name

    def told(self, clause: Clause, subject: str | None = None) -> str:
        """The clause with its subject, as its modality has it. Without initiators it is in the passive."""
        if not clause.initiators:
            return self.passive(clause)
        said = subject or self.subject(clause)
        if clause.speaker and clause.modality in ("alleged", "denied"):
            return self._on_word(clause, said)
        return f"{said} {self.predicate(clause)}"

    def predicate(self, clause: Clause, *, object_known: bool = False) -> str:
        """What follows the subject. With ``object_known`` the targets were just named and are "it" or "them"."""
        act, rest = self._act(clause), self.rest(clause, object_known=object_known)
        plural = naming.several(clause.initiators, clause.on)
        has = naming.agreed("[is|are]", plural)
        shape = {
            "happened": act.past,
            "planned": f"planned to {act.base}",
            "alleged": f"{has} said to have {act.participle}",
            "denied": f"{has} said not to have {act.participle}",
            "assessed": f"may {act.base}",
        }[clause.modality]
        return f"{shape} {rest}".strip()

    def intends(self, clause: Clause, *, past: bool) -> str:
        """A plan with its day ahead, or that had its day: "Russia is due to open an embassy"."""
        plural = naming.several(clause.initiators, clause.on)
        due = naming.agreed("[was|were] due to" if past else "[is|are] due to", plural)
        return f"{self.subject(clause)} {due} {self.to_do(clause)}"

    def expected(self, clause: Clause, probability: float) -> str:
        """An act with its probability in words: "Russia is unlikely to recognise the Taliban"."""
        likely = naming.agreed(self.language.chance(probability), naming.several(clause.initiators, clause.on))
        return f"{self.subject(clause)} {likely} to {self.to_do(clause)}"

    def to_do(self, clause: Clause) -> str:
        """The act as after "to": "recognise the Taliban"."""
        return f"{self._act(clause).base} {self.rest(clause)}".strip()

    def headline(self, clause: Clause) -> str:
        """The act as a heading: "Russia recognises the Taliban"."""
        if not clause.initiators:
            return words.capitalised(self.passive(clause))
        act, plural = self._act(clause), naming.several(clause.initiators, clause.on)
        verb = act.base if plural else act.present
        return words.capitalised(f"{self.subject(clause)} {verb} {self.rest(clause)}".strip())

    def passive(self, clause: Clause) -> str:
        """What was done to the targets, by nobody knows whom."""
        act, targets = self._act(clause), naming.actors(clause.targets, clause.on)
        if not act.passive or not targets:
            return ""
        was = naming.agreed("[was|were]", naming.several(clause.targets, clause.on))
        done = {"happened": was, "planned": f"{was} to be"}.get(clause.modality, f"{was} said to have been")
        return f"{targets} {done} {act.passive}"

    def rest(self, clause: Clause, *, object_known: bool = False) -> str:
        """What follows the verb."""
        act = self._act(clause)
        told = self._shape(act, clause)
        target = naming.pronoun(clause.targets, clause.on) if object_known else naming.actors(clause.targets, clause.on)
        first, one = clause.targets[0] if clause.targets else "", len(clause.targets) == 1
        filled = told.format(
            target=target,
            in_target="there" if object_known else naming.inside(first, clause.on) if one else f"in {target}",
            from_target=naming.out_of(first, clause.on) if one else f"from {target}",
            on_target=naming.ruled(first, clause.on) if one else f"against {target}",
            mission=self.language.mission(clause.level),
            own_mission=self.language.own_mission(clause.level),
            envoy=self.language.envoy(clause.level),
            about=clause.about or "",
        )
        return naming.agreed(filled, naming.several(clause.initiators, clause.on))

    def quotes(self, clause: Clause) -> bool:
        """Whether the act says too little without the words of its source."""
        return self._act(clause).quotes

    def _act(self, clause: Clause) -> Act:
        return self.language.act(clause.kind)

    def _shape(self, act: Act, clause: Clause) -> str:
        if clause.targets:
            levels = act.levels or {}
            if act.between and len(clause.targets) > 1:
                return act.between
            return (clause.about and act.about) or levels.get(clause.level or "") or act.to
        if clause.about and act.about_alone:
            return act.about_alone
        joint = len(clause.initiators) > 1 and act.together is not None
        return str(act.together) if joint else act.alone

    def _on_word(self, clause: Clause, said: str) -> str:
        """An act on somebody's word: "Russia alleged that the Taliban had armed the rebels"."""
        act, speaker = self._act(clause), clause.speaker or ""
        own = clause.initiators == (speaker,)
        verb = "denied" if clause.modality == "denied" else "claimed" if own or act.neutral else "alleged"
        name = said if own else naming.actor(speaker, clause.on)
        who = naming.pronoun((speaker,), clause.on).replace("them", "they") if own else said
        return f"{name} {verb} that {who} had {act.participle} {self.rest(clause)}".strip()
