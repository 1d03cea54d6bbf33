"""Where heads of mission lived: what their being received, and missions that open or close, tell of one another.

Being received does not tell where an envoy lives; that a mission opened on the spot does, and so does that one closed
while he went on being received. Why these rules hold is written in docs/method/status.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.status.changes import elsewhere, rank
from detente.status.steps import Step, Stretch


def housed(steps: Sequence[Step]) -> list[Step]:
    """Heads of mission who were received before a mission of their rank was opened on the spot lived elsewhere.

    That goes for those since the last mission ended, where nothing told until then that there was one of their rank, or
    a higher, on the spot. A consulate on the spot tells nothing of where a minister lived.
    """
    found = list(steps)
    received: list[int] = []
    spot = -1  # the rank of the highest mission told of on the spot
    for i, step in enumerate(steps):
        change = step.change
        height = rank(change.key.dimension, change.level)
        if change.does in ("ends", "lowers"):
            received, spot = [], -1
        elif change.key.initiator in change.told.targets and change.does == "raises":
            if height > spot:
                received.append(i)
        elif change.does != "begins" or not change.unsaid:
            for at in received:
                found[at] = _elsewhere(steps[at], step)
            received = [at for at in received if rank(change.key.dimension, steps[at].change.level) > height]
            spot = max(spot, height)
    return found


def _elsewhere(received: Step, opened: Step) -> Step:
    """A step of being received, as one who lived elsewhere where his mission was opened later."""
    change, other = received.change, elsewhere(received.change.key.dimension, received.change.level)
    later = opened.change.does == "begins" and received.by < opened.first
    if not other or not later or change.level != opened.change.level:
        return received
    return replace(received, change=replace(change, level=other))


def received_elsewhere(current: Stretch, step: Step) -> bool | None:
    """Whether the head received by a step lived elsewhere though there is a mission on the spot; None if none was."""
    change = step.change
    if change.does != "raises" or change.key.initiator not in change.told.targets:
        return None
    return change.level == elsewhere(change.key.dimension, current.level)


def left_with_its_head_elsewhere(current: Stretch | None, step: Step) -> Step:
    """The closing of a mission whose head lived elsewhere: he stays accredited, unless relations were severed."""
    change = step.change
    if current is None or not current.headed_elsewhere or change.told.kind != "close-mission" or change.does != "ends":
        return step
    level = elsewhere(change.key.dimension, current.level)
    return replace(step, change=replace(change, level=level)) if level else step
