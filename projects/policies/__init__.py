"""May this actor do this now? Pure."""
