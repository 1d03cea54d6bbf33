"""The brief of a pair: from the record to pages that can be handed in, every sentence with its notes."""

from detente.brief.compose import compose
from detente.brief.nouns import Brief, TurningPoint
from detente.brief.write import FORMATS, write

__all__ = ["FORMATS", "Brief", "TurningPoint", "compose", "write"]
