"""Writes the rows of a checked file through the commands, sheet by sheet."""
