"""Search: words in the reports, names of those who speak, act or print, and one topic in two outlets side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from according.errors import UsageError
from according.hiding import redact
from according.markup import marks
from according.places.folding import name_key
from according.show.asking import Asked, asked_of, hiding_of
from according.show.desk import Desk, report_url
from according.show.redaction import policy_of
from according.store.records import Hit
from according.views.filters import Filter, names_of_source
from according.views.names import Numbered, list_actors, list_outlets, list_places, list_speakers

FIELDS = ("all", "text", "title", "speaker", "outlet", "place", "actor")
_MOST_HITS = 50
_MOST_COMPARED = 1_000
_MOST_NAMES = 20
_MOST_OUTLETS = 4


@dataclass(frozen=True, slots=True)
class Found:
    """A report that was found: its hit, and the snippet with the words that were looked for marked."""

    hit: Hit
    snippet: Markup
    address: str


@dataclass(frozen=True, slots=True)
class Column:
    """What one outlet has on a topic, in the order of publication."""

    outlet: str
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Names that hold the words: of a field, each with how many claims, reports or incidents."""

    field: str
    path: str
    what: str
    names: tuple[Numbered, ...]


def search_page(request: Request) -> Response:
    """What the account holds on some words; with outlets, what each of these has, side by side."""
    desk: Desk = request.app.state.desk
    given = request.query_params
    with desk.account.reading_rows() as connection:
        asked = asked_of(request, connection, ("in", "outlet"))
        field = given.get("in") or "all"
        if field not in FIELDS:
            raise UsageError(f"{field!r} is nothing to search in: give one of {', '.join(FIELDS)}")
        outlets = tuple(dict.fromkeys(" ".join(one.split()) for one in given.getlist("outlet") if one.strip()))[:_MOST_OUTLETS]
        names = list(_find_names(desk, connection, asked.q, field)) if asked.q and not outlets else []
        all_outlets = desk.remember(connection, ("outlets",), lambda: list_outlets(connection))
    found: tuple[Found, ...] = ()
    columns: list[Column] = []
    if asked.q and outlets:
        hits = [hit for hit in _hits(request, asked.q, _MOST_COMPARED) if _is_published_within(hit, asked.filter)]
        columns = [_column(outlet, hits) for outlet in outlets]
    elif asked.q and field in ("all", "text", "title"):
        found = tuple(_show(_search(request, asked, field)))
    return desk.page(
        request, "search.html", asked=asked, field=field, fields=FIELDS, found=found, names=names, columns=columns, outlets=outlets,
        all_outlets=all_outlets, most=_MOST_HITS,
    )  # fmt: skip


def _hits(request: Request, words: str, limit: int) -> Iterator[Hit]:
    """The hits as this person may see them: a report that only a name kept back from her would find is not found."""
    desk: Desk = request.app.state.desk
    hiding = hiding_of(request)
    for hit in desk.account.search(words, limit=limit):
        if hiding.is_open:
            yield hit
        elif hiding.finds(words, hit.title, desk.account.reading(hit.id).report.text):
            yield redact(hit, policy_of(request.app), request.state.person.role)


def _search(request: Request, asked: Asked, field: str) -> Iterator[Hit]:
    """The first hits that fulfil the filter's dates and sources; in titles only, those whose title holds all words."""
    names = {form for name in asked.sources for form in names_of_source(name)}
    is_plain = field != "title" and not names and not (asked.first or asked.last)
    words = [name_key(word) for word in (asked.q or "").replace('"', " ").replace("*", " ").split()]
    left = _MOST_HITS
    for hit in _hits(request, asked.q or "", _MOST_HITS if is_plain else _MOST_COMPARED):
        title = name_key(hit.title or "") if field == "title" else ""
        if field == "title" and not all(word in title for word in words):
            continue
        if left and (not names or hit.publisher in names) and _is_published_within(hit, asked.filter):
            left -= 1
            yield hit


def _is_published_within(hit: Hit, asked: Filter) -> bool:
    if asked.date_from and (hit.published is None or hit.published < asked.date_from):
        return False
    return not (asked.date_to and (hit.published is None or hit.published > asked.date_to))


def _column(outlet: str, hits: Sequence[Hit]) -> Column:
    names = set(names_of_source(outlet))
    own = [hit for hit in hits if hit.publisher in names]
    own.sort(key=lambda hit: (hit.published is None, hit.published or "", hit.id))
    return Column(outlet, tuple(_show(own[:_MOST_HITS])))


def _show(hits: Iterable[Hit]) -> Iterator[Found]:
    for hit in hits:
        first = next((span for span in hit.spans if span[0] >= hit.start), None)
        yield Found(hit, _mark(hit), report_url(hit.id, first))


def _mark(hit: Hit) -> Markup:
    """The snippet with each match in it marked."""
    parts: list[Markup] = []
    at = 0
    for start, end in hit.spans:
        low, high = max(start - hit.start, at), min(end - hit.start, len(hit.snippet))
        if low < high:
            parts.append(marks.marked(hit.snippet[at:low]))
            parts.append(Markup("<mark>{}</mark>").format(marks.marked(hit.snippet[low:high])))
            at = high
    return Markup("<bdi>{}</bdi>").format(Markup("").join((*parts, marks.marked(hit.snippet[at:]))))


def _find_names(desk: Desk, connection: Connection, words: str, field: str) -> Iterator[Names]:
    """Names in which all words occur, case and accents not counting."""
    wanted = name_key(words).split()
    for name, path, what, known in (
        ("speaker", "/people/", "claim", lambda: list_speakers(connection)),
        ("outlet", "/sources/", "report", lambda: list_outlets(connection)),
        ("place", "/places/", "incident", lambda: [Numbered(one.name, one.incidents) for one in list_places(connection, Filter())]),
        (
            "actor",
            "/actors/",
            "incident",
            lambda: [Numbered(one.name, one.acting + one.acted_upon) for one in list_actors(connection, Filter())],
        ),
    ):
        if field in ("all", name):
            keyed = desk.remember(connection, ("names", name), lambda known=known: [(name_key(one.name), one) for one in known()])  # type: ignore[misc]
            held = [one for key, one in keyed if all(word in key for word in wanted)]
            yield Names(name, path, what, tuple(held[:_MOST_NAMES]))


def quote_page(request: Request) -> Response:
    """Leads to some words in the report that came in under a ref; to the report where it does not hold them (any more)."""
    desk: Desk = request.app.state.desk
    report = desk.account.reading(request.query_params.get("ref", "")).report
    words = request.query_params.get("words", "")
    at = report.text.find(words) if words else -1
    if at < 0 and words:
        at = report.text.casefold().find(words.casefold())
    span = (at, min(at + len(words), len(report.text))) if at >= 0 else None
    return RedirectResponse(report_url(report.id, span), 302)


routes: list[BaseRoute] = [Route("/search", search_page), Route("/quote", quote_page)]
