"""Where officers work: their desk, the search, the page of a dossier and everything done on it."""
