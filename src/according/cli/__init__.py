"""The command line: one module for each group of commands, all thin."""

from according.cli import reports as _reports  # noqa: F401  (importing a group adds its commands, in the order of the help)
from according.cli.entry import main
from according.cli.options import app

__all__ = ["app", "main"]
