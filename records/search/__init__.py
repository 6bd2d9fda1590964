"""Looking for anything that one may see."""
