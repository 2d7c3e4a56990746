"""SQLite behind a narrow protocol: documents, suggestions, the log of decisions, and its fold."""
