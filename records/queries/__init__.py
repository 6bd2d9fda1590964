"""Reads of records, always for an actor."""
