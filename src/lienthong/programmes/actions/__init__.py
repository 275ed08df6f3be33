"""Everything that changes programmes and tasks. One verb, one function, one transaction."""
