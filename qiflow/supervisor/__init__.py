"""Keeps the processes of one running copy alive, and ends them all together."""
