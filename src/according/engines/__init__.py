"""Where reports are mapped: this machine's processes."""

from according.engines.local import map_items

__all__ = ["map_items"]
