"""detente reads what is written about relations between states, keeps each claim with its words and source, and derives
from the claims how any two actors stand on any day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.record import Record, open

__version__ = "0.1.0"

__all__ = ["Record", "__version__", "open"]


def __getattr__(name: str) -> Any:
    # Opening a record needs DuckDB; `import detente` alone stays light.
    if name in ("Record", "open"):
        from detente import record

        return getattr(record, name)
    raise AttributeError(f"module 'detente' has no attribute '{name}'")
