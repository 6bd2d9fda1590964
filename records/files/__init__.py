"""Files as evidence: which kinds are taken, how each is looked through, where they lie."""
