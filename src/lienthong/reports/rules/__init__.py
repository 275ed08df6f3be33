"""What a report may say, decided without a database."""
