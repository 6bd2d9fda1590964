"""What nobody may see or do: every door, every actor, every relation to a thing."""
