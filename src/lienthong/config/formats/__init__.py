"""How dates are typed, by language: Django would read 04/09/2026 as the ninth of April."""
