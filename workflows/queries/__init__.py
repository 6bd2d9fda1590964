"""Every read of findings, roll-ups, rules, standards, the feed and the queue."""
