"""According reads reports of armed conflict and keeps an account in which nothing stands without its source.

``according.read("report.html")`` reads one report, ``according.open("account.db")`` opens an account; ``docs/python.md`` tells the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # nothing is imported before it is asked for, so that importing this package costs nothing
    from collections.abc import Iterator
    from pathlib import Path

    from according.config import Config
    from according.model import Form, Reading
    from according.python import Account

__all__ = ["__version__", "open", "read", "read_each"]
__version__ = "0.1.0"


def open(address: str | Path, *, create: bool = True, config: Config | None = None) -> Account:  # noqa: A001
    """The account in a file or at a ``postgresql://`` URL, made if there is none and ``create`` allows it; use it with ``with``.

    Raises ``AccountError`` where it cannot be opened.
    """
    from according.python import Account

    return Account(address, create=create, config=config)


def read(
    what: str | Path | bytes | None = None,
    *,
    text: str | None = None,
    form: Form | None = None,
    url: str | None = None,
    config: Config | None = None,
) -> Reading:
    """What one report says and who says it; raises ``ReadError`` with the reason where it cannot be read.

    ``what`` is a file, an http(s) address, bytes (with their ``form`` if it is known) or a text; ``text=`` takes any words for a text.
    Of a page with posts in it this is the reading of the page, and of a file with several reports there is none: see ``read_each``.
    """
    from according.python import read

    return read(what, text=text, form=form, url=url, config=config)


read_one = read
"""The same function under a name that no room of the package has."""


def read_each(
    what: str | Path | bytes | None = None,
    *,
    text: str | None = None,
    form: Form | None = None,
    url: str | None = None,
    config: Config | None = None,
) -> Iterator[Reading]:
    """The readings of all reports and posts in a file, a folder, an address, bytes or a text, one after the other.

    Raises ``ReadError`` at the first that cannot be read; ``Account.add`` goes on and names it.
    """
    from according.python import read_each

    return read_each(what, text=text, form=form, url=url, config=config)
