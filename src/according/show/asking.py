"""What an address asks for: the same names as the command's options, parsed once into the filter of the views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from sqlalchemy import Connection
from starlette.datastructures import QueryParams
from starlette.requests import Request

from according.errors import NotInAccount, UsageError
from according.hiding import Hiding, coarsen_area, hiding_from
from according.show.redaction import policy_of
from according.views import Filter, make_filter
from according.views.filters import KINDS

PAGE_SIZE = 50
_LONGEST = 400
_MOST_VALUES = 40
_MOST_PAGES = 20_000
_SWITCH = {"": False, "0": False, "false": False, "no": False, "1": True, "true": True, "yes": True, "on": True}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, as it was written there, and as the ``filter`` that views take (without a limit).

    ``page`` counts from one. ``others`` are the values of the page's own names (``by``, ``measure``), in their order.
    """

    place: str | None = None
    radius: float | None = None
    first: str | None = None
    last: str | None = None
    kinds: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    min_origins: int = 1
    is_contested: bool = False
    q: str | None = None
    page: int = 1
    others: tuple[tuple[str, str], ...] = ()
    filter: Filter = field(default_factory=Filter)

    @property
    def is_open(self) -> bool:
        """Whether nothing is left out."""
        return self.filter.is_open

    @property
    def all_kinds(self) -> tuple[str, ...]:
        """The kinds of happening that may be asked for."""
        return KINDS

    @property
    def words(self) -> list[str]:
        """What is asked for, in words."""
        return list(self._words())

    def _words(self) -> Iterator[str]:
        if self.filter.area:
            around = f" and {self.filter.area.radius_km:g} km around" if self.filter.area.radius_km else ""
            yield f"in {self.filter.area.name}{around}"
        if self.filter.date_from or self.filter.date_to:
            yield f"{self.filter.date_from or 'the first day'} to {self.filter.date_to or 'the last day'}"
        if self.kinds:
            yield " or ".join(kind.replace("_", " ") for kind in self.kinds)
        yield from (f"actor {' or '.join(names)}" for names in (self.actors,) if names)
        yield from (f"told by {' or '.join(names)}" for names in (self.sources,) if names)
        if self.min_origins > 1:
            yield f"{self.min_origins} origins or more"
        if self.is_contested:
            yield "accounts differ"

    @property
    def limited(self) -> Filter:
        """The filter for views that give no page but the first rows: as many as reach to the end of this page, and one more."""
        return replace(self.filter, limit=self.page * PAGE_SIZE + 1)

    def query(self, **changes: str | int | None) -> str:
        """The part of an address that asks for the same, with its question mark; names may be changed, or left out by None.

        >>> Asked(place="Orna", kinds=("battle", "siege"), page=2).query(page=3)
        '?place=Orna&kind=battle&kind=siege&page=3'
        """
        pairs = [pair for pair in self._pairs() if pair[0] not in changes]
        pairs += [(name, str(value)) for name, value in changes.items() if value is not None and (name, value) != ("page", 1)]
        return "?" + urlencode(pairs) if pairs else ""

    def _pairs(self) -> Iterator[tuple[str, str]]:
        single = (("place", self.place), ("radius", self.radius), ("from", self.first), ("to", self.last), ("q", self.q))
        yield from ((name, f"{value:g}" if isinstance(value, float) else value) for name, value in single if value is not None)
        for name, values in (("kind", self.kinds), ("actor", self.actors), ("source", self.sources)):
            yield from ((name, value) for value in values)
        if self.min_origins > 1:
            yield "min_origins", str(self.min_origins)
        if self.is_contested:
            yield "contested", "1"
        if self.page > 1:
            yield "page", str(self.page)
        yield from self.others


