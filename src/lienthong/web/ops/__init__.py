"""How the system is: for the people who run it and for their monitoring."""
