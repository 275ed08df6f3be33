"""The public pages: find a procedure, read what it takes, follow a dossier."""
