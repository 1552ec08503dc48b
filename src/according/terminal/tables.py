"""The other views for people: tallies, territory, access, warnings, sources, words and changes, a few lines for each row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from according.terminal.facts import counted
from according.terminal.ranges import date_words, origin_words, quote_words, range_words, short_id, toll_words
from according.terminal.safe import one_line, shortened

if TYPE_CHECKING:
    from according.views.access import Thread
    from according.views.diff import IncidentChange, JudgementChange
    from according.views.forewarnings import Warned
    from according.views.pages import PageChange
    from according.views.sources import Counted, SourceView
    from according.views.tally import Flow, Stock, Sum, Tally
    from according.views.territory import Ground, Holder, Taking
    from according.views.words import WordUse

_MOST_WORDS = 4
_MOST_NAMES = 3


def tally_lines(tally: Tally) -> Iterator[Text]:
    """A tally: the safe sums, what is in none and why, then the flows and the stocks."""
    yield Text(f"{tally.measure}: what may be added up", style="bold")
    if not tally.total.incidents:
        yield Text("  nothing")
    for one in (*tally.sums, tally.total) if tally.total.incidents else ():
        yield _sum(one)
    if tally.left_out:
        yield Text("\nIn no sum", style="bold")
    for left in tally.left_out:
        yield Text(f"  {counted(left.figures, 'figure')} ({left.reason}): {left.why}", style="yellow")
    if tally.flows:
        yield Text("\nIncident by incident", style="bold")
    for flow in tally.flows:
        yield from _flow(flow)
    if tally.stocks:
        yield Text("\nRunning totals, as they were published", style="bold")
    for stock in tally.stocks:
        yield _stock(stock)


def _sum(one: Sum) -> Text:
    more = f", of which {one.open_ended:,} with no upper end" if one.open_ended else ""
    line = Text(f"  {one_line(one.bucket):<12}", style="cyan").append(range_words(one.low, one.high), style="not cyan bold")
    return line.append(f"  {counted(one.incidents, 'incident')}{more}", style="not cyan not bold dim")


def _flow(flow: Flow) -> Iterator[Text]:
    most = f"{range_words(flow.low, flow.high)}{' or more' if flow.is_open else ''}"
    line = Text(f"  {date_words(flow.date)}", style="cyan").append(
        f"  {one_line(flow.place or 'place not said')}: {most}", style="not cyan bold"
    )
    if flow.left_out:
        line.append(f" · in no sum: {flow.left_out}", style="yellow not bold")
    yield line.append(f"  {short_id(flow.incident)}", style="dim not bold")
    for told in flow.told:
        of = f" {one_line(told.of)}" if told.of else ""
        who = f", {one_line(told.who)}" if told.who and told.who != told.origin else ""
        yield Text(
            f"      {origin_words(told.origin)}{who}: {range_words(told.low, told.high)}{of}, {one_line(told.published or 'no date given')}"
        )


def _stock(stock: Stock) -> Text:
    of = f" {one_line(stock.of)}" if stock.of else ""
    where = f" · {one_line(stock.place)}" if stock.place else ""
    line = Text(f"  {one_line(stock.published or 'no date given')}", style="cyan")
    line.append(f"  {origin_words(stock.origin)}: {range_words(stock.low, stock.high)}{of}{where}", style="not cyan")
    return line.append(f"  {one_line(stock.ref)}", style="dim")


def territory_lines(ground: Ground) -> Iterator[Text]:
    """A place: who is said to hold it since when, and each taking of it by whose word."""
    names = " / ".join(one_line(name or "holder not named") for name in ground.holders)
    line = Text(one_line(ground.place), style="bold").append(
        f" · {names or 'nobody'} since {ground.since or 'a day not said'}", style="not bold"
    )
    yield line.append(" · contested" if ground.is_contested else "", style="yellow not bold")
    for taking in ground.takings:
        for holder in taking.holders:
            yield _holder(taking, holder)


def _holder(taking: Taking, holder: Holder) -> Text:
    loser = f", from {one_line(holder.loser)}" if holder.loser else ""
    line = Text(f"  {date_words(taking.date)}", style="cyan")
    line.append(f"  {one_line(holder.name or 'holder not named')}{loser}", style="not cyan")
    said = [f"{origin_words(word.origin)}{f' ({word.status})' if word.status != 'happened' else ''}" for word in holder.words]
    more = f" and {len(said) - _MOST_WORDS:,} more" if len(said) > _MOST_WORDS else ""
    line.append(f", by {'; '.join(said[:_MOST_WORDS])}{more}", style="not cyan")
    line.append(" · changes hands" if taking.changes_hands and not holder.is_denied else "", style="bold not cyan")
    return line.append(f"  {short_id(taking.incident)}", style="dim not bold")


def access_lines(thread: Thread) -> Iterator[Text]:
    """A corridor, truce, convoy or siege: its latest state by whose word, then all that was said of it."""
    span = f"{thread.date_from}/{thread.date_to}" if thread.date_from and thread.date_from != thread.date_to else thread.date_from
    line = Text(one_line(f"{thread.kind} in {thread.place}" if thread.place else f"{thread.kind}, place not said"), style="bold")
    by = "; ".join(origin_words(origin) for origin in thread.latest_by[:_MOST_WORDS])
    line.append(f" · {date_words(span)} · latest: {' / '.join(thread.latest)} (by {by})", style="not bold")
    yield line.append(" · contested" if thread.is_contested else "", style="yellow not bold")
    for stage in thread.stages:
        said = Text(f"  {one_line(stage.published or 'no date given')}", style="cyan").append(f"  {stage.state}", style="not cyan bold")
        said.append(f", by {origin_words(stage.origin)}: {quote_words(stage.sentence)}", style="not cyan not bold")
        yield said.append(f"  {one_line(stage.ref)}", style="dim not bold")


def warning_lines(warned: Warned) -> Iterator[Text]:
    """A warning: when, how long before, what was expected where, by whose word."""
    line = Text(one_line(warned.published or "no date given"), style="cyan")
    if warned.lead_days is not None:
        line.append(f" ({counted(warned.lead_days, 'day')} before)", style="cyan")
    where = f" in {warned.place}" if warned.place else ""
    when = f", for {date_words(warned.date)}" if warned.date else ""
    line.append(one_line(f"  {warned.sort}: {warned.kind.replace('_', ' ')}{where}{when}").join(("  ", "")), style="not cyan bold")
    line.append(f" · {origin_words(warned.origin)}: {quote_words(warned.sentence)}", style="not cyan not bold")
    yield line.append(f"  {one_line(warned.ref)}", style="dim not bold")


def source_lines(source: SourceView) -> Iterator[Text]:
    """A source: its claims, through whom they came, and what became of them; counts only, no score."""
    told = ", ".join(one_line(fact) for fact in (source.kind, source.role, source.affiliation) if fact)
    line = Text(one_line(source.who), style="bold").append(f" ({told})" if told else "", style="not bold dim")
    if others := [one_line(name) for name in source.names if name != source.who]:
        line.append(f", also {', '.join(others[:_MOST_NAMES])}{' …' if len(others) > _MOST_NAMES else ''}", style="not bold dim")
    line.append(f" · {counted(source.claims, 'claim')} in {counted(source.reports, 'report')}", style="not bold not dim")
    if source.published_first:
        line.append(f", {source.published_first} to {source.published_last}", style="not bold not dim")
    yield line
    yield Text(f"    {_counts(source.acts)}; through {_counts(source.via) or 'nobody'}; {source.direct:,} straight")
    yield Text(
        f"    tells of {counted(source.incidents, 'incident')}: first in {source.first:,}, contradicted in {source.contradicted:,}, "
        f"corrected in {source.corrected:,}; {source.repeated:,} of its statements stand in several reports"
    )


def _counts(several: tuple[Counted, ...]) -> str:
    return ", ".join(f"{one_line(one.name)} {one.count:,}" for one in several)


def word_line(use: WordUse) -> Text:
    """A word for an actor or an act, by whom, in which voice, how often."""
    loaded = " (takes a side)" if use.loaded else ""
    line = Text(f"{use.count:>7,}  ", style="dim").append(one_line(f"{use.what or 'nobody by name'}: "), style="not dim")
    line.append(f"“{one_line(use.label)}”", style="bold not dim").append(f"{loaded} · ", style="yellow not bold not dim")
    through = f" through {one_line(use.publisher)}" if use.voice == "quoted" and use.publisher and use.publisher != use.speaker else ""
    speaker = one_line(use.speaker or "no publisher given")
    voice = "in its own voice" if use.voice == "own" else "quoted"
    return line.append(f"{speaker} {voice}{through}", style="not bold not dim not yellow")


def change_lines(change: IncidentChange) -> Iterator[Text]:
    """An incident of which more was told: what was known before, what is known now, and by which reports."""
    what = one_line(change.kind.replace("_", " ") + (f" in {change.place}" if change.place else ", place not said"))
    line = Text("+ " if change.before is None else "~ ", style="green" if change.before is None else "yellow")
    line.append(date_words(change.date), style="cyan").append(f"  {what}", style="bold not cyan")
    was, now = change.before, change.after
    origins = f"{len(was.origins):,} → {len(now.origins):,} origins" if was else counted(len(now.origins), "origin")
    line.append(f" · {origins}", style="not bold not cyan")
    tolls = [toll_words(one.killed, one.injured) or "no toll" for one in (was, now) if one]
    line.append(f" · {' → '.join(dict.fromkeys(tolls))}", style="not bold not cyan")
    yield line.append(f"  {short_id(change.incident)}", style="dim not bold")
    yield Text(f"    by {shortened(', '.join(change.refs), 200)}", style="dim")


def judged_line(change: JudgementChange) -> Text:
    """A judgement of a person."""
    what = (
        "takes back a judgement"
        if change.retracts
        else f"{change.relation}: {' and '.join(_judged(change.subject, one) for one in (change.left, change.right) if one)}"
    )
    why = f" ({'; '.join(map(one_line, change.reasons))})" if change.reasons else ""
    line = Text(f"! {one_line(change.at)}", style="magenta").append(
        f"  {one_line(change.by)} holds of a {change.subject} {what}{why}", style="not magenta"
    )
    return line.append(f"  {short_id(change.judgement)}", style="dim")


def _judged(subject: str, name: str) -> str:
    return short_id(name) if name.startswith("sha256:") or subject not in ("actor", "place") else f"“{one_line(name)}”"


def page_change_lines(change: PageChange) -> Iterator[Text]:
    """One thing that stands in one capture of a page and not in the other."""
    who = f" ({one_line(change.who)})" if change.who else ""
    for mark, said, style in (("-", change.before, "red"), ("+", change.after, "green")):
        if said is not None:
            yield Text(f"{mark} {change.what}{who}: {one_line(said)}", style=style)
