"""What each outlet and speaker calls each actor and act, own voice apart from quoted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Integer, Row, Select, Table, cast, func, or_, select

from according.store.ledger import acts, facts, happenings, incidents, namings
from according.views.filters import Filter, incident_conditions, is_called, names_of_actor, names_of_sources, published_conditions
from according.views.tellings import read_refs
from according.vocab.actors import load_naming_words

Of = Literal["actor", "act"]
Voice = Literal["own", "quoted"]


@dataclass(frozen=True, slots=True)
class WordUse:
    """A word for an actor or an act, by whom, how often: "terrorists" for one group by one ministry through one outlet.

    ``what`` is the actor's name or the act's kind, None for a common noun that is tied to no actor. ``speaker`` is who is
    quoted, or the outlet itself in its ``own`` voice. ``loaded`` tells whether the vocabulary holds that the word takes a side;
    it is none for acts whose word the vocabulary does not know. ``ref`` is the first report that uses it so.
    """

    of: Of
    what: str | None
    label: str
    loaded: bool | None
    voice: Voice
    speaker: str | None
    publisher: str | None
    count: int
    ref: str


def list_words(connection: Connection, asked: Filter, of: Of | None = None, *, loaded_only: bool = False) -> list[WordUse]:
    """The words that were asked for, those used most first; dates are those of publication, sources speakers or outlets.

    A filter by actor takes what that actor is called and the acts that it is said to have done; one by place, kind,
    origins or contest takes acts of such incidents, and what actors are called in the reports that tell of them.
    """
    found: list[WordUse] = []
    if of != "act":
        found += _read(connection, "actor", namings.c.actor, namings, _naming_conditions(asked, loaded_only), asked)
    if of != "actor":
        found += _read(connection, "act", acts.c.kind, acts, _act_conditions(asked, loaded_only), asked)
    found.sort(key=lambda one: (-one.count, one.of, one.what or "", one.label, one.voice, one.speaker or "", one.publisher or ""))
    return found if asked.limit is None else found[: asked.limit]


def _read(
    connection: Connection, of: Of, what: ColumnElement[Any], table: Table, conditions: list[ColumnElement[bool]], asked: Filter
) -> list[WordUse]:
    columns = table.c
    number = func.count().label("number")
    grouped = (what, columns.label, columns.who, columns.publisher)
    loaded = func.max(cast(columns.loaded, Integer)) if "loaded" in columns else None
    chosen = [what.label("what"), columns.label, columns.who, columns.publisher, number, func.min(columns.report_seq).label("first")]
    query: Select[Any] = select(*chosen, *([loaded.label("loaded")] if loaded is not None else [])).where(*conditions).group_by(*grouped)
    query = query.order_by(number.desc(), what.is_(None), *grouped[:2], columns.who.is_(None), columns.who, columns.publisher)
    rows = connection.execute(query if asked.limit is None else query.limit(asked.limit)).all()
    refs = read_refs(connection, [row.first for row in rows])
    return [_use(of, row, refs[row.first][0]) for row in rows]


def _use(of: Of, row: Row[Any], ref: str) -> WordUse:
    loaded = bool(row.loaded) if of == "actor" else _loaded_acts().get(row.label)
    voice: Voice = "own" if row.who is None else "quoted"
    return WordUse(of, row.what, row.label, loaded, voice, row.publisher if row.who is None else row.who, row.publisher, row.number, ref)


@cache
def _loaded_acts() -> dict[str, bool]:
    """Whether each word for an act takes a side."""
    return {form.casefold(): word.loaded for word in load_naming_words() if word.of == "act" for form in word.forms}


@cache
def _act_words() -> list[str]:
    """The words that name acts alone ("captured"): a report's word for an act stands with the acts, not with the actors once more."""
    forms = {of: {form.casefold() for word in load_naming_words() if word.of == of for form in word.forms} for of in ("act", "actor")}
    return sorted(forms["act"] - forms["actor"])


def _naming_conditions(asked: Filter, loaded_only: bool) -> list[ColumnElement[bool]]:
    columns = namings.c
    found = _common(namings, asked)
    found.append(or_(columns.actor.is_not(None), columns.label.not_in(_act_words())))
    if asked.actors:
        found.append(is_called(columns.actor, {form for name in asked.actors for form in names_of_actor(name)}))
    if loaded_only:
        found.append(columns.loaded)
    if about := _about(asked):
        told = select(happenings.c.report_seq).join(incidents, incidents.c.id == happenings.c.incident).where(*about)
        found.append(columns.report_seq.in_(told))
    return found


def _act_conditions(asked: Filter, loaded_only: bool) -> list[ColumnElement[bool]]:
    columns = acts.c
    found = _common(acts, asked)
    if asked.kinds:
        found.append(columns.kind.in_(asked.kinds))
    if loaded_only:
        found.append(columns.label.in_(sorted(label for label, loaded in _loaded_acts().items() if loaded)))
    if asked.actors:
        names = sorted({form for name in asked.actors for form in names_of_actor(name)})
        done = select(happenings.c.seq).where(or_(happenings.c.actor_key.in_(names), is_called(happenings.c.actor, names)))
        found.append(columns.happening_seq.in_(done))
    if about := _about(asked):
        told = select(happenings.c.seq).join(incidents, incidents.c.id == happenings.c.incident).where(*about)
        found.append(columns.happening_seq.in_(told))
    return found


def _about(asked: Filter) -> list[ColumnElement[bool]]:
    return incident_conditions(Filter(asked.area, None, None, asked.kinds, (), (), asked.min_origins, asked.is_contested))


def _common(table: Table, asked: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if dates := published_conditions(asked, facts.c.published):
        found.append(table.c.report_seq.in_(select(facts.c.report_seq).where(*dates)))
    if asked.sources:
        names = names_of_sources(asked.sources)
        found.append(or_(is_called(table.c.who, names), is_called(table.c.publisher, names)))
    return found
