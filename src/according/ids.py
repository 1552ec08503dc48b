"""How every id is minted: a hash of content, never a counter, so that reading the same thing twice gives the same rows."""

from __future__ import annotations

import hashlib
import json


def sha256_hex(data: bytes) -> str:
    """The SHA-256 of bytes, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def text_sha256(text: str) -> str:
    """The SHA-256 of a text's UTF-8 form."""
    return sha256_hex(text.encode("utf-8"))


def _digest(*parts: str | int | None) -> str:
    """One hash over parts of which each is kept apart from the next."""
    return "sha256:" + sha256_hex(json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode("ascii"))


def report_id(kind: str, url: str | None, raw_sha256: str, locator: str | None, text: str) -> str:
    """The id of a report: the same bytes from the same web address, read to the same text, are the same report.

    ``locator`` says which part of the bytes it is (``post/2``), None for the whole. A file's path does not count, so a
    moved or copied file is no new report.
    """
    return _digest("report", kind, url, raw_sha256, locator, text_sha256(text))


def capture_id(raw_sha256: str, url: str | None) -> str:
    """The id of a capture: these bytes, at this web address (None for bytes that came without one)."""
    return _digest("capture", raw_sha256, url)


def reading_id(report: str, body: bytes) -> str:
    """The id of a reading: this report, with exactly these findings."""
    return _digest("reading", report, sha256_hex(body))


def claim_id(report: str, content: tuple[tuple[int, int], ...], cue: tuple[int, int] | None) -> str:
    """The id of a claim: this report, these words of it, introduced by these."""
    return _digest("claim", report, *(edge for span in content for edge in span), "cue", *(cue or ()))


def event_id(report: str, trigger: tuple[int, int], kind: str) -> str:
    """The id of one mention of a happening: this report, this word of it, taken for this kind."""
    return _digest("event", report, *trigger, kind)


def finding_id(what: str, report: str, span: tuple[int, int]) -> str:
    """The id of a figure, of a place or of a name in a report: this report, these words of it."""
    return _digest(what, report, *span)


def happening_id(report: str, trigger: tuple[int, int]) -> str:
    """The id of what one report tells of one happening: this report, and the first word in it that names the happening."""
    return _digest("happening", report, *trigger)


def judgement_id(*said: str | None) -> str:
    """The id of a judgement: who holds what of which things, since when and why; the same may be held again later."""
    return _digest("judgement", *said)


def watch_id(name: str, definition: str, created_at: str) -> str:
    """The id of a watch: this name and definition, added at this moment."""
    return _digest("watch", name, definition, created_at)


def alert_id(watch: str, incident: str, reason: str, channel: str) -> str:
    """The id of an alert: to this watch, of this incident, for this reason, by this way."""
    return _digest("alert", watch, incident, reason, channel)


def batch_id(alerts: tuple[str, ...]) -> str:
    """The id of the message that these alerts go in together."""
    return _digest("batch", *alerts)


def page_key(address: str, *told: str | None) -> str:
    """The key of what a page tells of one happening, whichever capture of it says so."""
    return _digest("page", address, *told)
