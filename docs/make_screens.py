"""Takes pictures of every page of the desk, wide and narrow, light and dark: ``python docs/make_screens.py ADDRESS FOLDER``.

ADDRESS is that of a desk that is open (``according serve``); Chromium must be on the machine, and the package playwright.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

_PAGES = (
    *("/", "/incidents", "/timeline", "/sources", "/places", "/actors", "/territory", "/access", "/tally", "/warnings", "/words"),
    *("/copies", "/reports", "/search?q=market", "/review", "/log"),
)
_LED_TO = (("/incidents?contested=1", "incidents"), ("/reports", "reports"), ("/sources", "sources"), ("/places", "places"))
_FLAGS = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")
_DRAWN = "() => [...document.querySelectorAll('[data-view]')].every((view) => ['yes', 'failed'].includes(view.dataset.drawn))"
_STILL = "() => [...document.querySelectorAll('[data-view=map]')].every((view) => view.dataset.still)"


def main(address: str, folder: Path) -> None:
    """Write one PNG for each page, width and scheme."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(_FLAGS))
        for width in (1280, 390):
            for scheme in ("light", "dark"):
                page = browser.new_page(base_url=address, viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
                for path in (*_PAGES, *_led_to(page)):
                    _take(page, path, folder / f"{_name(path)}-{width}-{scheme}.png")
                page.close()
        browser.close()


def _led_to(page: Any) -> list[str]:
    """The first page of each sort that the lists lead to."""
    found = []
    for start, sort in _LED_TO:
        page.goto(start)
        if link := page.query_selector(f"main a[href^='/{sort}/']"):
            found.append(link.get_attribute("href"))
    return found


def _take(page: Any, path: str, file: Path) -> None:
    page.goto(path)
    page.wait_for_function(_DRAWN, timeout=60_000)
    page.wait_for_function(_STILL, timeout=60_000)
    page.screenshot(path=file, full_page=True)


def _name(path: str) -> str:
    """A file's name for a page: "overview", "incidents", "incident" of one."""
    parts = re.split(r"[?#]", path)[0].strip("/").split("/")
    return (parts[0] or "overview") if len(parts) == 1 else parts[0].removesuffix("s")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
