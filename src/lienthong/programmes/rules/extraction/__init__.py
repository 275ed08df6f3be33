"""Tasks read out of directives."""
