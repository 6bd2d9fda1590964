"""JSON doors of records."""
