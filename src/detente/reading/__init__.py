"""Documents to claims, behind one small protocol."""

from detente.reading.reader import Reader, default_reader, reader

__all__ = ["Reader", "default_reader", "reader"]
