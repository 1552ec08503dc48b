"""The user's own map as the desk hands it out, and the names of places on ours."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from starlette.testclient import TestClient

from according.errors import UsageError
from according.places import open_gazetteer
from according.show.headers import origin_of
from according.show.vector_tiles import Feature, encode_tile
from tests.show.conftest import open_desk
from tests.show.tile_files import write_pictures, write_vectors

Make = Callable[..., TestClient]
WHERE = "/basemap.pmtiles"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A map with one area."""
    return write_vectors(tmp_path_factory.mktemp("maps") / "country.pmtiles")


def test_a_map_is_handed_out_byte_for_byte_in_parts(make_desk: Make, archive: Path) -> None:
    """206 with the part's place, also to browsers that take compressed answers; 416 beyond the end; 304 for one who has it."""
    desk = make_desk(basemap=str(archive))
    whole = archive.read_bytes()
    head = desk.get(WHERE, headers={"Range": "bytes=0-126", "Accept-Encoding": "gzip, br"})
    assert (head.status_code, head.content) == (206, whole[:127])
    assert head.headers["Content-Range"] == f"bytes 0-126/{len(whole)}"
    assert (head.headers["Accept-Ranges"], head.headers["Content-Type"]) == ("bytes", "application/vnd.pmtiles")
    assert "Content-Encoding" not in head.headers
    assert desk.get(WHERE, headers={"Range": "bytes=100-", "Accept-Encoding": "gzip"}).content == whole[100:]
    assert desk.get(WHERE, headers={"Range": "bytes=-9"}).content == whole[-9:]
    assert desk.get(WHERE, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    everything = desk.get(WHERE, headers={"Accept-Encoding": "gzip"})
    assert (everything.status_code, everything.content, everything.headers["Content-Length"]) == (200, whole, str(len(whole)))
    tag = everything.headers["ETag"]
    assert tag == head.headers["ETag"]
    assert not tag.startswith("W/")
    assert desk.get(WHERE, headers={"If-None-Match": tag}).status_code == 304
    assert desk.get(WHERE, headers={"Range": "bytes=0-9", "If-Range": tag}).status_code == 206
    assert desk.get(WHERE, headers={"Range": "bytes=0-9", "If-Range": '"another"'}).status_code == 200
    assert desk.head(WHERE).headers["Content-Length"] == str(len(whole))
    assert f'data-basemap="{WHERE}"' in desk.get("/").text


def test_a_map_that_changes_has_another_tag_and_one_that_goes_is_named(make_desk: Make, archive: Path, tmp_path: Path) -> None:
    """A reader of the old file begins anew; a page says which file is not there."""
    path = tmp_path / "mine.pmtiles"
    path.write_bytes(archive.read_bytes())
    desk = make_desk(basemap=str(path))
    tag = desk.get(WHERE).headers["ETag"]
    path.write_bytes(archive.read_bytes() + b"more")
    assert desk.get(WHERE).headers["ETag"] != tag
    path.unlink()
    gone = desk.get(WHERE)
    assert gone.status_code == 404
    assert "mine.pmtiles is there no more" in gone.text
    assert desk.get("/").status_code == 200


def test_with_accounts_a_map_is_for_those_who_signed_in(make_desk: Make, archive: Path) -> None:
    """It may be as confidential as the rest."""
    desk = make_desk(users=True, basemap=str(archive))
    assert desk.get(WHERE, follow_redirects=False).status_code == 303


def broken(change: Callable[[bytes], bytes], tmp_path: Path, archive: Path) -> str:
    """A file made of a sound one."""
    path = tmp_path / "broken.pmtiles"
    path.write_bytes(change(archive.read_bytes()))
    return str(path)


BROKEN: MappingProxyType[str, tuple[Callable[[bytes], bytes], str]] = MappingProxyType(
    {
        "empty": (lambda whole: b"", "no PMTiles file"),
        "another kind of file": (lambda whole: b"PK\3\4" + whole[4:], "no PMTiles file"),
        "the header alone, cut off": (lambda whole: whole[:100], "cut off: its header has 127 bytes, and there are 100"),
        "an older version": (lambda whole: whole[:7] + b"\2" + whole[8:], "PMTiles version 2; the map reads version 3"),
        "tiles of no known kind": (lambda whole: whole[:99] + b"\x09" + whole[100:], "its tiles are of kind 9"),
        "tiles cut off": (lambda whole: whole[:-1], "cut off: its tiles would end at byte"),
        "a directory beyond the end": (lambda whole: whole[:16] + b"\xff" * 8 + whole[24:], "its root directory would end"),
    }
)


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_cannot_be_drawn_is_named_before_the_desk_opens(demo_copy: Path, tmp_path: Path, archive: Path, case: str) -> None:
    """By its name, with what is wrong with it."""
    change, words = BROKEN[case]
    with pytest.raises(UsageError, match="broken.pmtiles: .*" + words):
        open_desk(demo_copy, basemap=broken(change, tmp_path, archive))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("nowhere.pmtiles", "there is no such file"),
        (".", "there is no such file"),
        ("https://tiles.example/{z}/{x}.png", "{y} is not there"),
        ("https://tiles.example/{z}.png", "{x} and {y} is not there"),
        ("ftp://tiles.example/{z}/{x}/{y}.png", "no address of tiles"),
    ],
)
def test_an_address_or_file_that_is_none_is_refused(demo_copy: Path, given: str, words: str) -> None:
    """With the reason."""
    with pytest.raises(UsageError, match=words.replace("{", r"\{")):
        open_desk(demo_copy, basemap=given)


