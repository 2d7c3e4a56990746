"""Curator: label spans in articles in a terminal, settle disagreements, ship a gold data set."""

__version__ = "0.1.0"
