"""What changes programmes, tasks and what belongs to them."""
