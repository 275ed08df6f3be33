"""What organisations reads from outside the database: its own reference files."""
