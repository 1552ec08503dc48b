"""Commands that ask the account: each is one view, printed for people or as JSON Lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from according.cli.asking import (
    ActorOption,
    Asked,
    ContestedOption,
    FromOption,
    KindOption,
    LimitOption,
    OriginsOption,
    PlaceOption,
    RadiusOption,
    SourceOption,
    ToOption,
    one_of,
    opened,
    say_rest,
    show_rows,
    usage,
)
from according.cli.options import AccountOption, JsonOption, SettingsOption, app

if TYPE_CHECKING:  # the rooms are imported where they are used, so that a question costs no wait for what it does not need
    from according.views.diff import Clock
    from according.views.tally import By
    from according.views.words import Of


@app.command()
def incidents(
    place: PlaceOption = None,
    radius: RadiusOption = None,
    first: FromOption = None,
    last: ToOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    source: SourceOption = None,
    min_origins: OriginsOption = 1,
    contested: ContestedOption = False,
    sort: Annotated[str, typer.Option(help="date, or origins: those of most origins first.")] = "date",
    limit: LimitOption = None,
    account: AccountOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """List incidents: the same happening across reports, by how many independent origins, and what they differ on."""
    from according import terminal, views

    by_origins = one_of(sort, ("date", "origins"), "order") == "origins"
    asked = Asked(account, settings, as_json, limit, place, radius, first, last, kind, actor, source, min_origins, contested)
    show_rows(asked, lambda connection, given: views.iter_incidents(connection, given, by_origins=by_origins), terminal.incident_lines)


@app.command()
def incident(
    name: Annotated[str, typer.Argument(metavar="ID", help="An incident's id, or that of any happening in it, or its first digits.")],
    account: AccountOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Show one incident: who says what, by origin, with figures side by side and differences typed."""
    from according import terminal, views

    with opened(Asked(account, settings, as_json, None)) as connection:
        detail = views.read_incident(connection, name)
    if as_json:
        terminal.write_record(detail)
    else:
        terminal.show_page(terminal.incident_page(detail))


