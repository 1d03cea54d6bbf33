"""Files in, documents out: one module a format, one draft in between, one assembly for all."""
