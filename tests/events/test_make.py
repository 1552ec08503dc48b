"""What must hold of events: ties, dates, roles, claims, and bad input."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.events import make_events
from according.events.calendar import make_dated, to_date
from according.events.mentions import Layout, make_mentions, stem_of
from according.events.roles import whole_span
from according.events.ties import compared, group
from according.ids import event_id
from according.model import Claim, Event, Time, Trigger
from according.sentences import find_sentences
from according.spans import Holding
from tests.events.marking import read

_TIES = [
    ("Five people were [killed|killing|target=Five people,place=Orro] in an [air strike|air_strike|place=Orro] on Orro.", "E1 E1"),
    (
        "The army [shelled|shelling|actor=The army,target=Orro,place=Orro] Orro. "
        "The [shelling|shelling|actor=The army,target=Orro,place=Orro] lasted all night.",
        "E1 E1",
    ),
    (
        "Rebels [seized|territory|actor=Rebels,target=Orro,place=Orro] Orro.\n\n"
        "In the capital the two sides [met|diplomacy|place=Tal Venn] in Tal Venn.",
        "E1 E2",
    ),
    (
        "Gunmen [abducted|abduction|actor=Gunmen,target=nine teachers,place=Venn] nine teachers in Venn.\n\n"
        "The army [captured|territory|actor=The army,target=Kesh,place=Kesh] Kesh.",
        "E1 E2",
    ),
]


_PARTED = [
    (
        "Two bombs [exploded|explosion|place=Kesh] in Kesh [on Monday|time|2031-05-12], [killing|killing] nine.\n"
        "In [October 2026|time|2026-10], a bomb at the same market [killed|killing] forty.",
        ["E1 2031-05-12", "E1 2031-05-12", "E2 2026-10"],
    ),
    (
        "The [death|killing] toll of a [bombing|explosion] rose to nine. The [attack|explosion] was [on Monday|time|2031-05-12].\n"
        "In [April|time|2031-04], seven were [killed|killing] when their van [hit|explosion] a mine.",
        ["E1 2031-05-12", "E1 2031-05-12", "E1 2031-05-12", "E2 2031-04", "E2 2031-04"],
    ),
    (
        "Three people were [killed|killing|place=Orro] in an [air strike|air_strike|place=Orro] on Orro [on Tuesday|time|2031-05-13]. It "
        "came after a drone [attack|air_strike|place=Kesh] on Kesh [on Friday|time|2031-05-09] that "
        "[killed|killing|place=Kesh] two.",
        ["E1 2031-05-13", "E1 2031-05-13", "E2 2031-05-09", "E2 2031-05-09"],
    ),
]


@pytest.mark.parametrize(("marked", "expected"), _PARTED)
def test_days_that_cannot_be_one_part_what_is_told_alike(marked: str, expected: list[str]) -> None:
    """More than a week apart, or another day at another place; and what comes before a look back is not of its day."""
    _, events = read(marked)
    assert [f"{event.event} {event.date}" for event in events] == expected


@pytest.mark.parametrize(("marked", "expected"), _TIES)
def test_mentions_of_one_happening_share_an_id(marked: str, expected: str) -> None:
    """A strike and its results, a deed and the noun for it; not what happened elsewhere."""
    _, events = read(marked)
    assert " ".join(str(event.event) for event in events) == expected


_DATES = [
    ("The army [shelled|shelling] Orro [on Monday|time|2031-05-12].", ["2031-05-12 relative"]),
    ("[On Monday|time|2031-05-12] the army [shelled|shelling] Orro.", ["2031-05-12 relative"]),
    (
        "Rebels [shelled|shelling] Orro [on Monday|time|2031-05-12], and a [14 April|time|2031-04-14] gas [attack|chemical] is unsolved.",
        ["2031-05-12 relative", "2031-04-14 relative"],
    ),
    (
        "The army [shelled|shelling] a camp near Orro on [8 May|time|2031-05-08], he said on [Monday|time|2031-05-12].",
        ["2031-05-08 relative"],
    ),
    ("The army [shelled|shelling] Orro.", ["None None"]),
    ("The army [shelled|shelling] Orro for [three days|time|P3D].", ["None None"]),
    ("Orro was [taken|territory|target=Orro,place=Orro] [last week|time|2031-W19].", ["2031-05-05/2031-05-11 relative"]),
    (
        "Planes [bombed|air_strike|actor=Planes,target=Orro,place=Orro] Orro [on Friday|time|2031-05-09], "
        "[killing|killing|actor=Planes,place=Orro] six.",
        ["2031-05-09 relative", "2031-05-09 relative"],
    ),
]


_GAPS = [
    (  # what came before is so much earlier
        "The [attack|attack] [on Wednesday|time|2031-05-14] comes a day after six guards were [killed|killing|target=six guards] in Orro.",
        ["E1 2031-05-14", "E2 2031-05-13"],
    ),
    (
        "The militia [took|territory|target=Orro,place=Orro] Orro [on Monday|time|2031-05-12], two weeks after the army [fled|surrender].",
        ["E1 2031-05-12", "E2 2031-04-28"],
    ),
    (  # by its own words
        "Rebels [shelled|shelling|target=Orro,place=Orro] Orro [on Monday|time|2031-05-12], "
        "days after it was [bombed|air_strike|target=it] "
        "on [8 May|time|2031-05-08].",
        ["E1 2031-05-12", "E2 2031-05-08"],
    ),
    (  # the sentence before tells of what came later
        "Orro was [shelled|shelling|target=Orro,place=Orro] [on Monday|time|2031-05-12]. This comes three days after jets "
        "[bombed|air_strike|actor=jets,target=Kesh,place=Kesh] Kesh.",
        ["E1 2031-05-12", "E2 2031-05-09"],
    ),
    (  # months leave the day open
        "The militia [took|territory|target=Orro,place=Orro] Orro [on Monday|time|2031-05-12], months after the army [fled|surrender].",
        ["E1 2031-05-12", "E2 None"],
    ),
]


@pytest.mark.parametrize(("marked", "expected"), _GAPS)
def test_what_came_so_long_after_is_another_happening(marked: str, expected: list[str]) -> None:
    """Told with a number of days or weeks, the earlier has its day by that of the later; "months after" parts them alone."""
    _, events = read(marked)
    assert [f"{event.event} {event.date}" for event in events] == expected


@pytest.mark.parametrize(("marked", "expected"), _DATES)
def test_a_mention_has_the_date_that_the_text_gives_it(marked: str, expected: list[str]) -> None:
    """In the sentence's own words; no date, and never that of publication, where there are none."""
    _, events = read(marked)
    assert [f"{event.date} {event.date_how}" for event in events] == expected


