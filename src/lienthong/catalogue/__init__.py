"""Procedures, their published versions, competence and the lint before publication."""
