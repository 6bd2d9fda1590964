"""How many statements the service sends, which must not grow with what it keeps."""