@pytest.mark.parametrize("marked", [marked for marked, _ in (*_DATES, *_GAPS)])
def test_a_date_is_the_likeliest_of_those_that_a_mention_may_have(marked: str) -> None:
    """Likelihoods fall, and add up to 1 at most; a mention without a date may have one that is not likely enough."""
    for event in read(marked)[1]:
        shares = [likely for _, likely in event.dates]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1.02  # each is rounded
        assert event.date is None or event.dates[0][0] == event.date


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2031-05-12", "2031-05-12"),
        ("2031-05-12TNI", "2031-05-12"),
        ("2031-05", "2031-05"),
        ("2031", "2031"),
        ("2031-W19", "2031-05-05/2031-05-11"),
        ("2031-W19-WE", "2031-05-10/2031-05-11"),
        ("2031-Q2", "2031-04/2031-06"),
        ("2031-WI", "2031-12/2032-02"),
        ("2031-H2", "2031-07/2031-12"),
        ("203", "2030/2039"),
        ("2031-02-30", None),
        ("2031-W77", None),
        ("PAST_REF", None),
        ("P3D", None),
        ("", None),
        (None, None),
    ],
)
def test_values_become_dates(value: str | None, expected: str | None) -> None:
    """In the guidelines' form, None where no day is known."""
    assert to_date(value) == expected


