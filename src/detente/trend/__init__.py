"""How a pair fared over time: a monthly index, its phases, and the turning points between them with what explains them."""

from detente.trend.phases import Phase, phases
from detente.trend.series import Month, monthly
from detente.trend.turning import Reason, Trend, Turn, trend

__all__ = ["Month", "Phase", "Reason", "Trend", "Turn", "monthly", "phases", "trend"]
