"""The record's tables: what was read, appended and never edited, and the events that follow from it."""
