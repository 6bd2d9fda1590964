"""The demonstration: two invented organisations in which every rule has something to say."""
