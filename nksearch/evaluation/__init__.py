"""Evaluation: how good search and answers are, in the field's measures."""
