"""Rows of views that can only be read from the first one on: read for several pages at once, and remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from according.show.desk import Desk
from according.views import Filter

View = Callable[[Connection, Filter], Iterable[Any]]
_FIRST, _MOST = 128, 8_192


def rows_between(
    desk: Desk, connection: Connection, key: tuple[object, ...], view: View, asked: Filter, start: int, count: int
) -> list[Any]:
    """At most ``count`` rows of a view from row ``start`` on; ``key`` names the view with all that it depends on beside the filter.

    As many rows are found as the next power of two from 128 on, so that who goes through a list has it made anew at 128, 256, 512
    rows rather than with every page. Behind 8,192 rows nothing is remembered.
    """
    end = start + count
    most = next_size(end)
    if most > _MOST:
        return list(islice(view(connection, replace(asked, limit=end)), start, end))
    wanted = replace(asked, limit=most)
    found: list[Any] = desk.remember(connection, ("rows", *key, wanted), lambda: list(islice(view(connection, wanted), most)))
    return found[start:end]


def next_size(rows: int) -> int:
    """So many rows are found where so many are asked for.

    >>> next_size(51), next_size(128), next_size(129), next_size(1_001)
    (128, 128, 256, 1024)
    """
    return max(_FIRST, 1 << (rows - 1).bit_length())
