"""How smoothly the desk's map of many incidents pans and zooms: the time between frames in a real browser.

Example: ``python -m bench.panning --points 50000``

The points are made up, laid around some hundred towns, and given to the page in place of the account's own; all else is the
desk as it is served. The map is dragged and zoomed by the mouse, once all points are drawn. What the numbers hold for is said
with them: a machine without a graphics card draws in software, which is slower than any card. Where others share the machine,
frames wait for their turn; the processor time that the browser takes for a frame, over all its processes, does not.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from according.config import Config
from according.show import make_app
from according.store import Account

KINDS = ("shelling", "air_strike", "battle", "bombing", "arrest", "displacement")
FLAGS = ("--no-sandbox", "--disable-dev-shm-usage", "--ignore-gpu-blocklist", "--enable-unsafe-swiftshader")
SOFTWARE = ("--use-angle=swiftshader",)
_STILL = "() => document.querySelector('[data-view=map]')?.dataset.still === 'yes'"
_RENDERER = """() => {
  const context = document.createElement('canvas').getContext('webgl2');
  const named = context?.getExtension('WEBGL_debug_renderer_info');
  return context ? String(context.getParameter(named ? named.UNMASKED_RENDERER_WEBGL : context.RENDERER)) : 'none';
}"""
_WATCH = """() => {
  window.frames_ms = [];
  let before = performance.now();
  const next = (now) => { window.frames_ms.push(now - before); before = now; window.watching = requestAnimationFrame(next); };
  window.watching = requestAnimationFrame((now) => { before = now; window.watching = requestAnimationFrame(next); });
}"""
_STOP = "() => { cancelAnimationFrame(window.watching); return window.frames_ms; }"


@dataclass(frozen=True, slots=True)
class Smoothness:
    """The times between frames during one kind of movement, in milliseconds."""

    name: str
    frames_ms: tuple[float, ...]
    processor_s: float

    @property
    def median_ms(self) -> float:
        """Half of the frames came sooner."""
        return statistics.median(self.frames_ms)

    def share_ms(self, share: float) -> float:
        """The time that this share of the frames did not exceed."""
        return sorted(self.frames_ms)[min(len(self.frames_ms) - 1, int(share * len(self.frames_ms)))]

    def line(self) -> str:
        """The numbers on one line."""
        slow = sum(one > 50 for one in self.frames_ms)
        return (
            f"{self.name:<22} {len(self.frames_ms):>5} frames  median {self.median_ms:6.1f} ms  95 % {self.share_ms(0.95):6.1f} ms"
            f"  longest {max(self.frames_ms):7.1f} ms  {slow} above 50 ms"
            f"  processor {1_000 * self.processor_s / len(self.frames_ms):6.1f} ms a frame"
        )


def make_points(count: int, seed: int = 4) -> dict[str, Any]:
    """So many made-up incidents around towns, as the desk's data for maps has them."""
    chance = random.Random(seed)
    towns = [(chance.uniform(30, 45), chance.uniform(31, 38), chance.paretovariate(1.2)) for _ in range(120)]
    weights = [weight for _, _, weight in towns]
    features = []
    for number, (lon, lat, _) in enumerate(chance.choices(towns, weights, k=count)):
        angle, far = chance.uniform(0, 2 * math.pi), chance.expovariate(4)
        position = [round(lon + far * math.cos(angle), 5), round(lat + far * math.sin(angle), 5)]
        properties = {
            "id": f"{number:064x}", "kind": chance.choice(KINDS), "day": chance.randrange(15_000, 18_000), "n": 1,
            "origins": 1 + int(chance.paretovariate(1.5)), "contested": int(chance.random() < 0.2), "place": f"Place {number % 900}",
        }  # fmt: skip
        features.append({"type": "Feature", "geometry": {"type": "Point", "coordinates": position}, "properties": properties})
    return {"type": "FeatureCollection", "features": features, "grouped": False, "total": count, "placed": count, "unplaced": 0}


def measure(address: str, points: dict[str, Any], chromium: str, flags: Sequence[str]) -> tuple[str, float, list[Smoothness]]:
    """Who draws, how long it takes until all points stand, and how smoothly the map moves."""
    from playwright.sync_api import sync_playwright

    body = json.dumps(points)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *flags])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(180_000)
        page.route("**/data/incidents.json*", lambda route: route.fulfill(body=body, content_type="application/geo+json"))
        start = time.perf_counter()
        page.goto(address)
        page.wait_for_function(_STILL)
        drawn_s = time.perf_counter() - start
        renderer = page.evaluate(_RENDERER)
        found = [
            _watched(page, name, move)
            for name, move in (("drag, whole country", _drag), ("zoom in and out", _zoom), ("drag, closer", _drag_closer))
        ]
        browser.close()
    return renderer, drawn_s, found


def _watched(page: Any, name: str, move: Any) -> Smoothness:
    before = _processor_s()
    page.evaluate(_WATCH)
    move(page)
    frames_ms = tuple(page.evaluate(_STOP))
    return Smoothness(name, frames_ms, _processor_s() - before)


def _processor_s() -> float:
    """What all processes that this one started, and those that they started, have taken of the processors so far."""
    parents: dict[int, tuple[int, float]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(folder.name)] = int(fields[1]), (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    mine = {os.getpid()}
    while more := {pid for pid, (parent, _) in parents.items() if parent in mine and pid not in mine}:
        mine |= more
    return sum(taken for pid, (_, taken) in parents.items() if pid in mine and pid != os.getpid())


def _middle(page: Any) -> tuple[float, float]:
    box = page.locator("[data-view=map] canvas").first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _drag(page: Any) -> None:
    """To and fro in a circle, three times."""
    x, y = _middle(page)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(120):
        angle = step / 40 * 2 * math.pi
        page.mouse.move(x + 150 * math.sin(angle), y + 100 * (1 - math.cos(angle)) / 2)
        page.wait_for_timeout(12)
    page.mouse.up()
    page.wait_for_function(_STILL)


def _zoom(page: Any) -> None:
    """Six turns of the wheel in, and six out."""
    page.mouse.move(*_middle(page))
    for turn in (-240,) * 6 + (240,) * 6:
        page.mouse.wheel(0, turn)
        page.wait_for_timeout(250)
    page.wait_for_function(_STILL)


def _drag_closer(page: Any) -> None:
    page.mouse.move(*_middle(page))
    for _ in range(4):
        page.mouse.wheel(0, -240)
        page.wait_for_timeout(250)
    _drag(page)


@contextmanager
def serving() -> Iterator[str]:
    """The address of a desk over an empty account."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        Account.open(str(path)).close()
        server = uvicorn.Server(uvicorn.Config(make_app(Config(account=str(path))), port=0, log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.05)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/places"
        server.should_exit = True
        thread.join(10)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=50_000)
    parser.add_argument("--gpu", action="store_true", help="draw with the machine's graphics card, if it has one")
    parser.add_argument("--most-ms", type=float, help="exit 1 where a median is above this")
    given = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("no chromium on this machine: apt-get install chromium")
    with serving() as address:
        renderer, drawn_s, found = measure(address, make_points(given.points), chromium, () if given.gpu else SOFTWARE)
    print(f"{given.points:,} points, drawn by {renderer}; all of them stood after {drawn_s:.1f} s")
    for one in found:
        print(one.line())
    if given.most_ms is not None and any(one.median_ms > given.most_ms for one in found):
        sys.exit(1)


if __name__ == "__main__":
    main()
