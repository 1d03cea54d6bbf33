"""The record for other tools: its tables as files, and what follows from it in the formats of others."""

from detente.exports.tables import FORMATS, TABLES, csv_lines, export, json_lines, write

__all__ = ["FORMATS", "TABLES", "csv_lines", "export", "json_lines", "write"]
