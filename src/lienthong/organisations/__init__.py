"""Units and agencies dated in time, their codes, positions and work calendars."""
