"""The same speaker under several names and spellings is one; two who share only a family name are two, whatever comes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from according.errors import NotInAccount
from according.ids import claim_id, event_id
from according.model import Claim, Event, Outcome, Place, Reading, Source
from according.reconcile.names import Named, match_named, meetings, names_used
from according.reconciling import find_judged, judge, list_judgements, naming, reconcile, retract
from according.store import Account
from according.store.ledger import entity_links, judgements, name_blocks, name_uses
from according.views import Filter, iter_incidents, list_entities, list_sources
from tests.reconciling.material import LATER, NOW
from tests.store.material import READER, make_item, make_report

Said = tuple[str, str | None, str | None]


def speak(
    ref: str,
    *said: Said,
    places: Iterable[tuple[str, str]] = (),
    by: str | None = None,
    publisher: str = "The Kesh Herald",
    published: str = "2031-05-04",
    day: str = "2031-05-03",
) -> Outcome:
    """A report that lets people speak, each with a role and a body, and tells of shelling at places that no gazetteer knows."""
    places = tuple(places)
    lines = [f"Something happened, {who} said." for who, _, _ in said]
    lines += [f"{place} was shelled by {by or 'someone'}." for place, _ in places]
    text = f"{ref}. " + " ".join(lines)
    report = make_report(text.encode(), ref, text, publisher=publisher, published=published)
    sources = tuple(Source(f"s{at}", who, None, role, body) for at, (who, role, body) in enumerate(said))
    claims, events, found = [], [], []
    for at, (who, _, _) in enumerate(said):
        start = text.index(lines[at])
        content = ((start, start + len(lines[at])),)
        claims.append(Claim(claim_id(report.id, content, None), content, None, None, who, f"s{at}", "indirect", "state"))
    for place, country in places:
        start = text.index(f"{place} was shelled")
        where, act = (start, start + len(place)), text.index("shelled", start)
        doer = (text.index(by, act), text.index(by, act) + len(by)) if by else None
        events.append(
            Event(event_id(report.id, (act, act + 7), "shelling"), (act, act + 7), "shelling", f"E{start}", doer, None, where,
                  day, "explicit", "happened", None, 0.9)
        )  # fmt: skip
        found.append(Place(where, place, None, None, None, None, "unknown", None, country))
    reading = Reading(report, sources, tuple(claims), tuple(events), (), tuple(found))
    return Outcome(make_item(text.encode(), ref), (reading,))


def entities(account: Account, subject: str = "actor") -> dict[str, str]:
    """Under which entity each name of the account is taken."""
    with account.reading_rows() as connection:
        links = entity_links.c
        return {row.name_key: row.entity for row in connection.execute(select(entity_links).where(links.subject == subject))}


def groups(account: Account, subject: str = "actor") -> set[frozenset[str]]:
    """The names of each entity that has several."""
    found: dict[str, set[str]] = {}
    for name, entity in entities(account, subject).items():
        found.setdefault(entity, set()).add(name)
    return {frozenset(names) for names in found.values() if len(names) > 1}


def fill(account: Account, outcomes: Iterable[Outcome]) -> Account:
    """Read and join these reports, one after the other."""
    for outcome in outcomes:
        account.add(outcome, reader=READER)
        assert reconcile(account, NOW).failures == []
    return account


ARMY, GUARD = "Kesh Border Army", "Orna River Guard"
CASES = """
Nadim Karo, colonel | Nadeem Karo, colonel => one
Nadim al-Karo, colonel | Col. Nadim Karo, colonel => one
Mohammed Orlan, mayor | Muhammad Orlan, mayor => one
Samira Houran, spokeswoman | Samirah Houran, spokeswoman => one
Tarik Hamad, colonel | Tarik Hamid, colonel => two
Nadim Karo, colonel | Omar Karo, colonel => two
Karo, colonel | Nadim Karo, colonel => two
Gen. Karo, general | Karo, colonel => two
al-Karo, general | Karo, colonel => two
Karo, colonel of Kesh Border Army | Nadim Karo, major of Kesh Border Army => one
Karo, colonel of Orna River Guard | Nadim Karo, major of Kesh Border Army => two
Nadim Tarik Karo, colonel | Nadim Karo, colonel => one
Kesh Union for Civil Rights | KUCR => one
Kesh Union for Civil Rights (KUCR) | KUCR => one
the Orna River Guard | Orna River Guard => one
Orna River Guards | Orna Border Guards => two
Northern Kesh Brigade | Southern Kesh Brigade => two
First Kesh Brigade | Second Kesh Brigade => two
Orna | Orno => two
"""


def _case(line: str) -> tuple[Said, Said, bool]:
    sides, _, verdict = line.partition(" => ")
    left, right = (_said(side) for side in sides.split(" | "))
    return left, right, verdict == "one"


def _said(side: str) -> Said:
    who, _, rest = side.partition(", ")
    role, _, body = rest.partition(" of ")
    return who, role or None, body or None


@pytest.mark.parametrize("line", CASES.strip().splitlines())
def test_two_names_are_one_or_two(line: str) -> None:
    """Signs, titles, initials and romanisation do not part a name; a shared family name does not join two."""
    left, right, is_one = _case(line)
    one, other = (names_used(speak("report", said).readings[0], ())[0] for said in (left, right))
    assert (match_named(one, other) is not None) is is_one, match_named(one, other)
    if is_one:
        assert {meeting.other for meeting in meetings(one)} & {meeting.own for meeting in meetings(other)}


REPORTS = (
    speak("a", ("Nadim Karo", "colonel", ARMY), ("SOHR", None, None)),
    speak("b", ("Nadeem Karo", "commander", GUARD), ("Kesh Union for Civil Rights", None, None)),
    speak("c", ("Karo", "colonel", ARMY), ("Kesh Union for Civil Right", None, None)),
    speak("d", ("Omar Karo", "captain", ARMY), places=[("Tel Qamish", "SY")]),
    speak("e", ("Karo", None, None), ("KUCR", None, None), places=[("Tell Kamish", "SY")]),
    speak("f", ("Omar Tarik Karo", "captain", GUARD), ("Nadim al-Karo", None, None)),
    speak("g", ("Syrian Observatory for Human Rights", None, None), ("KUCR", None, None), places=[("Tel Qamish", "IQ")]),
    speak("h", ("Karo", "colonel", GUARD), ("Gen. Karo", "general", ARMY)),
)


def _state(account: Account) -> tuple[dict[str, str], dict[str, str], object, object]:
    """All that follows from the set of reports: entities, counts, and what the rule holds now."""
    links = entity_links.c
    with account.reading_rows() as connection:
        counted = connection.execute(
            select(links.name_key, links.reports, links.persons, links.bodies).order_by(links.subject, links.name_key)
        ).all()
    held = {
        (one.judgement.left, one.judgement.right, one.judgement.score, one.judgement.reasons)
        for one in list_judgements(account, with_rules=True)
        if one.state == "holds" and one.judgement.subject in ("actor", "place")
    }
    return entities(account), entities(account, "place"), counted, held


_IN_ORDER: dict[int, object] = {}


@given(
    order=st.permutations(range(len(REPORTS))),
    anew=st.sets(st.integers(0, len(REPORTS) - 1), max_size=3),
    most=st.sampled_from((2, 200)),
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_entities_are_a_function_of_the_reports(
    order: list[int], anew: set[int], most: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever comes first, and whatever was read otherwise at first; also where more names share a key than may be."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(naming, "MOST_IN_BLOCK", most)
        if most not in _IN_ORDER:
            with Account.open(str(tmp_path_factory.mktemp("in order") / "account.db")) as account:
                _IN_ORDER[most] = _state(fill(account, REPORTS))
        with Account.open(str(tmp_path_factory.mktemp("any") / "account.db")) as account:
            for at in order:
                outcome = REPORTS[at]
                if at in anew:
                    reading = outcome.readings[0]
                    other = replace(reading, sources=(), claims=tuple(replace(one, who="Omar Karo") for one in reading.claims))
                    fill(account, [replace(outcome, readings=(other,))])
                    account.add(outcome, reader="according 0.2.0")
                    assert reconcile(account, LATER).failures == []
                else:
                    fill(account, [outcome])
            assert _state(account) == _IN_ORDER[most]


def test_a_name_alone_joins_nobody_where_it_may_be_two(account: Account) -> None:
    """Of one body, a Karo is Nadim Karo until an Omar Karo of that body speaks."""
    fill(account, [speak("a", ("Nadim Karo", "colonel", ARMY)), speak("b", ("Karo", "colonel", ARMY))])
    assert groups(account) == {frozenset(("Karo", "Nadim Karo"))}
    fill(account, [speak("c", ("Omar Karo", "captain", ARMY))])
    assert groups(account) == set()


def test_people_part_and_join_names_and_take_it_back(account: Account) -> None:
    """Their word comes before the rule's, and retracting restores what was."""
    fill(account, [speak("a", ("Nadim Karo", "colonel", ARMY)), speak("b", ("Nadeem Karo", "colonel", ARMY), ("Abu Tem", None, None))])
    assert groups(account) == {frozenset(("Nadim Karo", "Nadeem Karo"))}
    parted = judge(account, "actor", "different", find_judged(account, "actor", "Nadim Karo"), "Nadeem Karo", by="Amira", at=NOW)
    assert groups(account) == set()
    joined = judge(account, "actor", "same", "Abu Tem", "Nadim Karo", by="Amira", at=NOW, reason="his nom de guerre")
    assert groups(account) == {frozenset(("Abu Tem", "Nadim Karo"))}
    fill(account, [speak("c", ("Nadim Karo", "general", GUARD))])
    assert groups(account) == {frozenset(("Abu Tem", "Nadim Karo"))}
    retract(account, parted.id, by="Bruno", at=LATER)
    assert groups(account) == {frozenset(("Abu Tem", "Nadim Karo", "Nadeem Karo"))}
    retract(account, joined.id, by="Bruno", at=LATER)
    assert groups(account) == {frozenset(("Nadim Karo", "Nadeem Karo"))}
    states = {one.judgement.id: one.state for one in list_judgements(account, "Abu Tem")}
    assert states[joined.id] == "retracted"


