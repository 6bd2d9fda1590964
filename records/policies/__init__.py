"""May this actor do this with records? Pure."""
