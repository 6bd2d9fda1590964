"""What follows from events: drain, reactions, findings, timers, standards, the feed and health."""