def _dates(marked: str) -> list[str | None]:
    return [event.date for event in read(marked)[1]]


def test_days_named_together_are_one_interval() -> None:
    """Neither Friday nor Saturday alone."""
    assert _dates("The army [shelled|shelling] Orro on [Friday|time|2031-05-09] and [Saturday|time|2031-05-10].") == [
        "2031-05-09/2031-05-10"
    ]


def test_what_began_and_goes_on_ends_with_the_report() -> None:
    """What is counted since a month is counted to the month of publication."""
    assert _dates("More than 900 people have been [killed|killing] since [March 2029|time|2029-03].") == ["2029-03/2031-05"]


_STRETCHES = [
    ("More than 900 people have been [killed|killing] since the war began in [March 2029|time|2029-03].", ["2029-03/2031-05"]),
    ("The war, which started in [2029|time|2029], has [killed|killing] more than 900 people.", ["2029/2031-05"]),
    ("Militias [took|territory|target=Kesh,place=Kesh] Kesh from Orro [last year|time|2030].", ["2030"]),
    ("The [death|killing] toll from [Friday|time|2031-05-09]'s [raid|air_strike] on Kesh rose.", ["2031-05-09", "2031-05-09"]),
    ("From [Friday|time|2031-05-09] on the army [shelled|shelling] Kesh.", ["2031-05-09/2031-05-14"]),
]


@pytest.mark.parametrize(("marked", "expected"), _STRETCHES)
def test_a_stretch_begins_only_where_the_text_says_so(marked: str, expected: list[str]) -> None:
    """What came "since the war began in" a month is counted from then on; a "from" that is not the date's own opens nothing."""
    assert _dates(marked) == expected


_DATELINES = [
    "[14 May 2031|time|2031-05-14] Five men were [killed|killing] in Orro.",
    "KESH, [May 14, 2031|time|2031-05-14] - Planes [bombed|air_strike] Orro.",
    "Posted on [May 14 2031|time|2031-05-14]\nPlanes [bombed|air_strike] Orro.",
    "KESH, [May 13|time|2031-05-13] (Venn Press) - Planes [bombed|air_strike] Orro.",
    "Tal Venn, [13 May|time|2031-05-13] (VP) – Planes [bombed|air_strike] Orro.",
    "Raid on Orro\nKESH, Venn ([May 13|time|2031-05-13]) - Planes [bombed|air_strike] Orro.",
]


@pytest.mark.parametrize("marked", _DATELINES)
def test_the_date_of_the_text_is_the_date_of_no_happening(marked: str) -> None:
    """What dates the report says nothing of when its story happened."""
    assert _dates(marked) == [None]


def test_since_then_goes_on_from_the_date_before() -> None:
    """It reaches from the year named last to the month of publication."""
    marked = "The war began in [2029|time|2029]. Since then 900 people have been [killed|killing]."
    text, _ = read(marked)
    layout = Layout(text, find_sentences(text))
    start = text.index("2029")
    dated = make_dated(text, [Time((start, start + 4), "2029", "DATE", "explicit")], layout, "2031-05-14")
    assert [(one.date, one.opens) for one in dated] == [("2029", False), ("2029/2031-05", True)]


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("in Orro, they", "Orro,", "Orro"),
        ("the “rebels” fled", "“rebels”", "rebels"),
        ("by the army there", "the", "the army"),
        ("the Republic of Venn fell", "the Republic of", "the Republic of Venn"),
        ("the vil", "vil", "vil"),
        ("the villagers", "villa", "villagers"),
        ("they, ...", "...", None),
        ("frees the last stronghold", "last", None),
        ("a house in Orro", "a house in", "a house"),
        ("150,000 people fled", "150", "150,000 people"),
        ("some 8.5 million fled", "some 8.", "some 8.5"),
        ("held two medics there", "two", "two medics"),
        ("and more than 60 wounded", "more", "more than 60"),
        ("the Orna Front (OF) fled", "the Orna Front (OF", "the Orna Front (OF)"),
        ("shells of the Upper Valley Army hit", "the Upper", "the Upper Valley Army"),
        ("to the Ostrian army on Monday", "the Ostrian", "the Ostrian army"),
        ("takes another base\n\nThe Kesh Daily, Monday", "another base\n\nThe Kesh Daily", "another base"),
        ("A girl and a 45-year-old man died there", "a 45", "a 45-year-old man"),
        ("a 45-year-old died there", "a 45", "a 45-year-old"),
        ("houses in at least five wards", "at", None),
    ],
)
def test_spans_are_made_whole(text: str, span: str, expected: str | None) -> None:
    """Without punctuation at their edges, and with the rest of a word or phrase."""
    start = text.index(span)
    whole = whole_span(text, (start, start + len(span)))
    assert (text[slice(*whole)] if whole else None) == expected


