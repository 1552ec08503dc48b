"""What the attributions of a report tell of one another, and which act the words of one tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from according.claims.acts import with_act
from according.claims.amending import amend
from according.claims.headers import past_header
from according.sentences import find_sentences
from tests.claims.marking import parse_marks

# claims ⇒ for each that is left, its source, cue and what is said
CASES = """
Qast Radio reports, |1:citing| {1:the Orlan army}, that {1:the town fell} ⇒ the Orlan army, citing: the town fell
Qast Radio, |1:citing| <1:the Orlan army>, |2:reported| that {1:{2:the town fell}} ⇒ the Orlan army, citing: the town fell
<1:Tem Orlan> |1:denied| {1:it} and |2:accused| {2:the army} ⇒ Tem Orlan, denied: it; Tem Orlan, accused: the army
<1:They> |1:ordered| {1:all to go} and |2:threatened| {2:to attack}. ⇒ They, ordered: all to go; They, threatened: to attack
Tem Orlan left the hall but |1:said| {1:he would return} ⇒ Tem Orlan, said: he would return
He fled to Lusa, |1:saying| {1:he was afraid} ⇒ He, saying: he was afraid
It was seen and |1:reported| by {1:many} ⇒ nobody, reported: many
<1:He> |1:said| {1:he feared nobody and |2:denied| {2:the theft}} ⇒ He, said: he feared nobody and denied the theft; he, denied: the theft
<1:Qast Radio> quoted Tem Orlan as |1:saying| {1:it fell} ⇒ Tem Orlan, saying: it fell
The Orlan Front |1:denied| {1:it}. <1:Both sides> often do ⇒ The Orlan Front, denied: it
<1:Tem Orlan> left. Residents, however, |1:accuse| {1:the army} ⇒ Residents, accuse: the army
{1:They left}, <1:the Kesh Observatory> |1:said| on Sunday, citing sources in the area. ⇒ sources in the area, citing: They left
{1:Two died}, |1:said| <1:Qast Radio>, |2:citing| {2:residents}. ⇒ residents, citing: Two died
Citing residents, <1:it> |1:said| {1:two died}. ⇒ residents, Citing: two died
<1:Karo> |1:said|, citing the war's cost, that {1:it would end}. ⇒ Karo, said: it would end
{1:Never}, <1:Qast Radio> |1:reported| {1:Tem Orlan} as saying. ⇒ Tem Orlan, saying: Never
Qast Radio quoted the governor, Tem Orlan, as |1:saying| {1:two died}. ⇒ the governor, Tem Orlan, saying: two died
In an interview with Qast TV, <1:President Jon Karo> |1:said| {1:it was over}. ⇒ President Jon Karo, said: it was over
The minister, speaking to newsmen on the outbreak, |1:said| {1:it was over}. ⇒ The minister, said: it was over
but residents <1:there> |1:told| Lusa TV {1:it was over}. ⇒ residents there, told: it was over
They released <1:a video Saturday> that |1:showed| {1:smoke}. ⇒ a video, showed: smoke
<1:The Qast on Sunday> |1:said| {1:it was over}. ⇒ The Qast, said: it was over
but residents there |1:told| Qast TV {1:it was over}. ⇒ residents, told: it was over
Activist Tem Orlan, who knows people <1:there> |1:said| {1:two died} ⇒ Activist Tem Orlan, said: two died
<1:Qast> |1:said| {1:its army had hit Orna and |2:denied| {2:the rest}} ⇒ Qast, said: its army had hit Orna; Qast, denied: the rest
{1:We fled}, <1:she> |1:said|. {1:{2:They came}}, <2:he> |2:said|. ⇒ she, said: We fled; he, said: They came
"""


def _read(marked: str) -> str:
    text, claims = parse_marks(marked)
    found = []
    for one in amend(text, claims, find_sentences(text)):
        source, cue = (text[slice(*span)] if span else "nobody" for span in (one.source, one.cue))
        found.append(f"{source}, {cue}: {' / '.join(text[slice(*part)] for part in one.content)}")
    return "; ".join(found)


@pytest.mark.parametrize(("marked", "expected"), [line.split(" ⇒ ") for line in CASES.strip().splitlines()])
def test_each_has_its_own_words_and_its_own_source(marked: str, expected: str) -> None:
    """Who is cited speaks, a verb that goes on has the same source, and a sentence belongs to the cue in it."""
    assert _read(marked) == expected


def test_one_source_of_two_speaks_only_in_what_stands_behind_it() -> None:
    """Who said what pictures showed is named before."""
    text, (first, second) = parse_marks("Anna Darvel, of the WGB, |1:said| <2:pictures> |2:showed| {1:{2:smoke}}.")
    first, second = amend(text, [replace(first, source=second.source), second], find_sentences(text))
    assert [text[slice(*one.source)] for one in (first, second) if one.source] == ["Anna Darvel", "pictures"]
    assert [text[slice(*one.content[0])] for one in (first, second)] == ["pictures showed smoke", "smoke"]


def test_a_scrap_of_the_headline_is_not_said_below_it() -> None:
    """Whole sentences of another paragraph may go on from the cue's, a few words of it do not."""
    text, claims = parse_marks("{1:Qast troops} cut the road\n\n{1:Two men died}, <1:Tem Orlan> |1:said|.\n{1:A third was hurt.}")
    (one,) = amend(text, claims, find_sentences(text))
    assert [text[slice(*part)] for part in one.content] == ["Two men died", "A third was hurt."]


