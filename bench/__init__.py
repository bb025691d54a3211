"""Measures the site against its budgets and against stock Material: `make bench`."""
