"""The documentation is true: its commands run, its code runs, its reference is what the code says."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from tests.warm import Warm

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md")), *sorted(DOCS.glob("how-to/*.md"))]
BLOCK = re.compile(r"^( *)```(console|python)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
FENCED = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
DEMO = "according demo --account "
"""How pages begin that need the demo's account: it is made by this very command, once for all of them."""


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, warm: Warm) -> tuple[Path, str]:
    """The demo's account, and what the command that made it printed."""
    folder = tmp_path_factory.mktemp("demo")
    return folder / "demo.db", run(f"{DEMO}demo.db", folder, warm)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_code_block_of_a_page_does_what_it_says(
    page: Path, tmp_path: Path, warm: Warm, request: pytest.FixtureRequest
) -> None:
    """Blocks run one after the other in one folder that holds the examples; ``…`` stands for anything."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for indent, kind, body in BLOCK.findall(page.read_text(encoding="utf-8")):
        block = textwrap.dedent(body) if indent else body
        if kind == "python":
            with open(os.devnull, "rb") as nothing:
                assert warm.run(["-c", block], tmp_path, os.environ, [nothing.fileno(), 1, 2])[0] == 0, block
        else:
            for command, expected in commands_of(block):
                output = run_or_copy(command, tmp_path, warm, request)
                assert matches(output, expected), f"{command}\ngives\n{output}"


@pytest.mark.parametrize("page", [*PAGES, *sorted(DOCS.glob("reference/*.md"))], ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    """A link to another file of the repository names one that is there, and a part of a page that the page has."""
    for target, part in LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8"))):
        aim = page.parent / target if target else page
        assert aim.exists(), target
        if part:
            assert part in anchors_of(aim), f"{target}#{part}"


def test_the_navigation_names_every_page_once() -> None:
    """mkdocs.yml leads to each page under docs, and to the pages that docs/around.py brings in from the repository."""
    named = list(leaves(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]))
    written = [page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")]
    assert sorted(named) == sorted((*written, *load("around").PAGES.values()))


def test_links_to_files_around_the_docs_lead_to_their_pages() -> None:
    """The built pages have the same links as the files, by the addresses that they have there."""
    moved = load("around").moved_links
    assert moved("[a](../bench/RESULTS.md#times) [b](views.md) [c](https://x.example/a.md)", "docs/claims.md", "claims.md") == (
        "[a](results.md#times) [b](views.md) [c](https://x.example/a.md)"
    )
    assert moved("[a](../../bench/RESULTS.md)", "docs/how-to/code-events.md", "how-to/code-events.md") == "[a](../results.md)"
    assert (
        moved("[a](docs/views.md) [b](docs/reference) [c](LICENSE)", "README.md", "index.md")
        == "[a](views.md) [b](reference/commands.md) [c](license.md)"
    )


def test_the_reference_is_what_the_code_says() -> None:
    """The pages under docs/reference are those that docs/make_reference.py writes."""
    for name, text in load("make_reference").make_pages().items():
        assert (DOCS / "reference" / name).read_text(encoding="utf-8") == text, f"run python docs/make_reference.py ({name})"


def test_the_codebook_defines_every_code_and_no_other() -> None:
    """docs/codebook.md is what docs/make_codebook.py writes, from a meaning for each code of the program."""
    module = load("make_codebook")
    assert {name: set(codes) for name, codes in module.read_meanings().items()} == {
        name: set(codes) for name, codes in module.LISTS.items()
    }
    assert (DOCS / "codebook.md").read_text(encoding="utf-8") == module.make_codebook(), "run python docs/make_codebook.py"


def load(name: str) -> ModuleType:
    """A script of the documentation as a module."""
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def leaves(nav: Any) -> Iterator[str]:
    """The pages that a navigation leads to."""
    if isinstance(nav, str):
        yield nav
        return
    for one in nav.values() if isinstance(nav, dict) else nav:
        yield from leaves(one)


def anchors_of(page: Path) -> set[str]:
    """The parts of a page by the names that links give them."""
    headings = HEADING.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip()) for heading in headings}


def run_or_copy(command: str, folder: Path, warm: Warm, request: pytest.FixtureRequest) -> str:
    """What a command prints; the demo's account is copied where a page asks for a new one."""
    if not command.startswith(DEMO) or (target := folder / command.removeprefix(DEMO).strip()).exists():
        return run(command, folder, warm)
    account, output = request.getfixturevalue("demo")
    shutil.copy(account, target)
    return str(output)


def commands_of(body: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with the output that the page shows."""
    parts = re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
    return [(command, shown) for command, _, shown in (part.partition("\n") for part in parts)]


def run(command: str, folder: Path, warm: Warm) -> str:
    """What a command prints on both streams."""
    done = subprocess.run(command, cwd=folder, shell=True, env=warm.environment(), capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def matches(output: str, expected: str) -> bool:
    """Whether the output is the expected one, however wide its white space."""
    pattern = ".*".join(re.escape(part) for part in plain(expected).split("…"))
    return re.fullmatch(pattern, plain(output), re.DOTALL) is not None


def plain(text: str) -> str:
    return re.sub(r" *\n *", "\n", re.sub(r"[ \t]+", " ", text)).strip()