@app.command()
def copies(
    first: FromOption = None,
    last: ToOption = None,
    source: SourceOption = None,
    limit: LimitOption = None,
    account: AccountOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """List reports that repeat one origin: reprints, parts and rewrites, with the agency that they credit."""
    from according import terminal, views

    asked = Asked(account, settings, as_json, limit, first=first, last=last, sources=source)
    show_rows(asked, views.iter_copies, terminal.copies_lines)


@app.command()
def timeline(
    place: PlaceOption = None,
    radius: RadiusOption = None,
    first: FromOption = None,
    last: ToOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    source: SourceOption = None,
    min_origins: OriginsOption = 1,
    contested: ContestedOption = False,
    limit: LimitOption = None,
    account: AccountOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Tell what happened when, by whose account, from the first date in the texts to the last."""
    from according import terminal, views

    asked = Asked(account, settings, as_json, limit, place, radius, first, last, kind, actor, source, min_origins, contested)
    show_rows(asked, views.iter_timeline, terminal.timeline_lines)


@app.command()
def tally(
    measure: Annotated[str, typer.Argument(help="What is counted: killed, injured, displaced, …")],
    by: Annotated[str, typer.Option(help="What sums are made for: day, month, year, place or country.")] = "month",
    place: PlaceOption = None,
    radius: RadiusOption = None,
    first: FromOption = None,
    last: ToOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    source: SourceOption = None,
    min_origins: OriginsOption = 1,
    contested: ContestedOption = False,
    limit: LimitOption = None,
    account: AccountOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Tally figures by source: least and most, what may be added up, and why the rest may not."""
    from according import terminal, views

    bucket = cast("By", one_of(by, ("day", "month", "year", "place", "country"), "way to add up"))
    asked = Asked(account, settings, as_json, limit, place, radius, first, last, kind, actor, source, min_origins, contested)
    with opened(asked) as connection:
        found = views.tally(connection, measure, replace(asked.filter(connection), limit=asked.most), bucket)
        if as_json:
            rows: tuple[Any, ...] = (*found.sums, found.total, *found.left_out, *found.flows, *found.stocks)
            for row in rows:
                terminal.write_record(row)
        else:
            terminal.show_lines(terminal.tally_lines(found), indent=6)
            shown = len(found.flows) + len(found.stocks)
            say_rest(connection, shown + len(found.left_out), has_more=shown < found.incidents + found.running_totals)


@app.command()
def territory(
    place: PlaceOption = None,
    radius: RadiusOption = None,
    first: FromOption = None,
    last: ToOption = None,
    actor: ActorOption = None,
    source: SourceOption = None,
    min_origins: OriginsOption = 1,
    contested: ContestedOption = False,
    limit: LimitOption = None,
    account: AccountOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Tell who is said to hold which place, by whom, since when, and when the claim changed hands."""
    from according import terminal, views

    asked = Asked(account, settings, as_json, limit, place, radius, first, last, None, actor, source, min_origins, contested)
    show_rows(asked, views.list_territory, terminal.territory_lines)


@app.command()
def access(
    place: PlaceOption = None,
    radius: RadiusOption = None,
    first: FromOption = None,
    last: ToOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    source: SourceOption = None,
    min_origins: OriginsOption = 1,
    contested: ContestedOption = False,
    limit: LimitOption = None,
    account: AccountOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Tell how it stands with corridors, evacuations, ceasefires, aid and sieges, by whose word."""
    from according import terminal, views

    asked = Asked(account, settings, as_json, limit, place, radius, first, last, kind, actor, source, min_origins, contested)
    show_rows(asked, views.list_access, terminal.access_lines)


@app.command()
def warnings(
    before: Annotated[
        str | None,
        typer.Option("--before", metavar="INCIDENT", help="Look back from an incident: what had warned of it.", show_default=False),
    ] = None,
    days: Annotated[int, typer.Option(help="With --before: how many days back.", min=1, max=3_650)] = 30,
    place: PlaceOption = None,
    radius: RadiusOption = None,
    first: FromOption = None,
    last: ToOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    source: SourceOption = None,
    min_origins: OriginsOption = 1,
    limit: LimitOption = None,
    account: AccountOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """List reported build-ups, threats and orders to leave; with --before, how long before an incident each was published."""
    from according import terminal, views

    if before is not None and (place or first or last or kind or actor or source):
        raise usage("--before looks back from an incident: it goes with --days, --radius and --limit only")
    where = None if before is not None else radius
    asked = Asked(account, settings, as_json, limit, place, where, first, last, kind, actor, source, min_origins)
    if before is None:
        show_rows(asked, views.list_warnings, terminal.warning_lines)
    else:
        show_rows(
            asked, lambda connection, given: views.list_warnings_before(connection, before, given, days, radius), terminal.warning_lines
        )


@app.command()
def sources(
    place: PlaceOption = None,
    radius: RadiusOption = None,
    first: FromOption = None,
    last: ToOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    source: SourceOption = None,
    min_origins: OriginsOption = 1,
    contested: ContestedOption = False,
    limit: LimitOption = None,
    account: AccountOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """List sources: their claims, through whom they come, how often first, repeated, contradicted, corrected; no score."""
    from according import terminal, views

    asked = Asked(account, settings, as_json, limit, place, radius, first, last, kind, actor, source, min_origins, contested)
    show_rows(asked, views.list_sources, terminal.source_lines)


@app.command()
def names(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="A speaker, actor or place; left out: all that have several names.", show_default=False),
    ] = None,
    first: FromOption = None,
    last: ToOption = None,
    limit: LimitOption = None,
    account: AccountOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """List under which names each speaker, actor or place goes, who uses them, and a person's roles over time."""
    from according import terminal, views

    asked = Asked(account, settings, as_json, limit, first=first, last=last)
    show_rows(asked, lambda connection, given: views.list_entities(connection, given, name), terminal.entity_lines)


@app.command()
def words(
    of: Annotated[str | None, typer.Option("--of", help="Only words for an actor, or only for an act.", show_default=False)] = None,
    loaded: Annotated[bool, typer.Option("--loaded", help="Only words that take a side.")] = False,
    place: PlaceOption = None,
    radius: RadiusOption = None,
    first: FromOption = None,
    last: ToOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    source: SourceOption = None,
    min_origins: OriginsOption = 1,
    contested: ContestedOption = False,
    limit: LimitOption = None,
    account: AccountOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """List what each outlet and speaker calls each actor and act, own voice apart from quoted."""
    from according import terminal, views

    only = cast("Of", one_of(of, ("actor", "act"), "thing to be called")) if of is not None else None
    asked = Asked(account, settings, as_json, limit, place, radius, first, last, kind, actor, source, min_origins, contested)
    show_rows(
        asked,
        lambda connection, given: views.list_words(connection, given, only, loaded_only=loaded),
        lambda use: [terminal.word_line(use)],
    )


@app.command()
def diff(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[PAGE]", help="A page's address, or a report: what its last capture changed.", show_default=False),
    ] = None,
    other: Annotated[str | None, typer.Argument(metavar="[LATER]", help="A later report, to compare the two.", show_default=False)] = None,
    clock: Annotated[str, typer.Option(help="What comes between the dates: reports as retrieved, or as published.")] = "retrieved",
    place: PlaceOption = None,
    radius: RadiusOption = None,
    first: FromOption = None,
    last: ToOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    source: SourceOption = None,
    min_origins: OriginsOption = 1,
    contested: ContestedOption = False,
    limit: LimitOption = None,
    account: AccountOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Tell what changed in the account between two dates, or from one capture of a page to another."""
    from according import terminal, views
    from according.read.folders import shown

    asked = Asked(account, settings, as_json, limit, place, radius, first, last, kind, actor, source, min_origins, contested)
    clock_name = cast("Clock", one_of(clock, ("retrieved", "published"), "clock"))
    if name is not None:
        if first or last or place or kind or actor or source:
            raise usage("a page is compared as a whole: dates, places, kinds, actors and sources go without one")
        later = shown(other) if other is not None else None
        show_rows(asked, lambda connection, _: views.list_page_changes(connection, shown(name), later), terminal.page_change_lines)
        return
    if first is None and last is None:
        raise usage("say what to compare: --from and --to, or a page's address")
    show_rows(asked, lambda connection, given: views.iter_changes(connection, given, clock_name), terminal.change_lines)
    if clock_name == "retrieved":
        _show_judgements(asked)


def _show_judgements(asked: Asked) -> None:
    from according import terminal, views

    with opened(asked) as connection:
        for one in views.list_judgements(connection, asked.filter(connection)):
            if asked.as_json:
                terminal.write_record(one)
            else:
                terminal.show_lines([terminal.judged_line(one)], indent=4)
