"""The user's own map in a real browser: asked for in parts, drawn below the incidents, and named where it is broken."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.show.browser.conftest import DRAWN, serving
from tests.show.tile_files import make_picture, write_pictures, write_vectors

pytestmark = pytest.mark.usefixtures("is_built")
MAGENTA = (230, 20, 210)
PIXELS = """async ([picture, places]) => {
  const image = await createImageBitmap(await (await fetch(picture)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  return places.map(([x, y]) => [...canvas.getImageData(x * image.width, y * image.height, 1, 1).data].slice(0, 3));
}"""
STILL = "() => document.querySelector('[data-view=map]').dataset.still === 'yes'"
GRID = [(x / 10, y / 10) for x in range(1, 10) for y in range(1, 10)]
Look = Callable[..., "Seen"]


class Seen:
    """A page with a map, what it asked for, and what its console complains of."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.answers: list[Any] = []
        self.complaints: list[str] = []
        page.on("response", lambda answer: self.answers.append(answer))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)

    def open(self, path: str = "/") -> Seen:
        """Go there, and wait until the map stands still."""
        self.page.goto(path)
        self.page.wait_for_function(DRAWN, timeout=30_000)
        self.page.wait_for_function(STILL, timeout=60_000)
        return self

    def colours(self) -> list[tuple[int, ...]]:
        """What is seen at eighty-one places of the map."""
        shot = self.page.locator("[data-view=map] canvas").first.screenshot()
        picture = f"data:image/png;base64,{base64.b64encode(shot).decode()}"
        outside = self.page.context.browser.new_page()  # the desk's policy lets no page of it read a picture so
        found = outside.evaluate(PIXELS, [picture, GRID])
        outside.close()
        return [tuple(one) for one in found]

    def variable(self, name: str) -> tuple[int, ...]:
        """A colour of the stylesheet."""
        found = self.page.evaluate(
            "(name) => { const made = document.createElement('canvas').getContext('2d');"
            " made.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name).trim(); made.fillRect(0, 0, 1, 1);"
            " return [...made.getImageData(0, 0, 1, 1).data].slice(0, 3); }",
            name,
        )
        return tuple(found)


def share(colours: list[tuple[int, ...]], wanted: tuple[int, ...]) -> float:
    """How much of the map has a colour, or nearly."""
    near = [one for one in colours if all(abs(seen - asked) < 12 for seen, asked in zip(one, wanted, strict=True))]
    return len(near) / len(colours)


@pytest.fixture
def look(browser: Any, demo_file: Path, tmp_path: Path) -> Iterator[Any]:
    """A desk of its own for each test, with options of ``make_app``, and a window before it; both close with the test."""

    @contextmanager
    def open_desk(**options: object) -> Iterator[Seen]:
        with serving(Path(shutil.copy(demo_file, tmp_path / "demo.db")), **options) as address:
            context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
            try:
                yield Seen(context.new_page())
            finally:
                context.close()

    return open_desk


def test_an_archive_of_vectors_is_drawn_from_parts_of_the_file(look: Any, tmp_path: Path) -> None:
    """Nothing but parts is asked for; water has the colour of the sea; the policy is as strict as ever and nothing breaks it."""
    archive = write_vectors(tmp_path / "water.pmtiles")
    with look(basemap=str(archive)) as seen:
        seen.open()
        parts = [one for one in seen.answers if one.url.endswith("/basemap.pmtiles")]
        assert {one.status for one in parts} == {206}
        assert len(parts) >= 2
        assert all(one.headers["content-range"].endswith(f"/{archive.stat().st_size}") for one in parts)
        assert len({one.headers["etag"] for one in parts}) == 1
        assert all(one.request.headers["range"].startswith("bytes=") for one in parts)
        assert share(seen.colours(), seen.variable("--sea")) > 0.5
        page = next(one for one in seen.answers if one.url.endswith("/"))
        assert "connect-src 'self'; " in page.headers["content-security-policy"]
        assert seen.complaints == []


def test_an_archive_of_pictures_is_drawn_and_ours_is_not(look: Any, tmp_path: Path) -> None:
    """The pictures' colour is on the map; our names are left out, since pictures bring their own."""
    with look(basemap=str(write_pictures(tmp_path / "pictures.pmtiles", MAGENTA))) as seen:
        seen.open()
        assert share(seen.colours(), MAGENTA) > 0.5
        assert not any("/data/labels/" in one.url or "world" in one.url for one in seen.answers)
        assert seen.complaints == []


def test_tiles_of_another_address_are_let_in_from_there_only(look: Any) -> None:
    """The given origin answers; a picture from any other is stopped by the policy."""
    with look(basemap="https://tiles.example/{z}/{x}/{y}.png") as seen:
        picture = make_picture(MAGENTA)
        headers = {"Access-Control-Allow-Origin": "*"}
        seen.page.route("https://*.example/**", lambda route: route.fulfill(body=picture, content_type="image/png", headers=headers))
        seen.open()
        asked = [one for one in seen.answers if one.url.startswith("https://tiles.example/")]
        assert asked
        assert share(seen.colours(), MAGENTA) > 0.5
        assert seen.complaints == []
        assert seen.page.evaluate("fetch('https://tiles.example/1/1/1.png').then(() => 'let in', () => 'stopped')") == "let in"
        assert seen.page.evaluate("fetch('https://other.example/1/1/1.png').then(() => 'let in', () => 'stopped')") == "stopped"


def test_a_file_that_is_spoilt_while_the_desk_is_open_is_named_on_the_map(look: Any, tmp_path: Path) -> None:
    """Countries are drawn in its place."""
    archive = write_vectors(tmp_path / "water.pmtiles")
    with look(basemap=str(archive)) as seen:
        archive.write_bytes(b"something else altogether" * 1_000)
        seen.open()
        note = seen.page.locator("[data-view=map] .note").first.text_content() or ""
        assert "The basemap cannot be read" in note
        assert any("world" in one.url for one in seen.answers)


def test_the_gazetteers_names_stand_on_our_own_map(look: Any) -> None:
    """In tiles from the desk alone, no more than the map needs; what the incidents' own places are called is not said twice."""
    with look() as seen:
        seen.open()
        tiles = [one for one in seen.answers if "/data/labels/" in one.url]
        assert tiles
        assert all(one.status == 200 for one in tiles)
        assert len(tiles) <= 30
        assert sum(int(one.headers["content-length"]) for one in tiles) < 60_000
        assert all(one.url.startswith(seen.page.url) for one in seen.answers)
        assert seen.complaints == []
