"""Interchange formats: one module each, reading and writing; no SQL."""
