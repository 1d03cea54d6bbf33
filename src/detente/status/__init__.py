"""How actors stand toward one another: events into spells, as of a day, as known on a day."""