_STATUSES = [
    ("Rebels denied that they [shelled|shelling|status=possible] Orro.", "deny", "denied"),
    ("Karo said it was wrong for Vell to have [bombed|air_strike|status=denied] Orro.", "state", "happened"),
    ("Karo said it was wrong for anyone to claim that his jets [bombed|air_strike|status=denied] Orro.", "state", "denied"),
    ("Karo rejected any excuses used to justify the [bombings|air_strike|status=denied] of Orro.", "deny", "happened"),
    ("The envoy urged them to [release|release|status=future] the nine.", "demand", "unreal"),
    ("They will [attack|attack|status=future] Orro.", "threaten", "future"),
    ("It might have been [taken|territory|status=future] since.", "state", "possible"),
    ("They fear an imminent [assault|battle|status=possible].", "believe", "future"),
    ("They [shelled|shelling] Orro.", "deny", "happened"),
    ("Kesh rejected reports that it had flooded the [shelled|shelling|status=possible] town.", "deny", "happened"),
    ("Kesh denied that the [wounded|injury|status=possible] were left there.", "deny", "denied"),
    ("The mayor disputed the army's account of the [raid|attack|status=denied].", "deny", "happened"),
    ("They had no confirmation that Orro was [shelled|shelling|status=possible].", "deny", "denied"),
    ("Karo denied that a woman [detained|detention|status=possible] in Orro is his wife.", "deny", "happened"),
    ("Karo denied that a woman was [detained|detention|status=possible] in Orro.", "deny", "denied"),
    ("They denied that the [crash|destruction|status=possible] had been an accident.", "deny", "happened"),
    ("They denied that the [attack|attack|status=possible] had been theirs alone.", "deny", "denied"),
    ("Kesh rejected calls to halt the [bombings|air_strike|status=possible].", "deny", "happened"),
    ("Kesh rejected a proposal for a [truce|ceasefire|status=future].", "deny", "unreal"),
    ("Kesh rejected reports of a [truce|ceasefire|status=possible].", "deny", "denied"),
    ("It had never fired on them, and would let the envoys [visit|diplomacy|status=future] Orro.", "deny", "future"),
    ("Kesh had agreed to a [truce|ceasefire|status=denied].", "state", "happened"),
    ("The reports of a [truce|ceasefire|status=denied] are untrue.", "state", "denied"),
    ("Truce [talks|diplomacy] are expected to resume in Lusa.", "state", "future"),
    ("The [talks|diplomacy] were in Lusa and are due to be held there again.", "state", "happened"),
]


@pytest.mark.parametrize(("marked", "act", "expected"), _STATUSES)
def test_status_follows_the_context_where_the_tagger_sees_doubt(marked: str, act: str, expected: str) -> None:
    """Inside a denial denied, inside a demand unreal; what the tagger takes for a plain fact stays one."""
    _, events = read(marked, claims=[re.sub(r"\[([^|\]]*)[^\]]*\]", r"\1", marked)], act=act)
    assert [event.status for event in events] == [expected]


