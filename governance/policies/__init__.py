"""May this actor do this now? Pure: a decision with its reason."""
