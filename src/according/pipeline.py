"""The map of the system on one page: from an item's bytes to what its reports say.

``read_item`` is a pure function: the same bytes, address, version and settings give the same readings, byte for byte, in
any process. The time of retrieval is evidence and no part of a reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from according import __version__
from according.actors import find_names, is_in_a_bodys_name, is_metonym
from according.claims.make import make_claims
from according.claims.wording import trim
from according.config import Config
from according.errors import ExtensionError, GazetteerError, ReadError, UsageError, WeightsError
from according.events import make_events
from according.events.weights import Fitted
from according.extensions import READERS, TAGGERS, VOCABULARIES, find_extensions
from according.figures import make_figures, tie_figures
from according.model import SCREENED, Claim, Event, Failure, Figure, Item, Marks, Name, Outcome, Place, Reading, Report, Span, Trigger
from according.places import fill_place_names, open_gazetteer, resolve_places, whole_name
from according.places.folding import name_key
from according.read.assemble import assemble
from according.read.forms import read_drafts
from according.read.story_days import find_story_day
from according.screen import is_about_conflict
from according.spans import Holding
from according.tag.choosing import OWN, open_tagger
from according.times import find_times
from according.vocab import INITIAL, load_speaking_words

READER = f"according {__version__}"
_LONGEST_REASON = 300
_AND = re.compile(r"\s+and\b")
_BASED = re.compile(r"[\w.’'-]+[- ]based\s+", re.IGNORECASE)
_PLACE_TYPES = ("place", "facility")
_AUTHORS = re.compile(r"^\s*by\s+|[,;|/&]|\band\b", re.IGNORECASE)
_TWO_PLACES = re.compile(rf"({INITIAL}[\w’'-]+) and ({INITIAL}[\w’'-]+)")


def reader_name(config: Config) -> str:
    """Who reads by these settings, as the evidence names it: this version, with other packages' additions and tagger where there are any.

    >>> reader_name(Config()) == READER
    True
    """
    added = {extension.package for group in (READERS, VOCABULARIES) for extension in find_extensions(group)}
    brought = {extension.package for extension in find_extensions(TAGGERS) if extension.name == config.tagger}
    parts = [*sorted(added | brought), *([f"tagger {config.tagger}"] if config.tagger != OWN else [])]
    return f"{READER} with {', '.join(parts)}" if parts else READER


def read_item(item: Item, config: Config) -> Outcome:
    """The readings of all that one item holds, an article's before those of the posts in it.

    One of the four places that catch broadly: whatever breaks on one report becomes that item's failure, named in words,
    so that no report stops a run.
    """
    try:
        drafts = read_drafts(item, config)
        readings = tuple(reading for draft in drafts for reading in _read_together(assemble(item, draft), draft.problems, config))
    except (WeightsError, GazetteerError, ExtensionError, UsageError):  # no fault of the item: nothing can be read before this is put right
        raise
    except ReadError as error:
        return Outcome(item, failures=(Failure(item.ref, str(error)),))
    except RecursionError:
        return Outcome(item, failures=(Failure(item.ref, "is nested too deeply to be read"),))
    except Exception as error:  # noqa: BLE001
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST_REASON]
        return Outcome(item, failures=(Failure(item.ref, f"could not be read ({reason})"),))
    return Outcome(item, readings)


def _read_together(reports: Iterable[Report], problems: tuple[str, ...], config: Config) -> Iterator[Reading]:
    """The readings of an article and its posts: where the article is about conflict, its posts are not screened one by one."""
    is_relevant = config.read_all
    for report in reports:
        reading = read_report(report, problems, replace(config, read_all=is_relevant))
        is_relevant = is_relevant or (report.parent is None and SCREENED not in reading.problems)
        yield reading


def read_report(report: Report, problems: tuple[str, ...] = (), config: Config | None = None) -> Reading:
    """What one report says and who says it; ``problems`` are those met before, which concern the whole item."""
    given = problems if report.parent is None else ()
    config = config or Config()
    looked_at = _beginning(report, config.max_read_chars)
    if not config.read_all and not is_about_conflict(looked_at.text, looked_at.title).keep:
        told = make_claims(looked_at, Marks())
        return Reading(report, told.sources, told.claims, problems=(*given, SCREENED))
    if looked_at is not report:
        given = (*given, f"only the first {len(looked_at.text):,} of {len(report.text):,} characters were looked through (max_read_chars)")
    marks = open_tagger(config).mark(looked_at.text, language=report.language)
    return replace(read_marks(looked_at, marks, given), report=report)


def _beginning(report: Report, most: int) -> Report:
    """The report up to the last space within ``most`` characters, with the posts that stand there whole; itself if it is short enough."""
    if len(report.text) <= most:
        return report
    end = max(report.text.rfind(" ", 0, most), report.text.rfind("\n", 0, most))
    end = end if end > 0 else most
    return replace(report, text=report.text[:end], posts=tuple(post for post in report.posts if post.span[1] <= end))


def read_marks(report: Report, marks: Marks, problems: tuple[str, ...] = (), fitted: Fitted | None = None) -> Reading:
    """The reading that follows from the tagger's marks, one layer after the other; ``fitted`` stands in for our weights of events."""
    text = report.text
    told = make_claims(report, marks)
    day = find_story_day(report)  # the text's own date beats the one that was given beside it
    times = find_times(text, day)
    names = find_names(text, marks.names, report.published)
    triggers = _placed(text, marks, names)
    events = make_events(report.id, text, triggers, times, day, marks.sentences, told.claims, marks.states, fitted)
    places = _named_places(text, resolve_places(text, _place_spans(report, marks, events), open_gazetteer()), names)
    figures = make_figures(text, marks.quantities, marks.triggers)
    holding = Holding(told.claims)
    return Reading(
        report=report,
        sources=told.sources,
        claims=told.claims,
        events=events,
        figures=_tied(figures, marks.triggers, events, holding, text),
        places=places,
        times=times,
        names=tuple(replace(name, claim=_claim_at(name.span, holding)) for name in names),
        problems=(*problems, *marks.problems),
    )


