"""Parties are heard before an edition is frozen: what it will say of each, until a day (method.md §7)."""
