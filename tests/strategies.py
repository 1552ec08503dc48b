"""Hypothesis strategies for whatever passes between rooms, with every field of every layer filled."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass, replace
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from according.ids import report_id, sha256_hex
from according.model import SCHEMA, Item, Outcome, Reading, Report

LETTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
TEXTS = st.text(LETTERS, max_size=80)
NAMES = st.text(LETTERS, min_size=1, max_size=30)


def filled(kind: type, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Any value of a dataclass, with the strategies given for some of its fields."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{f.name: given.get(f.name, _of(hints[f.name])) for f in fields(kind)})


def _of(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a field's type."""
    plain = {
        str: TEXTS,
        int: st.integers(-(2**63), 2**63 - 1),
        float: st.floats(allow_nan=False, allow_infinity=False),
        bool: st.booleans(),
        bytes: st.binary(max_size=40),
        types.NoneType: st.none(),
    }
    if hint in plain:
        return plain[hint]
    if is_dataclass(hint):
        return filled(hint)
    parts = get_args(hint)
    if get_origin(hint) is Literal:
        return st.sampled_from(parts)
    if get_origin(hint) in (Union, types.UnionType):
        return st.one_of(*map(_of, parts))
    if parts[-1] is Ellipsis:
        return st.lists(_of(parts[0]), max_size=2).map(tuple)
    return st.tuples(*map(_of, parts))


def readings() -> st.SearchStrategy[Reading]:
    """Any reading of a report without a parent; its id is that of its content only within ``outcomes()``."""
    report = filled(Report, ref=NAMES, parent=st.none(), url=st.none() | NAMES)
    return filled(Reading, report=report, schema=st.just(SCHEMA))


@st.composite
def outcomes(draw: st.DrawFn) -> Outcome:
    """Any item that was read without a failure: one to three reports, of which later ones may be posts in the first."""
    item = draw(filled(Item, ref=NAMES, url=st.none() | NAMES))
    found = draw(st.lists(readings(), min_size=1, max_size=3))
    return with_data(Outcome(item, tuple(found)), item.data)


def with_data(outcome: Outcome, data: bytes) -> Outcome:
    """The same outcome as if it had been read from other bytes, with its ids anew; reports of kind ``post`` get the first as parent."""
    made: list[Reading] = []
    for number, reading in enumerate(outcome.readings):
        report = replace(reading.report, locator=f"part/{number}" if number else None)
        report = replace(report, parent=made[0].report.id if number and report.kind == "post" else None)
        sound = report_id(report.kind, report.url, sha256_hex(data), report.locator, report.text)
        made.append(replace(reading, report=replace(report, id=sound)))
    return Outcome(replace(outcome.item, data=data), tuple(made))
