"""Draws ``docs/demo.svg``, what ``according demo`` prints: run it with ``python docs/make_picture.py`` after a change of that."""

from __future__ import annotations

import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.terminal_theme import MONOKAI

from according.config import Config
from according.demo import bundle_paths
from according.read.fetch import Fetcher, utc_now
from according.read.intake import Intake
from according.run import Tally, run
from according.store import Account
from according.terminal import overview

WIDTH = 100


def main() -> None:
    """Read the bundle into an account that nobody keeps, and write the picture."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    config = Config()
    with TemporaryDirectory() as folder, Account.open(str(Path(folder) / "demo.db")) as account, Fetcher(config) as fetcher:
        intake = Intake([str(path) for path in bundle_paths()], config, fetcher=fetcher, now=utc_now, stdin=io.BytesIO())
        for _ in run(intake, config, account, Tally(), name=lambda failure: None):
            pass
        for part in overview(account.readings(), account.capture):
            console.print(part)
    svg = console.export_svg(title="according demo", theme=MONOKAI)
    # The picture stands alone: no font is fetched from anywhere.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    (Path(__file__).parent / "demo.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
