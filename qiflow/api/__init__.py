"""The API as a whole: its addresses, its description, and what guards its doorway."""
