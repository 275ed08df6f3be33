"""Administration: corrections, calendars, catalogue, inheriting, organisations, journal."""
