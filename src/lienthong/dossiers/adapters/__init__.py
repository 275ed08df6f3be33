"""Hand-written ways into the database, where thousands of rows go in or change at once."""
