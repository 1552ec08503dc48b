"""Sources that the tagger left out or cut, made whole from the words beside the cue."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.claims.completing import complete
from according.model import Attribution
from according.sentences import find_sentences
from tests.claims.marking import parse_marks

# claim ⇒ its source
CASES = """
Results |1:confirmed| by Lusa health workers {1:show it} ⇒ Lusa health workers
A bombing |1:claimed| by the Orlan Front {1:killed ten} ⇒ the Orlan Front
repeated |1:warnings| from aid workers {1:that it is near} ⇒ aid workers
The truce broke as experts |1:questioned| {1:its terms} ⇒ experts
He met lawmakers who |1:said| {1:the law was broken} ⇒ who
On 2 July <1:July IS> |1:said| {1:it won} ⇒ IS
<1:Members of the Security> Council |1:urged| {1:calm} ⇒ Members of the Security Council
<1:The statement further> |1:claimed| {1:victory} ⇒ The statement
the <1:Qast Observatory for Human> Rights |1:said| {1:it won} ⇒ Qast Observatory for Human Rights
{1:It won}, |1:said| <1:Zaid> Karo. ⇒ Zaid Karo
<1:The army> Monday |1:said| {1:it won} ⇒ The army
<1:The Qast army on Monday> |1:denied| {1:it} ⇒ The Qast army
<1:The Mail on Sunday> |1:denied| {1:it} ⇒ The Mail on Sunday
The Orlan Front in a message sent through Qast Radio |1:threatened| {1:war} ⇒ The Orlan Front in a message sent through Qast Radio
<1:The Orlan Front flatly> |1:denied| {1:it} ⇒ The Orlan Front
<1:The Kesh Daily> |1:denied| {1:it} ⇒ The Kesh Daily
He met the Kesh <1:Army> which |1:said| {1:it won} ⇒ the Kesh Army
Fighters in the hills of <1:Kesh> |1:feared| {1:defeat} ⇒ Fighters in the hills of Kesh
In the town of Kesh <1:residents> |1:feared| {1:defeat} ⇒ residents
Karo, <1:who is a general>, had |1:promised| {1:to leave} ⇒ Karo, who is a general
The Kesh Herald, |1:citing| Qast intelligence sources, {1:named two} ⇒ Qast intelligence sources
They quoted the Qast army as |1:saying| {1:it won} ⇒ the Qast army
{1:Bridge closed} |1:-| Qast army ⇒ Qast army
|1:According to| the Kesh Herald, {1:it rained} ⇒ the Kesh Herald
“{1:It goes on},” |1:added| the statement. ⇒ the statement
"{1:It goes on}," |1:said| a nurse in Orna. ⇒ a nurse
“{1:It goes on},” he |1:said|, a nurse by his side. ⇒ he
He |1:wanted| {1:them to go} ⇒ He
She then goes on to |1:appeal| {1:for mercy} ⇒ She
There were |1:reports| {1:of fire} ⇒ reports
Qast Radio |1:reports| {1:that it burned} ⇒ Qast Radio
He is |1:believed| {1:to be dead} ⇒ nothing
Gas |1:believed| {1:to be chlorine} ⇒ nothing
The |1:alleged| {1:attack} ⇒ nothing
He was held for his |1:alleged| {1:role} ⇒ nothing
Karo spoke of the Orlan Front, |1:adding| {1:it would fall} ⇒ nothing
"""


def _read(marked: str) -> tuple[str, Attribution]:
    text, (claim,) = parse_marks(marked)
    return text, complete(text, claim, find_sentences(text))


@pytest.mark.parametrize(("marked", "expected"), [line.split(" ⇒ ") for line in CASES.strip().splitlines()])
def test_a_source_is_found_beside_its_cue(marked: str, expected: str) -> None:
    """Before it, or after "by" and "citing"; a passive, a doubt and a guess have none."""
    text, claim = _read(marked)
    assert (text[slice(*claim.source)] if claim.source else "nothing") == expected


WORDS = st.lists(st.sampled_from(["the", "Karo", "officials", "who", "as", "by", "to", ",", "On", "May"]), min_size=1).map(" ".join)


@given(WORDS, st.sampled_from(["said", "citing", "reports", "-", "claimed", "alleged"]), WORDS)
def test_a_source_lies_outside_what_is_said(lead: str, cue: str, rest: str) -> None:
    """Whatever stands around the cue."""
    text = f"{lead} {cue} {rest}"
    start = len(lead) + 1
    content = (start + len(cue) + 1, len(text))
    claim = complete(text, Attribution((content,), None, (start, start + len(cue)), "state", 1.0), find_sentences(text))
    assert claim.source is None or not (content[0] < claim.source[1] and claim.source[0] < content[1])