_NEGATED = [
    ("Rebels had never [shelled|shelling] Orro, he said.", True, "denied"),
    ("Our guns did not [shell|shelling] Orro.", False, "denied"),
    ("The army did not [shell|shelling] Orro on Monday.", False, "unreal"),
    ("The army had not only [shelled|shelling] Orro, it burned it.", True, "happened"),
    ("The army has not yet [shelled|shelling] Orro.", False, "unreal"),
    ("Reports of an [attack|attack] on Orro are entirely false.", False, "denied"),
    ("Reports of an [attack|attack] on Orro. The list is false.", False, "happened"),
    ("The army did not say who [shelled|shelling] Orro.", False, "happened"),
    ("Our guns did not [shell|shelling|status=unreal] Orro, he said.", True, "denied"),
    ("The army never [fired|shelling] on Orro, he said.", True, "denied"),
    ("Our [artillery|shelling] did not fire on Orro.", False, "denied"),
    ("Our gunners [shelled|shelling] no town.", False, "denied"),
    ("Our gunners [shelled|shelling] no fewer than nine towns.", False, "happened"),
    ("Our [shelling|shelling] did not kill them.", False, "happened"),
    ("It is not true that soldiers [looted|destruction] Orro.", True, "denied"),
    ("No travellers were [killed|killing] in the [raid|attack].", True, "unreal happened"),
    ("None of the eleven was [abducted|abduction].", True, "unreal"),
    ("No fewer than nine people were [killed|killing].", True, "happened"),
    ("There has been no word that nine had been [taken|abduction].", True, "possible"),
    ("There was no independent confirmation that Orro had been [shelled|shelling].", False, "possible"),
    ("He had not received any word about the [attack|attack].", False, "possible"),
    ("They would not have [shelled|shelling|status=unreal] Orro had it not been for the silence of others.", True, "happened"),
    ("They would never have [shelled|shelling|status=unreal] Orro.", True, "unreal"),
    ("There was no heavy [shelling|shelling] overnight.", False, "unreal"),
    ("Rebels failed to [capture|territory] Orro.", False, "unreal"),
    ("They were not able to [enter|battle] Orro.", True, "unreal"),
    ("The garrison has ruled out any [surrender|surrender].", False, "unreal"),
    ("Rebels refused to [release|release] the nine.", False, "unreal"),
    ("If Rebels were to launch a ground [offensive|battle|status=future], it would fail.", True, "unreal"),
    ("Nine people may still be [trapped|siege].", True, "possible"),
]


@pytest.mark.parametrize(("marked", "is_told", "expected"), _NEGATED)
def test_what_is_said_not_to_have_been_done_is_denied(marked: str, is_told: bool, expected: str) -> None:
    """By whoever says it, or by those who speak of themselves; in the reporter's own words it never was."""
    claims = [re.sub(r"\[([^|\]]*)[^\]]*\]", r"\1", marked)] if is_told else []
    _, events = read(marked, claims=claims)
    assert [event.status for event in events] == expected.split()


_OF_THEMSELVES = [
    ("The army said >it did not [shell|shelling|status=unreal] Orro.", "denied"),
    ("The army said >its gunners had not [shelled|shelling|status=unreal] Orro.", "denied"),
    ("The envoy said >the army did not [shell|shelling|status=unreal] Orro.", "unreal"),
]


@pytest.mark.parametrize(("marked", "expected"), _OF_THEMSELVES)
def test_what_speakers_say_that_they_did_not_do_is_denied(marked: str, expected: str) -> None:
    """Though they say it of "it" or "its" own."""
    content = re.sub(r"\[([^|\]]*)[^\]]*\]", r"\1", marked.split(">")[1])
    _, events = read(marked.replace(">", ""), claims=[content], cue="said", source=marked.split(" said")[0])
    assert [event.status for event in events] == [expected]


def test_what_nobody_could_confirm_is_denied_by_nobody() -> None:
    """Though the claim is taken for a denial: a word of saying before "no confirmation" leaves it open."""
    content = "it had no confirmation that Orro was shelled"
    for cue, expected in (("said", "possible"), ("denied", "denied")):
        marked = f"The envoy {cue} it had no confirmation that Orro was [shelled|shelling|status=possible]."
        _, events = read(marked, claims=[content], act="deny", cue=cue)
        assert [event.status for event in events] == [expected], cue


