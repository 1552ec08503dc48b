"""Alerts as an Atom feed (RFC 4287) in a file that is always whole."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from according.watch.alert import Alert, lines_of, links_of, shown, title_of
from according.watch.definition import Watch

FEED_ENTRIES = 1_000
"""Most entries that a feed holds: the newest."""
_ATOM = "http://www.w3.org/2005/Atom"


def feed_xml(watch: Watch, entries: Sequence[Alert]) -> bytes:
    """The feed of a watch as XML in UTF-8, its entries newest first; equal alerts give equal bytes."""
    feed = ElementTree.Element("feed", xmlns=_ATOM)
    _add(feed, "id", _urn(watch.id))
    _add(feed, "title", f"According: {shown(watch.name)}")
    _add(feed, "updated", max((alert.made_at for alert in entries), default=watch.created_at))
    _add(_add(feed, "author"), "name", "According")
    for alert in entries:
        _add_entry(feed, alert)
    ElementTree.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(feed, encoding="unicode")}\n'.encode()


def write_whole(path: str, data: bytes) -> None:
    """Write a file so that who reads it sees the old one or the new one, never half of either; raises ``OSError``."""
    target = Path(os.path.realpath(path))
    draft = target.with_name(f".{target.name}.{uuid.uuid4().hex}.new")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink()


def _add_entry(feed: ElementTree.Element, alert: Alert) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", _urn(alert.id))
    _add(entry, "title", title_of(alert))
    _add(entry, "updated", alert.made_at)
    for number, url in enumerate(links_of(alert)):
        _add(entry, "link", rel="related" if number else "alternate", href=url)
    _add(entry, "category", term=shown(alert.kind))
    _add(entry, "content", "\n".join(lines_of(alert)), type="text")


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = text
    return child


def _urn(name: str) -> str:
    """A hash in the form that feed readers know as an id that never changes."""
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn
