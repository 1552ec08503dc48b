"""What a reading found, for people: claims with their speakers and chains, events, figures, times and places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text

from according.explain import Explained
from according.model import Claim, Event, Figure, Place, Reading, Report, Span, Time
from according.terminal.safe import one_line
from according.terminal.write import Hanging, Unbroken

_SHORT_ID = len("sha256:") + 12


def findings_of(reading: Reading) -> Iterator[RenderableType]:
    """Sections for all that the reading found, each only where there is something."""
    text = reading.report.text
    yield from _section("Claims", (part for claim in reading.claims for part in _claim(claim, text)))
    yield from _section("Events", (_line(_event(event, text)) for event in reading.events))
    yield from _section("Figures", (_line(_figure(figure, text)) for figure in reading.figures))
    yield from _section("Places", (_line(_place(place, text)) for place in reading.places))
    yield from _section("Times", (_line(_time(time, text)) for time in reading.times))


def _section(heading: str, parts: Iterable[RenderableType]) -> Iterator[RenderableType]:
    found = list(parts)
    if found:
        yield Text(f"\n{heading}", style="bold")
        yield from found


def _line(words: Iterable[str | None]) -> Hanging:
    return Hanging(Text("  " + " · ".join(one_line(word) for word in words if word)), 4)


def _claim(claim: Claim, text: str) -> Iterator[RenderableType]:
    chain = "".join(f" ← {name}" for name in claim.via)
    facts = [
        claim.act if claim.act != "state" else None,
        claim.certainty if claim.certainty != "certain" else None,
        f"“{claim.distance}”" if claim.distance else None,
    ]
    head = Text(f"  {one_line(claim.who + chain)}", style="cyan")
    head.append("".join(f" · {fact}" for fact in facts if fact), style="yellow")
    yield Unbroken(head.append(f"  {claim.id[:_SHORT_ID]}", style="dim"))
    yield Hanging(Text(f"“{said(claim, text)}”"), 4, first=4)


def said(claim: Claim, text: str) -> str:
    """The content of a claim, its parts joined by dots."""
    return one_line(" … ".join(text[slice(*span)] for span in claim.content))


def _event(event: Event, text: str) -> Iterator[str | None]:
    yield f"{event.event or '–'} {event.kind}: {text[slice(*event.trigger)]}"
    yield f"{_words(event.actor, text)} → {_words(event.target, text)}" if event.actor or event.target else None
    yield f"in {_words(event.place, text)}" if event.place else None
    yield event.date
    yield event.status if event.status != "happened" else None


def _words(span: Span | None, text: str) -> str:
    return text[slice(*span)] if span else "?"


def _figure(figure: Figure, text: str) -> Iterator[str | None]:
    yield text[slice(*figure.span)]
    yield (
        f"{_bound(figure.low)} to {_bound(figure.high)} {figure.measure}"
        if figure.low != figure.high
        else f"{_bound(figure.low)} {figure.measure}"
    )
    yield figure.scope
    yield figure.event


def _bound(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def _place(place: Place, text: str) -> Iterator[str | None]:
    yield text[slice(*place.span)]
    if place.lat is None or place.lon is None:
        yield "unresolved"
    else:
        yield f"{place.name}, {place.country}" if place.country else place.name
        yield f"inside {place.within}" if place.how == "inside" else None
        yield f"{place.lat:.3f}, {place.lon:.3f}"


def _time(time: Time, text: str) -> Iterator[str | None]:
    yield text[slice(*time.span)]
    yield time.value or "no value"
    yield time.how


def explanation_of(explained: Explained, report: Report) -> Iterator[RenderableType]:
    """One claim: its sentence with the marks in it, then each field and what gave it."""
    yield Text(one_line(report.title or report.ref), style="bold")
    yield Unbroken(Text(f"  {explained.id}", style="dim"))
    sentence = Text(explained.sentence.replace("\n", " "))
    start = explained.span[0]
    for spans, style in ((explained.content, "green"), ((explained.source,), "cyan"), ((explained.cue,), "magenta")):
        for span in spans:
            if span:
                sentence.stylize(style, span[0] - start, span[1] - start)
    yield Hanging(sentence, 2, first=2)
    yield Text("")
    for field in explained.fields:
        surely = f" ({field.confidence:.2f})" if field.confidence is not None else ""
        line = Text(f"  {field.name:<10}", style="dim").append(one_line(field.value or "none"), style="not dim")
        yield Hanging(line.append(f"  {field.given_by}: {one_line(field.how)}{surely}"), 12)
