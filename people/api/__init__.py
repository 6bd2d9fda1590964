"""Door 2 to organisations, people and access: JSON under /api/v1."""
