"""How fast to learn from step to step, the same for everything that is trained here."""

from __future__ import annotations

import torch


def warmed(optimiser: torch.optim.Optimizer, steps: int) -> torch.optim.lr_scheduler.LambdaLR:
    """Rates that rise over the first tenth of all steps, and then fall in a line to a fiftieth of their highest."""

    def share(step: int) -> float:
        return min(1.0, (step + 1) / (0.1 * steps)) * max(0.02, 1 - step / steps)

    return torch.optim.lr_scheduler.LambdaLR(optimiser, share)
