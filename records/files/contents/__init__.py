"""How the content of each kind of file is looked through. Each module is loaded on first use."""
