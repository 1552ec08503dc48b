"""Readers that other packages bring, for example for one publisher's layout: asked before ours, and never able to stop them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from according.config import Config
from according.errors import ExtensionError, ReadError
from according.extensions import READERS, Extension, find_extensions, reason_of
from according.model import Item
from according.read.draft import Draft

_Read = Callable[[Item, Config], Any]


def read_added(item: Item, config: Config) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    """What the first reader that takes the item makes of it (nothing where none takes it), and what went wrong with any.

    Readers are asked in the order of their names. One that cannot be loaded, breaks, or gives what is no draft is named in the
    problems, and the item is read without it. A ``ReadError`` is its word that the item cannot be read, and is raised.
    """
    readers, problems = _load()
    for extension, read in readers:
        try:
            drafts = _checked(read(item, config))
        except ReadError:
            raise
        except Exception as error:  # noqa: BLE001
            problems = (*problems, f"the reader {extension} failed ({reason_of(error)}): read without it")
            continue
        if drafts:
            return drafts, problems
    return (), problems


@cache
def _load() -> tuple[tuple[tuple[Extension, _Read], ...], tuple[str, ...]]:
    """The readers that can be used, and what is wrong with the others."""
    readers: list[tuple[Extension, _Read]] = []
    problems: list[str] = []
    for extension in find_extensions(READERS):
        try:
            found = extension.load()
        except ExtensionError as error:
            problems.append(f"the reader {error}: read without it")
            continue
        if callable(found):
            readers.append((extension, found))
        else:
            problems.append(f"the reader {extension} is no function: read without it")
    return tuple(readers), tuple(problems)


def _checked(given: object) -> tuple[Draft, ...]:
    """The drafts that a reader gave; raises ``TypeError`` or ``ValueError`` where they are none."""
    if given is None:
        return ()
    drafts = given if isinstance(given, tuple) else (given,)
    for draft in drafts:
        if not isinstance(draft, Draft):
            raise TypeError(f"gave {type(draft).__name__} where a Draft belongs")
        if not isinstance(draft.text, str) or not draft.text.strip():
            raise ValueError("gave a draft without text")
        for post in draft.posts:
            if not 0 <= post.span[0] <= post.text_span[0] <= post.text_span[1] <= post.span[1] <= len(draft.text):
                raise ValueError(f"gave a post outside of its text, at {post.span}")
    return drafts
