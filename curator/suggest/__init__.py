"""Suggesters: each proposes spans with a score and a reason; found by name, pluggable."""
