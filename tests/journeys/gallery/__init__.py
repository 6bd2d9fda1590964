"""Every component on one page, served in tests alone."""