def _placed(text: str, marks: Marks, names: Sequence[Name]) -> list[Trigger]:
    """The marked happenings, each place by its whole name, and none that acts as a body or is an actor's name."""
    named = [trim(text, mark.span) for mark in marks.names if mark.type in _PLACE_TYPES]
    actors = [name.span for name in names if name.actor]

    def place_of(trigger: Trigger) -> Span | None:
        span = trigger.place and whole_name(text, trigger.place, named)
        return None if span is None or is_metonym(text, span) or _is_actor(text, span, actors) else span

    return [replace(one, place=place_of(one)) if one.place else one for one in marks.triggers]


def _is_actor(text: str, span: Span, actors: Sequence[Span]) -> bool:
    """Whether what is marked as a place is an actor's name or a part of it, alone or before "and", and the name of no place.

    "The Orna-based Casualty Watch" is an actor by its name too, wherever it sits.
    """
    based = _BASED.match(text, *span)
    span = (based.end(), span[1]) if based else span
    is_named = any(_is_within(span, one) or (one[0] == span[0] and _AND.match(text, one[1], span[1])) for one in actors)
    return is_named and not open_gazetteer().holds(name_key(text[slice(*span)]))


def _place_spans(report: Report, marks: Marks, events: Sequence[Event]) -> list[Span]:
    """Where places are named, by the tagger's marks, as places of events, and by the words around.

    Someone's office names none, nor does the name of whoever wrote the report.
    """
    text = report.text
    named = {_without_article(text, trim(text, mark.span)) for mark in marks.names if mark.type in _PLACE_TYPES}
    marked = sorted(named | {event.place for event in events if event.place})
    spans = fill_place_names(text, marked, [mark.span for mark in marks.names if mark.type == "person"], open_gazetteer())
    offices = load_speaking_words().roles
    authors = list(_iter_author_spans(report))
    spans = tuple(span for span in spans if not is_in_a_bodys_name(text, span) and not any(_is_within(span, one) for one in authors))
    return [part for span in spans if not offices.intersection(text[slice(*span)].lower().split()) for part in _each_place(text, span)]


def _without_article(text: str, span: Span) -> Span:
    """A place's name without a small "the" before it, which is no part of it."""
    return (span[0] + 4, span[1]) if text.startswith("the ", *span) and span[1] - span[0] > 4 else span


def _iter_author_spans(report: Report) -> Iterator[Span]:
    """Where the text names who wrote it; a part of the byline that is a place by itself ("Mira Tolen, New York") names nobody."""
    names = {name.strip() for name in _AUTHORS.split(report.byline or "") if " " in name.strip()}
    for name in sorted(names):
        if not open_gazetteer().lookup(name_key(name)):
            yield from (found.span() for found in re.finditer(re.escape(name), report.text))


def _is_within(span: Span, other: Span) -> bool:
    return other[0] <= span[0] and span[1] <= other[1]


def _each_place(text: str, span: Span) -> list[Span]:
    """The span itself, or the two places of "Iraq and Syria"."""
    both = _TWO_PLACES.fullmatch(text, *span)
    return [both.span(1), both.span(2)] if both else [span]


def _named_places(text: str, places: Sequence[Place], names: Sequence[Name]) -> tuple[Place, ...]:
    """The places that have a name of their own: not "the city", where the text has kept its capitals, and no actor's name.

    Where it has lost them, only a position tells a place from any other noun.
    """
    actors = [name.span for name in names if name.actor]
    has_capitals = text != text.lower()

    def is_place(place: Place) -> bool:
        words = text[slice(*place.span)]
        if words == words.lower() and (has_capitals or place.lat is None):
            return False
        return place.lat is not None or not _is_actor(text, place.span, actors)

    return tuple(place for place in places if is_place(place))


def _tied(
    figures: Sequence[Figure], triggers: Sequence[Trigger], events: Sequence[Event], holding: Holding[Claim], text: str
) -> tuple[Figure, ...]:
    """The figures, each with the event and the claim that it belongs to."""
    happenings = {event.trigger: event.event for event in events}
    tied = zip(figures, tie_figures(figures, triggers, text), strict=True)
    return tuple(
        replace(figure, event=happenings.get(trigger.span) if trigger else None, claim=_claim_at(figure.span, holding))
        for figure, trigger in tied
    )


def _claim_at(span: Span, holding: Holding[Claim]) -> str | None:
    claim = holding.innermost(span)
    return claim.id if claim else None
