"""Long-running processes and repairs."""
