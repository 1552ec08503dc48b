"""Debian's Chromium before desks over the demo's account and over one of real reports, on loopback ports; skipped where there is none."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
import uvicorn

from according.config import Config
from according.show import make_app
from tests.once import made_once
from tests.show.conftest import fill

REPORTS = Path(os.environ.get("ACCORDING_DATA", Path(__file__).parents[4] / "shared")) / "data" / "reports"
MOST_REPORTS = 500
WEB = Path(__file__).parents[3] / "web"
DRAWN = "() => [...document.querySelectorAll('[data-view]')].every((view) => ['yes', 'failed'].includes(view.dataset.drawn))"
"""True once every drawing of a page stands, or says why it does not."""


@contextmanager
def arriving(page, *, scripts: bool = True) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Around what leads to another page: leaves once that page is loaded, and drawn where scripts run."""
    with page.expect_navigation(wait_until="load"):
        yield
    if scripts:
        page.wait_for_function(DRAWN)


def leave_out(reason: str) -> NoReturn:
    """Skip what this machine lacks something for, or fail where it has to have it."""
    if os.environ.get("ACCORDING_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def serving(account: Path, **options: object) -> Iterator[str]:
    """The address of a desk over an account, with options of ``make_app``, on a loopback port until it is left."""
    app = make_app(Config(account=str(account)), **options)  # type: ignore[arg-type]
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the desk did not start"
        thread.join(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def real_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an account of 500 real reports, the shorter ones, read and joined once; ACCORDING_REAL_ACCOUNT names one that stands."""
    if standing := os.environ.get("ACCORDING_REAL_ACCOUNT"):
        return Path(shutil.copy(standing, tmp_path_factory.mktemp("real") / "real.db"))
    lines = [line for file in sorted(REPORTS.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]
    if len(lines) < MOST_REPORTS:
        pytest.skip(f"left out: fewer than {MOST_REPORTS} real reports in {REPORTS} (set ACCORDING_DATA)")
    shorter = sorted(lines, key=lambda line: (len(json.loads(line)["text"]), line))[:MOST_REPORTS]
    bundle = tmp_path_factory.mktemp("real") / "real.jsonl"
    bundle.write_text("\n".join(shorter) + "\n", encoding="utf-8")
    return made_once(tmp_path_factory, "real.db", lambda path: fill(path, [str(bundle)], workers=os.cpu_count() or 1))


@pytest.fixture(scope="session")
def address(placed_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a desk over a copy of the demo's account listens."""
    with serving(Path(shutil.copy(placed_file, tmp_path_factory.mktemp("browser") / "demo.db"))) as address:
        yield address


@pytest.fixture(scope="session", params=["demo", "real"])
def each_file(request: pytest.FixtureRequest) -> Path:
    """The file of the demo's account, and then that of an account of real reports."""
    return request.getfixturevalue("placed_file" if request.param == "demo" else "real_file")  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def each_address(each_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a desk over a copy of each of these accounts listens; tests may judge in it."""
    with serving(Path(shutil.copy(each_file, tmp_path_factory.mktemp("each") / "account.db"))) as address:
        yield address


_running: list[object] = []


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A headless Chromium of this machine, with a renderer that needs no graphics card: one in a process, whoever imports this."""
    if _running:
        yield _running[0]
        return
    sync_api = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        leave_out("no chromium on this machine: apt-get install chromium")
    flags = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist", "--disable-dev-shm-usage"]
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=flags)
        _running.append(chromium)
        yield chromium
        _running.clear()
        chromium.close()


@pytest.fixture
def open_page(browser, address: str) -> Iterator[Callable[..., object]]:  # type: ignore[no-untyped-def]
    """Opens a path of the desk in a window of its own, ``open_page("/", width=390)``; what its console complains of fails the test."""
    contexts: list[object] = []
    complaints: list[str] = []

    def open_it(path: str, *, at: str | None = None, width: int = 1280, scheme: str = "light", scripts: bool = True):  # type: ignore[no-untyped-def]
        context = browser.new_context(
            base_url=at or address,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda line: complaints.append(f"{page.url}: {line.text}") if line.type == "error" else None)
        page.goto(path)
        if scripts:
            page.wait_for_function(DRAWN)
        return page

    yield open_it
    for context in contexts:
        context.close()  # type: ignore[attr-defined]
    assert complaints == []


@pytest.fixture(scope="session")
def is_built() -> None:
    """Asks for the browser side, which an installation without Node lacks."""
    from according.show.desk import Desk

    if Desk.asset("src/main.ts") is None:
        leave_out("the browser side is not built: install According without ACCORDING_SKIP_WEB")


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, as npm ci in web/ brings it."""
    path = WEB / "node_modules" / "axe-core" / "axe.min.js"
    if not path.exists():
        leave_out("axe-core is not there: npm ci in web/")
    return path.read_text(encoding="utf-8")
