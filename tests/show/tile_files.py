"""Small maps made by code: PMTiles archives with areas or with pictures of one colour."""

from __future__ import annotations

import gzip
import struct
import zlib
from pathlib import Path

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from according.show.vector_tiles import EXTENT, Feature, encode_tile


def make_picture(colour: tuple[int, int, int], size: int = 256) -> bytes:
    """A PNG of one colour."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = (b"\0" + bytes(colour) * size) * size
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def write_archive(path: Path, kind: TileType, tile: bytes, *, to_zoom: int = 4) -> Path:
    """An archive of the whole world in which every tile is this one."""
    is_vector = kind == TileType.MVT
    with path.open("wb") as file:
        writer = Writer(file)
        for z in range(to_zoom + 1):
            for x in range(1 << z):
                for y in range(1 << z):
                    writer.write_tile(zxy_to_tileid(z, x, y), gzip.compress(tile, mtime=0) if is_vector else tile)
        header = {
            "tile_type": kind,
            "tile_compression": Compression.GZIP if is_vector else Compression.NONE,
            "min_zoom": 0,
            "max_zoom": to_zoom,
            "min_lon_e7": -1_800_000_000,
            "min_lat_e7": -850_000_000,
            "max_lon_e7": 1_800_000_000,
            "max_lat_e7": 850_000_000,
            "center_zoom": 0,
            "center_lon_e7": 0,
            "center_lat_e7": 0,
        }
        writer.finalize(header, {"vector_layers": [{"id": "water", "fields": {}}]} if is_vector else {})
    return path


def write_vectors(path: Path) -> Path:
    """Water everywhere."""
    corners = ((0, 0), (EXTENT, 0), (EXTENT, EXTENT), (0, EXTENT))
    return write_archive(path, TileType.MVT, encode_tile({"water": [Feature("area", corners, {"kind": "sea"})]}))


def write_pictures(path: Path, colour: tuple[int, int, int]) -> Path:
    """Pictures of one colour everywhere."""
    return write_archive(path, TileType.PNG, make_picture(colour))