def test_what_a_person_takes_back_the_rule_does_not_hold_again(account: Account) -> None:
    """A rule's judgement that someone retracted stays so, however often the names meet."""
    fill(account, [speak("a", ("Nadim Karo", "colonel", ARMY)), speak("b", ("Nadeem Karo", "colonel", ARMY))])
    (held,) = [one.judgement for one in list_judgements(account, "Nadim Karo", with_rules=True)]
    assert (held.by, held.relation, held.score >= 0.9, bool(held.reasons)) == ("rule:names/1", "same", True, True)
    retract(account, held.id, by="Amira", at=NOW)
    fill(account, [speak("c", ("Nadeem Karo", "general", GUARD), ("Nadim Karo", "general", GUARD))])
    assert groups(account) == set()


def test_names_that_nobody_uses_any_more_leave_nothing_behind(account: Account) -> None:
    """Read anew without them, a report takes its names with it; the rule takes back what it held of them."""
    first, second = speak("a", ("Nadim Karo", "colonel", ARMY)), speak("b", ("Nadeem Karo", "colonel", ARMY))
    fill(account, [first, second])
    for outcome in (first, second):
        account.add(replace(outcome, readings=(replace(outcome.readings[0], sources=(), claims=()),)), reader="according 0.2.0")
    assert reconcile(account, LATER).failures == []
    with account.reading_rows() as connection:
        for table in (entity_links, name_uses, name_blocks):
            assert connection.execute(select(table)).all() == [], table.name
        rows = connection.execute(select(judgements.c.retracts).where(judgements.c.subject == "actor")).all()
    assert sorted(row.retracts is not None for row in rows) == [False, True]


