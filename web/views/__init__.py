"""The pages: each view makes one command or query call and hands plain values to a template."""
