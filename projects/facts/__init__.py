"""What rules and guards may know of a project: frozen values, and the loaders that fill them."""
