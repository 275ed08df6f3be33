"""What a programme's tasks may do, decided without a database."""
