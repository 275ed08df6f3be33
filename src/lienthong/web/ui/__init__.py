"""What every screen is made of: frame, parts, formats, icons, errors, the line of a request."""
