"""The worker processes: forked by one program that has loaded everything they need."""
