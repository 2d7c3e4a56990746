"""``python -m curator`` is ``curator``."""

from curator.cli.main import main

if __name__ == "__main__":
    main()
