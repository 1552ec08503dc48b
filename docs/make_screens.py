"""Takes pictures of every page of the desk, wide and narrow, light and dark: ``python docs/make_screens.py ADDRESS FOLDER``.

ADDRESS is that of a desk that is open (``according serve``); Chromium must be on the machine, and the package playwright.
With ``--docs`` it takes the few pictures that the docs show instead, of the size that they have there; their colours are
reduced with the package Pillow. Only the demo's account may stand in the docs: its reports are invented.
"""

from __future__ import annotations

import argparse
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

PAGES = (
    *("/", "/incidents", "/timeline", "/sources", "/places", "/actors", "/territory", "/access", "/tally", "/warnings", "/words"),
    *("/copies", "/diff?from=2000&to=2100", "/reports", "/search?q=market", "/review", "/review/agreement", "/log?verify=1"),
)
LED_TO = (
    ("incident", "/incidents?sort=origins", "/incidents/"),
    ("report", "/search?q=market+nuvesh+official", "#results h3 a[href^='/reports/']"),
    ("source", "/sources", "/sources/"),
    ("place", "/places", "/places/"),
    ("actor", "/actors", "/actors/"),
    ("person", "/sources", "/sources/"),
    ("finding", "/review", "main table a[href^='/review/']"),
    ("joining", "/incidents?sort=origins", "/incidents/"),
    ("before", "/incidents?sort=origins", "/incidents/"),
    ("outlets", "/sources", "#list .names a"),
)
"""Pages that lists lead to: the name of the picture, the list, and how the link begins."""
LOOKS = tuple((width, scheme) for width in (1280, 390) for scheme in ("light", "dark"))
_FLAGS = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")
_DRAWN = "() => [...document.querySelectorAll('[data-view]')].every((view) => ['yes', 'failed'].includes(view.dataset.drawn))"
_STILL = "() => [...document.querySelectorAll('[data-view=map]')].every((view) => view.dataset.still)"
_HIGHEST_PX = 4_000
_MOST_BYTES = 150_000
_PATIENCE_MS = 120_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the docs: of which page, how wide and high, in which scheme, from which part of the page on."""

    name: str
    page: str
    width: int = 1280
    height: int = 860
    scheme: str = "light"
    start: str | None = None


DOCS = (
    Picture("overview", "overview", height=1160),
    Picture("incident", "incident", height=900),
    Picture("figures", "incident", height=560, start="#figures"),
    Picture("report", "report", height=900),
    Picture("report-dark-narrow", "report", width=390, height=844, scheme="dark", start="#words"),
    Picture("words", "words", height=640),
)


def main() -> None:
    """Take the pictures that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="the address of a desk that is open")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--docs", action="store_true", help="only the pictures that the docs show")
    parser.add_argument("--only", default="", help="only pages whose name holds this")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(_FLAGS))
        page = browser.new_page(base_url=given.address, reduced_motion="reduce")
        page.set_default_timeout(_PATIENCE_MS)
        pages = dict(find_pages(page, {picture.page for picture in DOCS} if given.docs else None))
        if given.docs:
            for picture in DOCS:
                take_for_docs(page, picture, pages[picture.page], given.folder / f"{picture.name}.png")
        else:
            for name, path in pages.items():
                if given.only in name:
                    take_looks(page, path, given.folder, name)
        browser.close()


def find_pages(page: Any, wanted: set[str] | None = None) -> Iterator[tuple[str, str]]:
    """Every page to be taken, by the name of its picture; only those of the names that are wanted, if any are given."""
    for path in PAGES:
        yield re.split(r"[?#]", path)[0].strip("/").replace("/", "-") or "overview", path
    for name, start, link in LED_TO:
        if wanted is not None and name not in wanted:
            continue
        page.goto(start)
        found = page.query_selector(link if " " in link else f"main #list a[href^='{link}'], main a[href^='{link}']")
        if found is not None:
            yield name, _turned(name, found.get_attribute("href"), page)


def _turned(name: str, address: str, page: Any) -> str:
    """The page that a link's address names, where the picture is of another page on the same thing."""
    last = address.rsplit("/", 1)[1]
    if name == "outlets":
        several = [link.get_attribute("href").rsplit("/", 1)[1] for link in page.query_selector_all("#list .names a")[:2]]
        return f"/search?q=killed&outlet={several[0]}&outlet={several[-1]}"
    turned = {"person": "/people/{}", "joining": "/review?incident={}", "before": "/warnings?before={}"}
    return turned[name].format(last) if name in turned else address


def show(page: Any, path: str, width: int, height: int, scheme: str) -> None:
    """Open a page in a look, and wait until all of it is drawn."""
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    page.wait_for_function(_DRAWN, timeout=_PATIENCE_MS)
    page.wait_for_function(_STILL, timeout=_PATIENCE_MS)


def take_looks(page: Any, path: str, folder: Path, name: str) -> None:
    """Take one PNG of a page for each width and scheme, at most 4,000 pixels high."""
    for width, scheme in LOOKS:
        show(page, path, width, 900, scheme)
        high = min(page.evaluate("() => document.documentElement.scrollHeight"), _HIGHEST_PX)
        page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True, clip={"x": 0, "y": 0, "width": width, "height": high})


def take_for_docs(page: Any, picture: Picture, path: str, file: Path) -> None:
    """Take one picture for the docs, with as many colours as fit into 150 kB."""
    from PIL import Image

    show(page, path, picture.width, picture.height, picture.scheme)
    if picture.start is not None:
        page.evaluate("(start) => document.querySelector(start).scrollIntoView()", picture.start)
        page.wait_for_function(_STILL, timeout=_PATIENCE_MS)
    page.screenshot(path=file)
    with Image.open(file) as taken:
        plain = taken.convert("RGB")
    for colours in (256, 128, 64, 32):
        plain.quantize(colours, dither=Image.Dither.NONE).save(file, optimize=True)
        if file.stat().st_size <= _MOST_BYTES:
            return
    raise SystemExit(f"{file} is larger than {_MOST_BYTES:,} bytes with 32 colours: take less of the page")


if __name__ == "__main__":
    main()
