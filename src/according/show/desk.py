"""The desk: the open account with all that its pages need, and how a page is made of a template."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from according import __version__
from according.config import Config
from according.hiding import redact
from according.markup import marks
from according.show.memory import Memory, stamp
from according.show.packing import pack, send_packed
from according.show.redaction import policy_of
from according.store import Account
from according.terminal.facts import counted
from according.terminal.ranges import date_words, origin_words, range_words, short_id, toll_words

ROOM = Path(__file__).parent
BASEMAP = "/basemap.pmtiles"
NOBODY = "reader"
"""As whom somebody is treated who has not signed in."""
_MANIFEST = ROOM / "static" / "build" / ".vite" / "manifest.json"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Desk:
    """What every handler finds under ``request.app.state.desk``; ``basemap`` is a PMTiles file, or the address of one or of tiles."""

    account: Account
    config: Config
    users: bool
    basemap: str | None
    templates: Environment = field(default_factory=lambda: make_templates())
    memory: Memory = field(default_factory=Memory)

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page of a template; beside its values it has the request, the desk and the person who asks.

        What is kept back from that person is taken out of the values here, for all pages.
        """
        return HTMLResponse(self._render(request, template, values), status)

    def kept_page(self, request: Request, template: str, find: Callable[[Connection], dict[str, Any]]) -> Response:
        """A page that is remembered whole, packed, for the same address and the same person, until the account changes.

        ``find`` gives the template's values. They must follow from the address and the account alone, and hold no form's token.
        """
        person = getattr(request.state, "person", None)
        who = (person.name, person.role) if person else None
        with self.account.reading_rows() as connection:
            key = ("page", template, request.scope["path"], request.scope["query_string"], who)
            packed = self.remember(connection, key, lambda: pack(self._render(request, template, find(connection)).encode()))
        return send_packed(request, packed, "text/html")

    def _render(self, request: Request, template: str, values: dict[str, Any]) -> str:
        person = getattr(request.state, "person", None)
        csrf = getattr(request.state, "csrf", None)
        shown = redact(values, policy_of(request.app), person.role if person else NOBODY)
        return self.templates.get_template(template).render(request=request, desk=self, person=person, csrf=csrf, **shown)

    def remember(self, connection: Connection, key: tuple[object, ...], find: Callable[[], _T]) -> _T:
        """The answer to a question, found again only where the account has changed since; ``key`` says all that it depends on."""
        return self.memory.answer((stamp(connection), *key), find)

    @property
    def map_base(self) -> str | None:
        """The address of what is drawn below the map: the user's file as the desk hands it out, or the address that was given."""
        return BASEMAP if self.basemap and "://" not in self.basemap else self.basemap

    @property
    def map_labels(self) -> str:
        """The address of the tiles with names of places, as a pattern; a version of the package has one gazetteer."""
        return f"/data/labels/{{z}}/{{x}}/{{y}}.mvt?v={__version__}"

    @staticmethod
    def asset(name: str) -> str | None:
        """The address of a built file by the name of its entry (``src/main.ts``, ``src/style.css``); None where nothing is built."""
        entry = _manifest().get(name)
        return f"/static/build/{entry['file']}" if entry else None

    @staticmethod
    def styles() -> list[str]:
        """The addresses of the built stylesheets, or of the plain one where nothing is built."""
        built = _manifest()
        files = [sheet for one in built.values() if one.get("isEntry") for sheet in one.get("css", ())]
        files += [one["file"] for one in built.values() if one.get("isEntry") and one["file"].endswith(".css")]
        return [f"/static/build/{file}" for file in dict.fromkeys(files)] or ["/static/plain.css"]


@cache
def _manifest() -> dict[str, dict[str, Any]]:
    return json.loads(_MANIFEST.read_text(encoding="utf-8")) if _MANIFEST.exists() else {}


def make_templates() -> Environment:
    """The templates with all that they call: escaping always on, and a name that is not given is an error."""
    made = Environment(
        loader=FileSystemLoader(ROOM / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        shown=marks.shown, name=marks.name, href=marks.href, date_words=date_words, short=short_id, hex=hex_of, kind_words=kind_words,
        origin_words=lru_cache(4_096)(origin_words),
    )  # fmt: skip
    made.globals.update(
        counted=counted, range_words=range_words, toll_words=toll_words, report_url=report_url, incident_url=incident_url,
        quote_url=quote_url, version=__version__,
    )  # fmt: skip
    return made


def kind_words(kind: str) -> str:
    """A kind of happening, a measure or a type as words: ``air_strike`` is "air strike"."""
    return kind.replace("_", " ")


def hex_of(name: str) -> str:
    """An id without the name of its hash, as addresses have it."""
    return name.removeprefix("sha256:")


def incident_url(name: str) -> str:
    """The address of an incident's page."""
    return f"/incidents/{quote(hex_of(name), safe='')}"


def report_url(name: str, span: tuple[int, int] | None = None) -> str:
    """The address of a report's page, opened at a span of its text if one is given."""
    page = f"/reports/{quote(hex_of(name), safe='')}"
    return f"{page}?at={span[0]}-{span[1]}#o{span[0]}" if span else page


def quote_url(ref: str, words: str) -> str:
    """The address that leads to these words in the report that came in under a ref."""
    return f"/quote?ref={quote(ref, safe='')}&words={quote(words[:300], safe='')}"
