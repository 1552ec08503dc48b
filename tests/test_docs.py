"""The documentation is true: its commands run, its code runs, its reference is what the code says."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)[^)]*\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_code_block_of_a_page_does_what_it_says(page: Path, tmp_path: Path) -> None:
    """Blocks run one after the other in one folder that holds the examples; ``…`` stands for anything."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for kind, body in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "python":
            subprocess.run([sys.executable, "-c", body], cwd=tmp_path, check=True)
        else:
            for command, expected in commands_of(body):
                assert matches(run(command, tmp_path), expected), f"{command}\ngives\n{run(command, tmp_path)}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    """A link to another file of the repository names one that is there."""
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_reference_is_what_the_code_says() -> None:
    """The pages under docs/reference are those that docs/make_reference.py writes."""
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "docs" / "make_reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, text in module.make_pages().items():
        assert (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") == text, f"run python docs/make_reference.py ({name})"


def commands_of(body: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with the output that the page shows."""
    parts = re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
    return [(command, shown) for command, _, shown in (part.partition("\n") for part in parts)]


def run(command: str, folder: Path) -> str:
    """What a command prints on both streams."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    env = {**os.environ, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=folder, shell=True, env=env, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def matches(output: str, expected: str) -> bool:
    """Whether the output is the expected one, however wide its white space."""
    pattern = ".*".join(re.escape(part) for part in plain(expected).split("…"))
    return re.fullmatch(pattern, plain(output), re.DOTALL) is not None


def plain(text: str) -> str:
    return re.sub(r" *\n *", "\n", re.sub(r"[ \t]+", " ", text)).strip()
