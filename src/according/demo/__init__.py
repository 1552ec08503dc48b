"""The reports that ``according demo`` reads: package data, all of it invented, described in this folder's README."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

__all__ = ["bundle_paths"]


def bundle_paths() -> tuple[Path, ...]:
    """The files of the bundle, in sorted order, for example ``…/bundle/ghelda-orna.html``."""
    bundle = Path(str(files("according.demo") / "bundle"))
    return tuple(sorted(path for path in bundle.rglob("*") if path.is_file()))