def parse_asked(connection: Connection, given: QueryParams, others: Iterable[str] = ()) -> Asked:
    """What an address asks for; raises ``UsageError``, whose words say what is wrong, for values that cannot be asked for.

    ``others`` are names that the page itself takes. Names that nobody knows are passed over, so that a link with a mark of
    some mail program in it still opens.
    """
    for name, value in given.multi_items():
        if len(value) > _LONGEST or "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise UsageError(f"the value of {name[:40]!r} is too long, or holds characters that no name has")
    radius = _number(given, "radius")
    place = _text(given, "place")
    first, last = _text(given, "from"), _text(given, "to")
    kinds, actors, sources = (_texts(given, name) for name in ("kind", "actor", "source"))
    min_origins = _whole(given, "min_origins", 1_000_000)
    contested = _switch(given, "contested")
    asked = make_filter(
        connection, place=place, radius_km=radius, first=first, last=last, kinds=kinds, actors=actors, sources=sources,
        min_origins=min_origins, contested=contested,
    )  # fmt: skip
    rest = tuple((name, value) for name in others for value in given.getlist(name) if value)
    return Asked(
        place, radius, first, last, asked.kinds, actors, sources, min_origins, contested, _text(given, "q"),
        _whole(given, "page", _MOST_PAGES),
        rest, asked,
    )  # fmt: skip


def asked_of(request: Request, connection: Connection, others: Iterable[str] = ()) -> Asked:
    """What a request asks for, no finer than what its person may see; raises ``NotInAccount`` for names that are kept back from her."""
    hiding = hiding_of(request)
    asked = parse_asked(connection, request.query_params, others)
    if hiding.is_open:
        return asked
    refuse_probe(hiding, asked.place, asked.q, *asked.actors, *asked.sources)
    return replace(asked, filter=replace(asked.filter, area=coarsen_area(asked.filter.area, hiding)))


def hiding_of(request: Request) -> Hiding:
    """What is kept back from the person who asks."""
    return hiding_from(policy_of(request.app), request.state.person.role)


def refuse_probe(hiding: Hiding, *names: str | None) -> None:
    """Raises ``NotInAccount`` where one of these names is kept back, just as for a name that the account does not hold."""
    if any(name is not None and hiding.is_probe(name) for name in names):
        raise NotInAccount("the account holds nothing of this name")


def one_of(given: QueryParams, name: str, allowed: tuple[str, ...], default: str) -> str:
    """The value of a name that takes one of a few; raises ``UsageError`` for any other."""
    value = given.get(name) or default
    if value not in allowed:
        raise UsageError(f"{value!r} is no value of {name!r}: give one of {', '.join(allowed)}")
    return value


def _text(given: QueryParams, name: str) -> str | None:
    return " ".join(given.get(name, "").split()) or None


def _texts(given: QueryParams, name: str) -> tuple[str, ...]:
    """All values of a name; several may stand in one with semicolons between them, as the form writes them."""
    parts = (" ".join(part.split()) for value in given.getlist(name) for part in value.split(";"))
    found = tuple(dict.fromkeys(part for part in parts if part))
    if len(found) > _MOST_VALUES:
        raise UsageError(f"{name} takes at most {_MOST_VALUES} values")
    return found


def _number(given: QueryParams, name: str) -> float | None:
    value = _text(given, name)
    if value is None:
        return None
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 20_040:
        raise UsageError(f"{value!r} is no {name} in kilometres: give a number from 0 to 20040")
    return number


def _whole(given: QueryParams, name: str, most: int) -> int:
    value = _text(given, name)
    if value is None:
        return 1
    if not (value.isascii() and value.isdigit() and len(value) < 10 and 1 <= int(value) <= most):
        raise UsageError(f"{value!r} is no value of {name!r}: give a whole number from 1 to {most}")
    return int(value)


def _switch(given: QueryParams, name: str) -> bool:
    value = given.get(name, "").strip().lower()
    if value not in _SWITCH:
        raise UsageError(f"{value!r} is no value of {name!r}: give 1 or 0")
    return _SWITCH[value]
