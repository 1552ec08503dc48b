"""What people hold of a reading: kept, signed, and followed at once by the views across reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from according.errors import NotInAccount, UsageError
from according.incidents import Judgement, Subject
from according.model import Reading
from according.reconciling.locking import lock
from according.reconciling.people import follow, signed
from according.reviewing.applying import as_added
from according.reviewing.stored import Reviewed, read_reviewed
from according.reviewing.things import FIELDS, SUBJECTS, Finding, edges, find, finding_to_json, from_value, iter_spans, make_id, value_of
from according.store import Account
from according.store.judging import add_judgements, find_judgement, make_judgement, make_retraction


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, when (UTC, ISO 8601), why, and how many people must hold the same before it counts."""

    by: str
    at: str
    reason: str | None = None
    signers: int = 1

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reason as judgements hold it."""
        return (self.reason,) if self.reason else ()


def accept(account: Account, report: str, subject: Subject, thing: str, signing: Signing) -> Judgement:
    """Hold that a finding is right as it stands now, with what was corrected in it; raises ``NotInAccount``."""
    with account.writing_rows() as connection:
        lock(connection)
        one, seen = _shown(connection, report, subject, thing)
        return _keep(connection, seen, [_held(seen.report.id, subject, "right", thing, signing, value=finding_to_json(subject, one))])[0]


def reject(account: Account, report: str, subject: Subject, thing: str, signing: Signing) -> Judgement:
    """Hold that a finding is wrong, so that it does not count; a reason is asked for."""
    if not signing.reason:
        raise UsageError("say why it is wrong: whoever looks at it next will ask")
    with account.writing_rows() as connection:
        lock(connection)
        _, seen = _shown(connection, report, subject, thing)
        return _keep(connection, seen, [_held(seen.report.id, subject, "wrong", thing, signing)])[0]


def correct(
    account: Account, report: str, subject: Subject, thing: str, values: Mapping[str, str], signing: Signing
) -> tuple[Judgement, ...]:
    """Hold that fields of a finding have other values (JSON, as ``reviewing.things.to_value`` writes it); a judgement for each.

    A value that is not one for its field, or points outside of the text, raises ``UsageError``.
    """
    with account.writing_rows() as connection:
        lock(connection)
        _, seen = _shown(connection, report, subject, thing)
        for field, value in values.items():
            _check(seen, subject, field, value)
        made = [_held(seen.report.id, subject, "corrected", thing, signing, field=field, value=value) for field, value in values.items()]
        return _keep(connection, seen, made)


def add(account: Account, report: str, subject: Subject, one: Finding, signing: Signing) -> Judgement:
    """Hold that the machine missed a finding; its id follows from the report and the words, as the machine's would.

    Raises ``UsageError`` where it is there already, or points outside of the text.
    """
    with account.writing_rows() as connection:
        lock(connection)
        reviewed = read_reviewed(connection, report)
        seen = reviewed.reading
        thing = make_id(seen.report.id, one)
        spans = [edges(one), *(span for field in FIELDS[subject] for span in iter_spans(value_of(one, field)))]
        if not all(0 <= start < end <= len(seen.report.text) for start, end in spans):
            raise UsageError(f"a {subject} rests on words of the report")
        if find(seen, subject, thing) is not None:
            raise UsageError("the reading has that already: correct it instead")
        return _keep(connection, seen, [_held(seen.report.id, subject, "missed", thing, signing, value=finding_to_json(subject, one))])[0]


def endorse(account: Account, other: Judgement, signing: Signing) -> Judgement:
    """Hold the same as somebody else's judgement about a reading does, word for word: the second signature."""
    if other.report is None:
        raise UsageError("that judgement is not about a reading")
    with account.writing_rows() as connection:
        lock(connection)
        seen = read_reviewed(connection, other.report).reading
        held = _held(other.report, other.subject, other.relation, other.left, signing, field=other.field, value=other.value)
        return _keep(connection, seen, [held])[0]


def read_through(account: Account, report: str, signing: Signing) -> Judgement:
    """Hold that a report was read through from its beginning to its end: what is left as it is can stay so."""
    with account.writing_rows() as connection:
        lock(connection)
        seen = read_reviewed(connection, report).reading
        return _keep(connection, seen, [_held(seen.report.id, "reading", "right", seen.report.id, signing)])[0]


def undo(account: Account, names: Sequence[str], signing: Signing) -> tuple[Judgement, ...]:
    """Take judgements about readings back, all of them or none; they stay in the account, and so does this."""
    with account.writing_rows() as connection:
        lock(connection)
        found = [_one(find_judgement(connection, name), name) for name in names]
        if any(one.report is None for one in found):
            raise UsageError("that judgement is not about a reading")
        by = signed(signing.by)
        made = tuple(make_retraction(one, by, signing.at, signing.reasons) for one in found)
        add_judgements(connection, made)
        follow(connection, {one.report for one in made if one.report}, signing.at)
        return made


def _one(found: Sequence[Judgement], name: str) -> Judgement:
    if len(found) != 1:
        raise NotInAccount(f"the account holds no judgement called {name!r}")
    return found[0]


def _shown(connection: Connection, report: str, subject: Subject, thing: str) -> tuple[Finding, Reading]:
    """A finding as people see it now, and the reading that it stands in; one that was rejected as the machine wrote it."""
    if subject not in SUBJECTS:
        raise UsageError(f"{subject!r} is nothing that can be judged in a reading")
    reviewed: Reviewed = read_reviewed(connection, report)
    one = find(reviewed.reading, subject, thing) or find(reviewed.machine, subject, thing)
    one = one or as_added(reviewed.judgements, subject, thing)
    if one is None:
        raise NotInAccount(f"the reading has no {subject} called {thing!r}")
    return one, reviewed.reading


def _check(reading: Reading, subject: Subject, field: str, value: str) -> None:
    if field not in FIELDS[subject]:
        raise UsageError(f"a {subject} has no field called {field!r}")
    try:
        read = from_value(subject, field, value)
    except msgspec.DecodeError as error:
        raise UsageError(f"that is no value for {field}: {error}") from error
    if not all(0 <= start < end <= len(reading.report.text) for start, end in iter_spans(read)):
        raise UsageError(f"{field} points outside of the text")


def _held(
    report: str, subject: Subject, relation: str, thing: str, signing: Signing, *, field: str | None = None, value: str | None = None
) -> Judgement:
    return make_judgement(
        subject, relation, thing, None, signed(signing.by), signing.at,  # type: ignore[arg-type]
        reasons=signing.reasons, report=report, field=field, value=value, signers=signing.signers,
    )  # fmt: skip


def _keep(connection: Connection, reading: Reading, made: Sequence[Judgement]) -> tuple[Judgement, ...]:
    add_judgements(connection, made)
    if made:
        follow(connection, {reading.report.id}, made[0].at)
    return tuple(made)
