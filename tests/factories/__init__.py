"""The smallest valid thing of each kind, for tests that run on the database."""
