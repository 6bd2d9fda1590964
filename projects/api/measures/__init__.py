"""Door 2 to measures: JSON under /api/v1/measures."""
