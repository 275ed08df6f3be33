"""What one dossier adds to which figures. Pure."""
