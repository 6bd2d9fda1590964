"""Kills processes and servers while thousands of things change, then asks whether all is right."""
