"""What somebody holds who leaves, and what becomes of it."""
