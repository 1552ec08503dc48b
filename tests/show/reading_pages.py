"""Reads a page as a browser without scripts does, and notes what a strict policy or an assistive technology would trip over."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from starlette.testclient import TestClient

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "xlink:href", "srcset", "background")


@dataclass
class Page:
    """What stands on a page: its visible text, its links with their words, its ids, and what should not be there."""

    status: int
    text: str = ""
    title: str = ""
    linked: list[tuple[str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    count: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    unlabelled: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)

    @property
    def links(self) -> list[str]:
        """The addresses that it links to."""
        return [link for link, _ in self.linked]


class _Reader(HTMLParser):
    """Notes tags, attributes and text as they come; entities are resolved as a browser resolves them."""

    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.stack: list[str] = []
        self.words: list[str] = []
        self.link: tuple[str, list[str]] | None = None
        self.labels: set[str] = set()
        self.fields: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        page = self.page
        page.count[tag] += 1
        page.classes.update(given.get("class", "").split())
        if "id" in given:
            page.ids.append(given["id"])
        self._judge(tag, given)
        if tag == "a" and "href" in given:
            self.link = (given["href"], [])
        if tag == "label" and "for" in given:
            self.labels.add(given["for"])
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            named = "label" in self.stack or "aria-label" in given
            self.fields.append({**given, "named": "1" if named else ""})
        if tag not in _VOID:
            self.stack.append(tag)

    def _judge(self, tag: str, given: dict[str, str]) -> None:
        forbidden = [f"{tag} {name}" for name in given if name.startswith("on") or name in ("style", "srcdoc")]
        if tag in ("style", "iframe", "object", "embed", "base", "math") or (
            tag == "script" and not given.get("src", "").startswith("/static/")
        ):
            forbidden.append(tag)
        for name in _ADDRESSES:
            address = given.get(name, "/")
            if not (address.startswith(("/", "#", "?")) and not address.startswith("//")) and not (
                tag == "a" and address.startswith(("http://", "https://")) and "noreferrer" in given.get("rel", "")
            ):
                forbidden.append(f"{tag} {name}={address}")
        self.page.forbidden += forbidden

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if not self.stack or self.stack[-1] != tag:
            self.page.unclosed.append(tag)
        if tag in self.stack:
            while self.stack.pop() != tag:
                pass
        if tag == "a" and self.link:
            self.page.linked.append((self.link[0], "".join(self.link[1])))
            self.link = None

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] == "title":
            self.page.title += data
        self.words.append(data)
        if self.link:
            self.link[1].append(data)

    def finish(self) -> None:
        self.page.text = "".join(self.words)
        self.page.unclosed += self.stack
        self.page.unlabelled = [one.get("name", "?") for one in self.fields if not one["named"] and one.get("id") not in self.labels]


def read_page(desk: TestClient, address: str) -> Page:
    """The page at an address; of what is no page (JSON, a table to save) only the status."""
    answer = desk.get(address)
    page = Page(answer.status_code)
    if not answer.headers["content-type"].startswith("text/html"):
        return page
    reader = _Reader(page)
    reader.feed(answer.text)
    reader.close()
    reader.finish()
    return page