def test_what_denied_claims_tell_is_denied() -> None:
    """The claims of which a denial speaks hold what is denied."""
    text = "The army rejected claims that it [bombed|air_strike] the clinic."
    trigger = Trigger((33, 39), "air_strike", "happened", None, None, None, 0.95)
    plain = text.replace("[bombed|air_strike]", "bombed")
    denial = Claim("c1", ((18, 59),), (0, 8), (9, 17), "army", None, "indirect", "deny")
    inner = Claim("c2", ((30, 59),), None, (18, 24), "unnamed", None, "indirect", "state")
    events = make_events("sha256:report", plain, [trigger], (), None, find_sentences(plain), (denial, inner))
    assert [event.status for event in events] == ["denied"]


_DENIED = [
    ("The army denied >it had [bombed|air_strike] the clinic in which nine were [killed|killing]", "denied happened"),
    ("The army denied >responsibility for the [attack|attack]", "denied"),
    ("The army rejected >calls to halt the [bombing|air_strike]", "happened"),
    ("The army denied >it was in Orro when it was [attacked|battle]", "happened"),
    ("The army denied >claims that nine were [killed|killing]. A [raid|attack] followed", "denied happened"),
]


@pytest.mark.parametrize(("marked", "expected"), _DENIED)
def test_what_a_denial_tells_first_is_denied(marked: str, expected: str) -> None:
    """And not what it takes for granted."""
    content = re.sub(r"\[([^|\]]*)[^\]]*\]", r"\1", marked.split(">")[1])
    cue = "denied" if "denied" in marked else "rejected"
    _, events = read(marked.replace(">", ""), claims=[content], act="deny", cue=cue)
    assert [event.status for event in events] == expected.split()


_ROLES = [
    ("Nine teachers were [abducted|abduction] by rebels.", "Nine teachers"),
    ("The [bombing|air_strike] of the market by planes went on.", "the market"),
    ("The [siege|siege] of Orro was over.", "Orro"),
]


@pytest.mark.parametrize(("marked", "target"), _ROLES)
def test_a_missing_target_is_taken_from_the_construction(marked: str, target: str) -> None:
    """The subject of a passive, the object, what stands behind "of"."""
    text, events = read(marked)
    assert [event.target and text[slice(*event.target)] for event in events] == [target]


_KINDS = [
    ("Militias [torched|shelling] nine houses.", "destruction"),
    ("Nine people were [hacked|air_strike] to death.", "attack"),
    ("Spies [hacked|diplomacy] the email of the envoy.", "diplomacy"),
    ("Soldiers [raped|injury] two women.", "sexual_violence"),
    ("Artillery shells [hit|air_strike] a camp.", "shelling"),
    ("Three drones [struck|shelling] a depot.", "air_strike"),
    ("A missile [struck|shelling] a depot.", "shelling"),
    ("Junta planes [bomb|shelling] a monastery.", "air_strike"),
    ("Rebels [bombed|explosion] a depot.", "explosion"),
    ("The army [neutralised|air_strike|target=31 rebels] 31 rebels.", "killing"),
    ("Sappers [neutralised|explosion|target=two mines] two mines.", "explosion"),
    ("Rebels [raided|air_strike|actor=Rebels,target=three villages] three villages.", "attack"),
    ("Rebels [raided|air_strike|actor=Rebels,target=an army post] an army post.", "battle"),
    ("Planes backed the rebels in [raids|air_strike|actor=the rebels] on Orro.", "air_strike"),
    ("The [raid|air_strike|actor=the army] by the army went on.", "air_strike"),
]


@pytest.mark.parametrize(("marked", "kind"), _KINDS)
def test_a_kind_yields_to_words_that_leave_no_doubt(marked: str, kind: str) -> None:
    """The word itself, the weapon before it, or who raids on foot."""
    _, events = read(marked)
    assert [event.kind for event in events] == [kind]


