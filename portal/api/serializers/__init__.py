"""Rows of the API, by noun."""
