"""Scripts that have other programs import our files; each is run by a Python that has the program."""
