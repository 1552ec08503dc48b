"""From what the user names to reports: files, folders, archives and addresses, and what stands in their bytes.

The package's function ``according.read`` has the name of this room, which takes its place once the room is imported: so the room can be
called as that function is.
"""

import sys
from types import ModuleType
from typing import Any


class _Room(ModuleType):
    """The room as a module that passes calls on to ``according.read``."""

    def __call__(self, *given: Any, **named: Any) -> Any:
        from according import read_one

        return read_one(*given, **named)


sys.modules[__name__].__class__ = _Room
