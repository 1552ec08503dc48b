"""The command line: one module for each group of commands, all thin. Importing a group adds its commands, in the order of the help."""

# isort: off
from according.cli import reports as _reports  # noqa: F401
from according.cli import views as _views  # noqa: F401
from according.cli import exporting as _exporting  # noqa: F401
from according.cli import comparing as _comparing  # noqa: F401
from according.cli import judging as _judging  # noqa: F401
from according.cli import watching as _watching  # noqa: F401
from according.cli import log as _log  # noqa: F401
from according.cli import serving as _serving  # noqa: F401
from according.cli import people as _people  # noqa: F401
from according.cli import extending as _extending  # noqa: F401
from according.cli.entry import main
from according.cli.options import app

# isort: on
__all__ = ["app", "main"]