_ACCUSED = [
    ("Karo accused the army of [shelling|shelling] Orro.", "the army"),
    ("Karo accused the army of [shelling|shelling|actor=Karo] Orro.", "the army"),
    ("Karo blamed the rebels for the [raid|attack].", "the rebels"),
    ("Karo accused the army of lies. Rebels [shelled|shelling|actor=Rebels] Orro.", "Rebels"),
]


@pytest.mark.parametrize(("marked", "actor"), _ACCUSED)
def test_who_is_accused_of_a_deed_is_said_to_have_done_it(marked: str, actor: str) -> None:
    """And not the accuser."""
    content = re.sub(r"\[([^|\]]*)[^\]]*\]", r"\1", marked).removeprefix("Karo ").split(" ", 1)[1]
    text, events = read(marked, claims=[content], act="accuse", cue=marked.split()[1], source="Karo")
    assert [event.actor and text[slice(*event.actor)] for event in events] == [actor]


def test_a_passive_without_agent_stays_without() -> None:
    """Nothing names who did it."""
    _, events = read("Nine teachers were [abducted|abduction|target=Nine teachers,place=Venn] in Venn.")
    assert events[0].actor is None


_HOLDERS = [
    ("Nine people were [killed|killing|actor=the Orna Front,target=Nine people] in a town held by the Orna Front.", None),
    ("Planes [bombed|air_strike|actor=Planes,target=a camp] a camp run by the Orna Front.", "Planes"),
    ("Nine teachers [held|detention|actor=the Orna Front,target=Nine teachers] by the Orna Front were freed.", "the Orna Front"),
]


@pytest.mark.parametrize(("marked", "actor"), _HOLDERS)
def test_who_holds_a_place_did_not_do_what_befell_it(marked: str, actor: str | None) -> None:
    """Neither the tagger's word nor what stands near makes a holder the doer; who holds people does hold them."""
    text, events = read(marked)
    assert [event.actor and text[slice(*event.actor)] for event in events] == [actor]


def test_a_mention_belongs_to_the_innermost_claim() -> None:
    """A claim in a claim holds it, and the report's own voice is none."""
    _, events = read(
        "Venn [fell|territory]. A said that B denied that Orro was [shelled|shelling].",
        claims=["B denied that Orro was shelled", "Orro was shelled"],
    )
    assert [event.claim for event in events] == [None, "c1"]


def test_ids_are_hashes_of_report_span_and_kind() -> None:
    """So that a second reading gives the same."""
    _, events = read("Venn [fell|territory].")
    assert [event.id for event in events] == [event_id("sha256:report", (5, 9), "territory")]


def test_happenings_are_numbered_by_first_mention() -> None:
    """E1, E2, … without gaps."""
    marked = " ".join(f"Village{n} [fell|territory|target=Village{n},place=Village{n}]." for n in range(9))
    numbers = list(dict.fromkeys(event.event for event in read(marked)[1]))
    assert numbers == [f"E{n + 1}" for n in range(len(numbers))]


def test_groups_are_joined_while_their_mean_tie_is_strong() -> None:
    """One weak link keeps a third out."""
    assert group(3, {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.1}, 0.5) == [0, 0, 1]
    assert group(0, {}, 0.5) == []


def test_pairs_are_linear_in_the_number_of_mentions() -> None:
    """A text ten times as long compares ten times as many."""

    def count(times: int) -> int:
        text = "Orro fell. " * times
        triggers = [Trigger((at, at + 4), "territory", "happened", None, None, None, 0.9) for at in range(5, len(text), 11)]
        return len(compared(make_mentions(text, triggers, Layout(text, find_sentences(text)), [])))

    assert count(1000) < 12 * count(100)


def test_words_without_endings() -> None:
    """One stem for the forms of a word."""
    assert stem_of("bombings") == stem_of("bombed") == "bomb"


def _claim(name: str, *content: tuple[int, int]) -> Claim:
    return Claim(name, content, None, None, "unnamed", None, "indirect", "state")


