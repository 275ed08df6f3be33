"""People, sign-in, who holds which position and role, deputies."""