def test_places_without_a_position_are_one_within_a_country_only(account: Account) -> None:
    """Two spellings of a village; a village of that name in another country is another."""
    fill(
        account,
        [
            speak("a", places=[("Tel Qamish", "SY")]),
            speak("b", places=[("Tell Kamish", "SY")]),
            speak("c", places=[("Tel Qamish", "IQ")]),
            speak("d", places=[("Upper Qamish", "SY")]),
            speak("e", places=[("Lower Qamish", "SY")]),
        ],
    )
    assert groups(account, "place") == {frozenset(("SY:Tel Qamish", "SY:Tell Kamish"))}
    with pytest.raises(NotInAccount, match="IQ:Tel Qamish or SY:Tel Qamish"):
        find_judged(account, "place", "Tel Qamish")
    with pytest.raises(NotInAccount, match="letter for letter"):
        find_judged(account, "actor", "Nobody At All")


def test_views_take_all_names_of_an_entity_as_one(account: Account) -> None:
    """Sources count them together; filters by speaker and by actor find what any of the names tells or does."""
    fill(
        account,
        [
            speak("a", ("Nadim Karo", "colonel", ARMY), published="2031-05-04"),
            speak("b", ("Nadeem Karo", "general", GUARD), publisher="Orna Post", published="2031-07-04"),
            speak("c", ("Nadim Karo", "colonel", ARMY), published="2031-05-06"),
            speak("d", places=[("Vanna", "SY")], by="Qorra Tigers"),
            speak("e", places=[("Mellin", "SY")], by="Korra Tigers", day="2031-09-12", published="2031-09-13"),
        ],
    )
    with account.reading_rows() as connection:
        (source,) = [one for one in list_sources(connection, Filter()) if "Karo" in one.who]
        assert (source.who, source.names, source.claims, source.reports) == ("Nadim Karo", ("Nadeem Karo", "Nadim Karo"), 3, 3)
        assert list_sources(connection, Filter(sources=("Nadeem Karo",))) == [source]
        (person,) = list_entities(connection, Filter(), "Nadeem Karo")
        assert [(use.name, use.reports, use.by[0].publisher) for use in person.names] == [
            ("Nadim Karo", 2, "The Kesh Herald"),
            ("Nadeem Karo", 1, "Orna Post"),
        ]
        assert [(held.role, held.affiliation, held.date_from, held.date_to, held.reports) for held in person.roles] == [
            ("colonel", ARMY, "2031-05-04", "2031-05-06", 2),
            ("general", GUARD, "2031-07-04", "2031-07-04", 1),
        ]
        assert {one.entity for one in list_entities(connection, Filter())} == {"Nadim Karo", "Korra Tigers"}
        places = {one.place for one in iter_incidents(connection, Filter(actors=("Qorra Tigers",)))}
        assert places == {"Vanna", "Mellin"}
        assert list(iter_incidents(connection, Filter(actors=("Nadim Karo",)))) == []


_NAMES = st.text(alphabet="aeiKkQqRrhmAl ’.-()SOH1ص", min_size=1, max_size=24)


@given(_NAMES, _NAMES, st.booleans(), st.sampled_from(("actor", "place")))
def test_matching_is_symmetric_and_meets_what_it_matches_with_itself(left: str, right: str, is_person: bool, subject: str) -> None:
    """No name breaks it, and neither side comes first."""
    one, other = (
        Named(subject, f"SY:{name}" if subject == "place" else name, name, is_person)  # type: ignore[arg-type]
        for name in (left, right)
    )
    assert match_named(one, other) == match_named(other, one)
    finds = {meeting.other for meeting in meetings(one)} & {meeting.own for meeting in meetings(other)}
    is_found = {meeting.other for meeting in meetings(other)} & {meeting.own for meeting in meetings(one)}
    assert bool(finds) == bool(is_found)
