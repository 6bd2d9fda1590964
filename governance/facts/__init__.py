"""Frozen values that rules may see (`values`, `standings`, `spans`), and their loaders (`loaders`).

Loaders are set-based: one query a table, however many subjects are asked for.
"""
