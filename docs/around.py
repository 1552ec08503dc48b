"""What lies around ``docs`` in the repository and belongs to the documentation all the same; MkDocs calls it while it builds.

The README is the first page; results, changes, licence and the like are pages of their own. Links between them lead to
these pages, so that the Markdown files also read well where they lie.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGES = {
    "README.md": "index.md",
    "bench/RESULTS.md": "results.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "LICENSE": "license.md",
}
FOLDERS = {"docs/how-to": "how-to/code-events.md", "docs/reference": "reference/commands.md"}
LINK = re.compile(r"(\]\()(?!https?:|mailto:|#)([^)#\s]+)([^)]*\))")


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that lie outside of ``docs``."""
    from mkdocs.structure.files import File  # only while MkDocs builds: the tests do without

    for source, target in PAGES.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        body = text if source.endswith(".md") else f"# Licence\n\n```text\n{text}\n```\n"
        files.append(File.generated(config, target, content=moved_links(body, source, target)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Let the links of a page lead to pages of the documentation."""
    target = page.file.src_uri
    return markdown if target in PAGES.values() else moved_links(markdown, f"docs/{target}", target)


def moved_links(text: str, source: str, target: str) -> str:
    """The text of the file ``source`` with links as they must be on the page ``target``."""

    def moved(link: re.Match[str]) -> str:
        aim = posixpath.normpath(posixpath.join(posixpath.dirname(source), link[2]))
        page = PAGES.get(aim) or FOLDERS.get(aim) or (aim.removeprefix("docs/") if aim.startswith("docs/") else None)
        return link[0] if page is None else f"{link[1]}{posixpath.relpath(page, posixpath.dirname(target) or '.')}{link[3]}"

    return LINK.sub(moved, text)
