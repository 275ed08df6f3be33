"""Work calendars, time limits and the clock of a dossier. Pure: the standard library only."""
