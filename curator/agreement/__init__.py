"""Measures on layers; no store, no screen."""
