"""Everything that changes a dossier. One verb, one function, one transaction."""
