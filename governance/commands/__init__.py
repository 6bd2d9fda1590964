"""Every way in which governance changes: lock, require, change, record, return."""