@pytest.mark.parametrize("address", ["https://tiles.example:8443/{z}/{x}/{y}.png", "https://tiles.example:8443/a/country.pmtiles?key=1"])
def test_only_the_origin_of_a_given_address_comes_into_the_policy(make_desk: Make, address: str) -> None:
    """To be asked and shown as pictures, and for nothing else."""
    desk = make_desk(basemap=address)
    policy = dict(part.split(" ", 1) for part in desk.get("/").headers["Content-Security-Policy"].split("; "))
    assert origin_of(address) == "https://tiles.example:8443"
    assert [name for name, values in policy.items() if "tiles.example" in values] == ["img-src", "connect-src"]
    assert policy["connect-src"] == "'self' https://tiles.example:8443"
    assert policy["script-src"] == "'self'"
    assert desk.get(WHERE).status_code == 404
    assert "tiles.example" not in make_desk().get("/").headers["Content-Security-Policy"]


def names_in(tile: bytes) -> list[str]:
    """The names in a tile, read as protocol buffers are, field by field."""

    def fields(body: bytes) -> list[tuple[int, Any]]:
        found, at = [], 0

        def number() -> int:
            nonlocal at
            value = shift = 0
            while True:
                byte = body[at]
                at += 1
                value |= (byte & 0x7F) << shift
                shift += 7
                if byte < 0x80:
                    return value

        while at < len(body):
            key = number()
            length = number()
            if key & 7 == 2:
                found.append((key >> 3, body[at : at + length]))
                at += length
            else:
                found.append((key >> 3, length))
        return found

    layer = dict(fields(tile))[3]
    values = [fields(body)[0] for field, body in fields(layer) if field == 4]
    return [value.decode() for field, value in values if field == 1]


@pytest.mark.parametrize(
    ("tile", "there", "missing"),
    [
        ("0/0/0", "Shanghai", "China"),
        ("2/2/1", "Turkey", "Aleppo"),
        ("5/19/12", "Aleppo", "Afrin"),
        ("9/308/200", "Aleppo", "Syria"),
    ],
)
def test_the_map_names_the_largest_places_first(desk: TestClient, tile: str, there: str, missing: str) -> None:
    """Countries while it is far away, smaller towns the closer it comes; no tile holds more than fit on it."""
    answer = desk.get(f"/data/labels/{tile}.mvt")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/vnd.mapbox-vector-tile")
    names = names_in(answer.content)
    assert there in names
    assert missing not in names
    assert len(names) <= 40
    assert len(gzip.compress(answer.content)) < 3_000
    assert answer.headers["Cache-Control"].startswith("private, max-age=")


@pytest.mark.parametrize("tile", ["12/0/0", "1/2/0", "1/0/2", "0/0/x", "99999999999/0/0"])
def test_a_tile_that_is_none_is_not_there(desk: TestClient, tile: str) -> None:
    """And nothing is looked for."""
    assert desk.get(f"/data/labels/{tile}.mvt").status_code == 404


def test_pages_with_a_map_name_the_labels(desk: TestClient) -> None:
    """By an address that changes with the version, so that browsers keep the tiles."""
    assert 'data-labels="/data/labels/{z}/{x}/{y}.mvt?v=' in desk.get("/").text
    assert 'data-labels="' in desk.get("/places").text


def test_towns_are_listed_by_population() -> None:
    """Cities, capitals and countries of the gazetteer, each with its position."""
    towns = open_gazetteer().list_towns()
    assert len(towns) > 100_000
    assert all(one.population >= other.population for one, other in pairwise(towns))
    assert {one.kind for one in towns} == {"city", "capital", "country"}


def test_a_tile_is_written_as_the_format_says() -> None:
    """Byte by byte, as in section 4 of the specification: steps are folded and relative, keys and values stand once."""
    points = [Feature("point", ((25, 17),), {"a": 1}), Feature("area", ((3, 6), (8, 12), (20, 34)), {"a": 1, "b": "x"})]
    tile = encode_tile({"l": points})
    assert b"\x22\x03\x09\x32\x22" in tile
    assert b"\x22\x09\x09\x06\x0c\x12\x0a\x0c\x18\x2c\x0f" in tile
    assert tile.count(b"\x1a\x01a") == 1
    assert encode_tile({}) == b""


def test_pictures_are_a_map_too(make_desk: Make, tmp_path: Path) -> None:
    """PNG tiles in an archive."""
    assert make_desk(basemap=str(write_pictures(tmp_path / "p.pmtiles", (1, 2, 3)))).get(WHERE).status_code == 200
