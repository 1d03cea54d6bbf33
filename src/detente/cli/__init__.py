"""The commands. Thin over the record: they parse what was typed, ask, and print, for people or for other programs.

Nothing heavy is imported before a command runs, so that ``detente --help`` answers at once.
"""
