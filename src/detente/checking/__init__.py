"""A draft against the record: what it says otherwise, what it leaves without a note, what the record could source."""

from detente.checking.findings import Check, Finding, Witness

__all__ = ["Check", "Finding", "Witness"]
