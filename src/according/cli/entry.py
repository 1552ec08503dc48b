"""The command line: it parses, calls and prints.

One of the four places that catch broadly: errors on purpose become one line and an exit code. Exit codes: 0 all was read
or found, 1 something failed, 2 the command was called wrongly, 130 interrupted.
"""

from __future__ import annotations

import os
import sys

from according.cli.options import app
from according.errors import AccordingError, UsageError

_INTERRUPTED = 130


def main() -> None:
    """Run the command line; an error on purpose becomes one line on standard error and an exit code."""
    from according import terminal

    terminal.prepare_streams()
    try:
        app()
    except SystemExit as end:
        if end.code == _INTERRUPTED:
            terminal.complain("interrupted; what was told of as read is kept")
        raise
    except UsageError as error:
        terminal.complain(str(error))
        sys.exit(2)
    except AccordingError as error:
        terminal.complain(str(error))
        sys.exit(1)
    except OSError as error:  # standard output, or a disk that holds what is being unpacked
        terminal.complain(f"cannot go on: {error.strerror or error}")
        _drop_output()
        sys.exit(1)


def _drop_output() -> None:
    """Send what is still to be written nowhere, so that the end of the process does not fail on it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
