"""Links with which one person does one thing, without an account."""
