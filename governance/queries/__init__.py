"""Every read of governance, always scoped to an actor."""
