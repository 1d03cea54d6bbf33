"""The corpus as a whole: all passages, and which of them are held out for measuring."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from training.passages import Passage

SHARE = 0.12  # of the cases that are held out


def split(found: Sequence[Passage], share: float = SHARE) -> tuple[list[Passage], list[Passage]]:
    """Training and held-out passages, by case, fixed by the case's name."""
    return [p for p in found if not is_held(p.case, share)], [p for p in found if is_held(p.case, share)]


def is_held(case: str, share: float = SHARE) -> bool:
    """Whether the passages of a case are held out."""
    return int(hashlib.sha256(case.encode()).hexdigest()[:8], 16) / 16**8 < share
