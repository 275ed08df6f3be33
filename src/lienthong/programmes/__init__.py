"""Programmes, their tasks, evidence and difficulties; tasks read out of directives."""
