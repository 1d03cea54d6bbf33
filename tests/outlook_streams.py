"""A small stream of events with a pattern that is known: who greets whom turns with the day."""

import numpy as np

from detente.outlook.quadruples import Quadruples

ACTORS, RELATIONS = 24, 3


def stream(days: int, seed: int = 0) -> Quadruples:
    """Actor a does relation 0 toward a+1 on even days and toward a+2 on odd ones, answered by relation 1 a day later.

    Relation 2 joins random pairs.
    """
    random, rows = np.random.default_rng(seed), []
    for day in range(days):
        for actor in range(0, ACTORS, 2):
            rows.append((actor, 0, (actor + 1 + day % 2) % ACTORS, day))
            rows.append(((actor + 2 - day % 2) % ACTORS, 1, actor, day))
        rows += [(*random.integers(ACTORS, size=1), 2, *random.integers(ACTORS, size=1), day) for _ in range(3)]
    return Quadruples(*np.unique(np.array(rows, dtype=np.int64), axis=0).T).in_order()


def until(events: Quadruples, day: int) -> Quadruples:
    """The events before a day."""
    return events[events.day < day]