def test_content_in_parts_counts_as_a_whole() -> None:
    """The innermost claim is the one that says least altogether."""
    assert Holding([_claim("parts", (0, 10), (20, 60)), _claim("one", (0, 30))]).innermost((2, 4)) == _claim("one", (0, 30))
    assert Holding[Claim]([]).innermost((2, 4)) is None


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 2), (4, 400)])
def test_spans_that_are_none_do_no_harm(span: tuple[int, int]) -> None:
    """A trigger outside the text is left out; a role, time or sentence outside it is passed over."""
    text = "Orro fell."
    good = Trigger((5, 9), "territory", "happened", span, span, span, 0.9)
    bad = replace(good, span=span)
    events = make_events("r", text, [bad, good], [Time(span, "2031", "DATE", "explicit")], "soon", [span], [_claim("c", span)])
    assert [(event.trigger, event.actor, event.date) for event in events] == [((5, 9), None, None)]


def test_nothing_gives_nothing() -> None:
    """An empty text has no events."""
    assert make_events("r", "", [], [], None, [], []) == ()


def _spans(length: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(-2, length + 2), st.integers(-2, length + 2))


@st.composite
def _inputs(draw: st.DrawFn) -> tuple[str, list[Trigger], list[Time], list[tuple[int, int]], list[Claim]]:
    text = draw(st.text(alphabet="ab the of. \n,Kt’3", max_size=80))
    spans = _spans(len(text))
    role = st.none() | spans
    kinds = st.sampled_from(["killing", "air_strike", "territory", "unheard of"])
    statuses = st.sampled_from(["happened", "future", "denied"])
    values = st.sampled_from(["2031-05-12", "2031-W19", "2031", "P1D", None, "9999-WI", "0000"])
    triggers = draw(st.lists(st.builds(Trigger, spans, kinds, statuses, role, role, role, st.floats(0, 1)), max_size=9))
    times = draw(st.lists(st.builds(Time, spans, values, st.just("DATE"), st.sampled_from(["explicit", "vague"])), max_size=5))
    claims = [_claim(f"c{n}", span) for n, span in enumerate(draw(st.lists(spans, max_size=3)))]
    return text, triggers, times, draw(st.lists(spans, max_size=4)), claims


@given(_inputs(), st.none() | st.sampled_from(["2031-05-14", "2031", "?"]))
def test_events_are_about_the_text(
    given_: tuple[str, list[Trigger], list[Time], list[tuple[int, int]], list[Claim]], published: str | None
) -> None:
    """Spans lie in the text, ids are unique, order and grouping do not depend on the order of the triggers."""
    text, triggers, times, sentences, claims = given_

    def events(order: list[Trigger]) -> tuple[Event, ...]:
        return make_events("r", text, order, times, published, sentences, claims)

    made = events(triggers)
    spans = [span for event in made for span in (event.trigger, event.actor, event.target, event.place) if span]
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert len({event.id for event in made}) == len(made)
    assert all((event.date is None) == (event.date_how is None) for event in made)
    assert [event.trigger for event in made] == sorted(event.trigger for event in made)
    assert {event.id for event in events(triggers[::-1])} == {event.id for event in made}


@pytest.mark.parametrize(
    ("marked", "kinds"),
    [
        (
            "A car bomb [exploded|explosion|place=Kesh] in Kesh. The [attack|attack|place=Kesh] in Kesh [killed|killing] nine.",
            ["explosion", "explosion", "killing"],
        ),
        ("Rebels [laid|destruction] down their arms. The army [laid|explosion] mines.", ["surrender", "explosion"]),
        ("Gunmen [shot|attack|place=Kesh] two in Kesh. The army [shelled|shelling|place=Orro] Orro.", ["attack", "shelling"]),
    ],
)
def test_a_general_noun_takes_the_kind_of_what_it_calls_again(marked: str, kinds: list[str]) -> None:
    """The attack that a car bomb was is an explosion; words that say what happened keep their own kind."""
    _, events = read(marked)
    assert [event.kind for event in events] == kinds
