"""The rows of a view as a list that draws itself as a table in a notebook."""

from __future__ import annotations

from typing import TypeVar

from according.python.drawing import draw_rows

_T = TypeVar("_T")


class Listed(list[_T]):
    """A list of a view's rows."""

    def _repr_html_(self) -> str:
        return draw_rows(self)
