"""Writes about national reports, by what is done."""
