"""Editions: freezing, texts, states, documents and rebuilding."""
