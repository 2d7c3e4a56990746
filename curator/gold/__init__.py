"""Layers -> gold: exports with a manifest."""
