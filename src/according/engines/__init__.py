"""Where reports are mapped: this machine's processes."""

from according.engines.local import map_items, spare_what_is_loaded

__all__ = ["map_items", "spare_what_is_loaded"]
