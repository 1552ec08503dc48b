"""``python -m according``: the command, where its script is not on the path."""

from according.cli import main

if __name__ == "__main__":
    main()
