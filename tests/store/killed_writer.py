"""A writer to be killed: forks one for every line ``ADDRESS FIRST LAST`` and tells of each item when it is acknowledged.

Forking saves importing everything anew for each of hundreds of kills. Lines out: ``pid N``, ``added N`` …, ``end``.
"""

from __future__ import annotations

import importlib
import os
import sys

from according.model import Outcome
from according.store import Account
from tests.store.material import READER, make_article_with_posts


def make_numbered(number: int) -> Outcome:
    """The item of that number: an article with one post, as anybody would make it."""
    words = " ".join(f"street{(number * 7 + k) % 900}" for k in range(120))
    return make_article_with_posts(
        f"r{number}", f"Shell {number} fell on {words}.", [f"Shell {number}!"], url=f"https://gazette.example/{number}"
    )


def write(address: str, first: int, last: int) -> None:
    """Add the items from first to last, and tell of each as soon as the account has it."""
    with Account.open(address) as account:
        for number in range(first, last):
            account.add(make_numbered(number), reader=READER)
            os.write(1, f"added {number}\n".encode())


def main() -> None:
    """Fork a writer for each line of standard input."""
    importlib.import_module("alembic.command")
    for line in sys.stdin:
        address, first, last = line.split()
        pid = os.fork()
        if pid == 0:
            write(address, int(first), int(last))
            os._exit(0)
        os.write(1, f"pid {pid}\n".encode())
        os.waitpid(pid, 0)
        os.write(1, b"end\n")


if __name__ == "__main__":
    main()
