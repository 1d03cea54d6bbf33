"""detente reads what is written about relations between states, keeps each claim with its words and source, and derives
from the claims how any two actors stand on any day."""

from __future__ import annotations

__version__ = "0.1.0"
