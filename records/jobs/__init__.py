"""Long work: the kinds of it, and how one is done so that nothing is lost."""
