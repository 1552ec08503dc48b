"""Whether what a pack says follows from what it holds: ids from contents, spans inside texts, sentences as they stand in the reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import msgspec

from according.codec import from_body
from according.export.bag import PAYLOAD
from according.export.checking.containers import Container, Refused, read_whole
from according.export.checking.faults import PackFault, Tally
from according.export.checking.lines import CaptureLine, IncidentLine, ReadingLine, ReportLine, ToldLine, path_of, read_lines
from according.export.evidence_lines import raw_path, text_path
from according.ids import capture_id, claim_id, event_id, finding_id, happening_id, reading_id, report_id
from according.incidents import Judgement
from according.model import Reading, Span
from according.store.judging import make_judgement

Say = Callable[[PackFault], None]


class Contents:
    """The lines of a pack, checked file after file; ``hashes`` are those of its files as they are, ``say`` is told of every fault."""

    def __init__(self, container: Container, hashes: dict[str, str], tally: Tally, say: Say) -> None:
        self._container = container
        self._hashes = hashes
        self._tally = tally
        self._say = say
        self._captures: dict[str, str] = {}
        self.reports: dict[str, str] = {}
        self.incidents: set[str] = set()
        self.text = lru_cache(256)(self._read_text)

    def check(self) -> None:
        """Check all but the log and the pages."""
        self._check_captures()
        self._check_reports()
        self._check_unnamed("raw/", {raw_path(sha256) for sha256 in self._captures.values()}, "no capture has these bytes")
        self._check_unnamed("texts/", {text_path(name) for name in self.reports}, "no report has this text")
        self._check_readings()
        self._check_incidents()

    def judgements(self) -> Iterator[Judgement]:
        """The judgements of the pack, each checked as it comes."""
        for number, one in read_lines(self._container, "judgements", Judgement, self._tally, self._say):
            made = make_judgement(
                one.subject, one.relation, one.left, one.right, one.by, one.at, score=one.score, reasons=one.reasons,
                retracts=one.retracts, report=one.report, field=one.field, value=one.value, signers=one.signers,
            )  # fmt: skip
            if made.id != one.id:
                self._fault("judgements", number, one.id, "the id does not follow from who holds what, when and why")
            yield one

    def _fault(self, name: str, number: int, what: str, reason: str) -> None:
        self._say(PackFault(path_of(name), f"line {number} ({what}): {reason}"))

    def _read_text(self, report: str) -> str | None:
        try:
            return read_whole(self._container, PAYLOAD + text_path(report)).decode("utf-8")
        except (Refused, UnicodeDecodeError):
            return None  # its own line in reports.jsonl says so

    def _check_unnamed(self, folder: str, named: set[str], reason: str) -> None:
        for path in self._container.sizes:
            if path.startswith(PAYLOAD + folder) and path.removeprefix(PAYLOAD) not in named:
                self._say(PackFault(path, reason))

    def _check_captures(self) -> None:
        for number, one in read_lines(self._container, "captures", CaptureLine, self._tally, self._say):
            if one.id in self._captures:
                self._fault("captures", number, one.id, "is there twice")
            self._captures[one.id] = one.sha256
            path = PAYLOAD + raw_path(one.sha256)
            if capture_id(one.sha256, one.url) != one.id:
                self._fault("captures", number, one.id, "the id does not follow from the bytes and the address")
            if path not in self._container.sizes:
                self._fault("captures", number, one.id, f"its bytes are missing: {path}")
            elif self._hashes.get(path) != one.sha256 or self._container.sizes[path] != one.size:
                self._say(PackFault(path, f"is not the bytes of the capture: they have the SHA-256 {one.sha256} and the size {one.size}"))

    def _check_reports(self) -> None:
        for number, one in read_lines(self._container, "reports", ReportLine, self._tally, self._say):
            if one.id in self.reports:
                self._fault("reports", number, one.id, "is there twice")
            self.reports[one.id] = one.ref
            if self._captures.get(one.capture) != one.sha256:
                self._fault("reports", number, one.id, "its capture is missing, or has other bytes")
            text, path = self.text(one.id), PAYLOAD + text_path(one.id)
            if text is None:
                self._fault("reports", number, one.id, f"its text is missing or no UTF-8: {path}")
                continue
            if self._hashes.get(path) != one.text_sha256:
                self._say(PackFault(path, f"is not the text of the report, which has the SHA-256 {one.text_sha256}"))
            if report_id(one.kind, one.url, one.sha256, one.locator, text) != one.id:
                self._fault("reports", number, one.id, "the id does not follow from its bytes, address, place and text")

    def _check_readings(self) -> None:
        read = set()
        for number, one in read_lines(self._container, "readings", ReadingLine, self._tally, self._say):
            read.add(one.report)
            body, text = bytes(one.reading), self.text(one.report) if one.report in self.reports else None
            if text is None:
                self._fault("readings", number, one.id, "its report is not in the pack")
                continue
            if reading_id(one.report, body) != one.id:
                self._fault("readings", number, one.id, "the id does not follow from what was read")
            try:
                reading = from_body(body, text)
            except (msgspec.DecodeError, RecursionError) as error:
                self._fault("readings", number, one.id, f"is no reading: {error}")
                continue
            for reason in _reading_faults(reading, one.report, self.reports[one.report]):
                self._fault("readings", number, one.id, reason)
        for name in sorted(self.reports.keys() - read):
            self._say(PackFault(path_of("readings"), f"the reading of {name} is missing"))

    def _check_incidents(self) -> None:
        for number, one in read_lines(self._container, "incidents", IncidentLine, self._tally, self._say):
            self.incidents.add(one.id)
            for told in one.told:
                for reason in self._telling_faults(told):
                    self._fault("incidents", number, one.id, reason)

    def _telling_faults(self, told: ToldLine) -> Iterator[str]:
        one = told.happening
        text = self.text(told.report) if told.report in self.reports else None
        if text is None or one.report != told.report:
            yield f"{told.report}, which tells of it, is not in the pack"
            return
        if happening_id(told.report, one.trigger) != one.id:
            yield f"the id of {one.id} does not follow from the report and its words"
        if text[slice(*one.sentence)] != told.sentence:
            yield f"the sentence of {one.id} is not the one at {one.sentence[0]} to {one.sentence[1]} of {told.report}"
        if not _inside([one.trigger, one.sentence, *(mention.trigger for mention in one.mentions)], text):
            yield f"words of {one.id} stand outside of {told.report}"
        for figure in told.figures:
            if finding_id("figure", told.report, figure.span) != figure.id:
                yield f"the id of {figure.id} does not follow from the report and its words"
            if (text[slice(*figure.span)], text[slice(*figure.sentence_span)]) != (figure.words, figure.sentence):
                yield f"the words of the figure {figure.id} are not those at {figure.span[0]} to {figure.span[1]} of {told.report}"


def _reading_faults(reading: Reading, report: str, ref: str) -> Iterator[str]:
    if (reading.report.id, reading.report.ref) != (report, ref):
        yield f"is of another report: {reading.report.id}, {reading.report.ref}"
    if not _inside(_spans(reading), reading.report.text):
        yield "points outside of the report's text"
    for claim in reading.claims:
        if claim_id(report, claim.content, claim.cue) != claim.id:
            yield f"the id of the claim {claim.id} does not follow from its words"
    for event in reading.events:
        if event_id(report, event.trigger, event.kind) != event.id:
            yield f"the id of the event {event.id} does not follow from its words"


def _spans(reading: Reading) -> Iterator[Span | None]:
    for post in reading.report.posts:
        yield from (post.span, post.text_span)
    for source in reading.sources:
        yield from source.mentions
    for claim in reading.claims:
        yield from (*claim.content, claim.source, claim.cue)
    for event in reading.events:
        yield from (event.trigger, event.actor, event.target, event.place)
    for found in (reading.figures, reading.places, reading.times, reading.names):
        yield from (one.span for one in found)


def _inside(spans: Iterable[Span | None], text: str) -> bool:
    return all(span is None or 0 <= span[0] <= span[1] <= len(text) for span in spans)
