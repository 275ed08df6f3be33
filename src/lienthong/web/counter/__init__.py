"""The counter: taking dossiers in, returning results, printing the legal forms, the register."""