def test_who_is_cited_is_not_said() -> None:
    """A claim whose words are another's source is left out."""
    text, (first, second) = parse_marks("Qast Radio, |1:citing| {1:two officials}, |2:reported| that {2:it fell}.")
    assert amend(text, [first, replace(second, source=first.content[0])], find_sentences(text)) == [
        replace(second, source=first.content[0])
    ]


# claim, act heard ⇒ cue, act
ACTS = """
<1:Karo> |1:called| {1:it propaganda}, demand ⇒ called, deny
<1:Karo> |1:called| {1:the vote “a joke}”, demand ⇒ called, state
<1:Karo> |1:called| for {1:calm}, demand ⇒ called, demand
<1:Karo> |1:called| {1:an urgent meeting}, demand ⇒ called, demand
<1:Karo> |1:called| {1:them to arms}, demand ⇒ called, demand
<1:Karo> |1:described| {1:the raid as a war crime}, state ⇒ described, accuse
<1:Karo> |1:described| {1:the raid as long}, state ⇒ described, state
<1:Karo> |1:expressed hope| {1:that it would hold}, commit ⇒ expressed hope, believe
<1:Karo> dismissed |1:reports| {1:that it fell}, state ⇒ dismissed, deny
<1:Karo> saw |1:reports| {1:that it fell}, state ⇒ reports, state
<1:Karo> |1:warned| {1:that thousands would starve}, threaten ⇒ warned, state
<1:Karo> |1:warned| {1:that he would strike back}, threaten ⇒ warned, threaten
<1:Karo> |1:dismissed| {1:the images as staged}, state ⇒ dismissed, deny
"""


@pytest.mark.parametrize(
    ("marked", "act", "expected"), [(*line.split(" ⇒ ")[0].rsplit(", ", 1), line.split(" ⇒ ")[1]) for line in ACTS.strip().splitlines()]
)
def test_plain_words_tell_the_act(marked: str, act: str, expected: str) -> None:
    """What something is called, what is turned down, what is hoped."""
    text, (claim,) = parse_marks(marked)
    found = with_act(text, replace(claim, act=act))
    assert f"{text[slice(*found.cue)] if found.cue else None}, {found.act}" == expected


HEADERS = """
LUSA, May 4 (WGB) - The army won ⇒ The army won
PORT LUSA, Qast (WGB) — The army won ⇒ The army won
LUSA: The army won ⇒ The army won
Lusa — “Soldiers won ⇒ “Soldiers won
Lusa, Qast (WGB) - The army won ⇒ The army won
10:42 The army won ⇒ The army won
#BREAKING: The army won ⇒ The army won
⚡️ The army won ⇒ The army won
Karo — the general — won ⇒ Karo — the general — won
The WGB said the army won ⇒ The WGB said the army won
Bridge closed - Qast army ⇒ Bridge closed - Qast army
US army won ⇒ US army won
24 killed in Lusa ⇒ 24 killed in Lusa
"""


@pytest.mark.parametrize(("line", "expected"), [line.split(" ⇒ ") for line in HEADERS.strip().splitlines()])
def test_a_line_tells_behind_its_header(line: str, expected: str) -> None:
    """A place with date and agency, a clock and a label are nobody's words."""
    assert line[slice(*past_header(line, (0, len(line))))] == expected
