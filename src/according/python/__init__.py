"""According as a library: read reports, open an account, ask it; what is given back draws itself in a notebook."""

from according.python.account import Account, Added
from according.python.drawing import attach
from according.python.listed import Listed
from according.python.reading import ReadReport, read, read_each

attach()

__all__ = ["Account", "Added", "Listed", "ReadReport", "read", "read_each"]
