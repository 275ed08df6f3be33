"""Forms, periods, submissions and their checks, reported against measured."""
