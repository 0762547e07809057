"""One module for each schema version, in a single line of descent."""
