"""What kinds of act there are: how English tells them, what status they change, what PLOVER and CAMEO call them.

The domain is data: ``kinds/*.toml`` one file a kind, ``dimensions.toml``, ``crosswalk.toml``, ``words.toml``.
"""

from detente.codebook.load import Codebook, load
from detente.codebook.page import page
from detente.codebook.terms import Code, Dimension, Effect, Frame, Kind, Level

__all__ = ["Code", "Codebook", "Dimension", "Effect", "Frame", "Kind", "Level", "load", "page"]
