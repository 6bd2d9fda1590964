"""Frozen values that rules may see (`values`, `spans`), and their set-based loaders (`loaders`)."""
