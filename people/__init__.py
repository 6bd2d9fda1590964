"""Organisations and their units, users and roles, people and partners, consent, API keys."""
