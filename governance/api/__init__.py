"""The JSON door to governance."""
