"""Findings, roll-ups, the rulebook, standards, the feed and the queue as JSON; health checks."""
