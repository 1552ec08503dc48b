"""Readings to JSON and back: the one place that knows the wire form of the public contract."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from according.incidents import Happening
from according.model import Reading, Report


class _Reported(msgspec.Struct):
    """Of a reading its report alone: the rest is passed over unread."""

    report: Report


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Reading)
_report_decoder = msgspec.json.Decoder(_Reported)
_happening_decoder = msgspec.json.Decoder(Happening)


def to_json(reading: Reading) -> bytes:
    """The reading as one line of JSON in UTF-8, without the line's end; equal readings give equal bytes."""
    return _encoder.encode(reading)


def from_json(data: bytes) -> Reading:
    """The reading that ``to_json`` wrote; unknown fields are passed over. Raises ``msgspec.DecodeError``."""
    return _decoder.decode(data)


def to_body(reading: Reading) -> bytes:
    """The reading as JSON without its report's text, which the store keeps once for all readings of a report."""
    return _encoder.encode(replace(reading, report=replace(reading.report, text="")))


def from_body(body: bytes, text: str) -> Reading:
    """The reading whose body ``to_body`` wrote, with its report's text put back."""
    reading = _decoder.decode(body)
    return replace(reading, report=replace(reading.report, text=text))


def report_from_body(body: bytes, text: str) -> Report:
    """The report alone of the reading whose body ``to_body`` wrote, with its text put back."""
    return replace(_report_decoder.decode(body).report, text=text)


def from_happening(happening: Happening) -> str:
    """The happening as JSON."""
    return _encoder.encode(happening).decode("utf-8")


def to_happening(body: str) -> Happening:
    """The happening that ``from_happening`` wrote."""
    return _happening_decoder.decode(body)
