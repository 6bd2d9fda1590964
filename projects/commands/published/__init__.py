"""Brings published figures of many organisations in, and keeps them up to date."""

from projects.commands.published.importing import Done, import_published

__all__ = ["Done", "import_published"]
