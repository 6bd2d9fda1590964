"""The things that actions hang on."""
