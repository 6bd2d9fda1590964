"""Door 2 to projects: JSON under /api/v1."""
