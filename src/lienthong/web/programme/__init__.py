"""Programmes, tasks, directives, difficulties, visits and meetings."""
