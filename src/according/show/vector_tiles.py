"""Vector tiles as bytes: the part of the Mapbox Vector Tile format (version 2.1) that points and areas with a few values need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

EXTENT = 4096
"""Steps from one edge of a tile to the other."""
_MOVE, _LINE, _CLOSE = 1, 2, 7
_SHAPES = {"point": 1, "area": 3}


@dataclass(frozen=True, slots=True)
class Feature:
    """A point, or an area by its corners in order, in steps from the tile's north-west corner; with what is known of it."""

    shape: Literal["point", "area"]
    corners: tuple[tuple[int, int], ...]
    values: Mapping[str, str | int]


def encode_tile(layers: Mapping[str, Sequence[Feature]]) -> bytes:
    """The tile with these layers."""
    return b"".join(_part(3, _layer(name, features)) for name, features in layers.items())


def _layer(name: str, features: Sequence[Feature]) -> bytes:
    keys: dict[str, int] = {}
    values: dict[str | int, int] = {}
    parts = [_part(1, name.encode())]
    for one in features:
        tags = [
            number
            for key, value in one.values.items()
            for number in (keys.setdefault(key, len(keys)), values.setdefault(value, len(values)))
        ]
        body = _part(2, _numbers(tags)) + _number(3, _SHAPES[one.shape]) + _part(4, _numbers(_steps(one)))
        parts.append(_part(2, body))
    parts += [_part(3, key.encode()) for key in keys]
    parts += [_part(4, _part(1, value.encode()) if isinstance(value, str) else _number(5, value)) for value in values]
    return b"".join((*parts, _number(5, EXTENT), _number(15, 2)))


def _steps(one: Feature) -> Iterator[int]:
    """The drawing of a feature: move to its first corner, lines to the others, and for an area back."""
    x, y = 0, 0
    for at, corner in enumerate(one.corners):
        if at < 2:
            yield (_MOVE if at == 0 else _LINE) | (1 if at == 0 else len(one.corners) - 1) << 3
        yield from (_folded(corner[0] - x), _folded(corner[1] - y))
        x, y = corner
    if one.shape == "area":
        yield _CLOSE | 1 << 3


def _folded(step: int) -> int:
    """A step in either direction as a number that is not negative."""
    return step << 1 if step >= 0 else (-step << 1) - 1


def _part(field: int, body: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(body)) + body


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _numbers(values: Iterable[int]) -> bytes:
    return b"".join(map(_varint, values))


def _varint(value: int) -> bytes:
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    made.append(value)
    return bytes(made)
