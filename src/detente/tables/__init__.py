"""Tables of acts, as analysts keep them in spreadsheets, into documents and claims whose evidence is the row."""

from detente.tables.mapping import Mapping, load_mapping
from detente.tables.read import Rejected, Taken, read_table

__all__ = ["Mapping", "Rejected", "Taken", "load_mapping", "read_table"]
