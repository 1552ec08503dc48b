"""Reads the word lists, which are YAML, by the parser in C where there is one: it is ten times as fast."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_list(package: str, name: str) -> Any:
    """What a list in a package says, for example ``read_list("according.vocab", "dating.yml")``."""
    return parse_list(files(package).joinpath(name).read_bytes())


def parse_list(data: bytes) -> Any:
    """What the bytes of a list say; raises ``yaml.YAMLError`` where they are none, and ``UnicodeDecodeError``."""
    return yaml.load(data.decode("utf-8"), Loader=_LOADER)
