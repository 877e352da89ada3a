"""The desk's pages about evaluations."""
