"""Who a source phrase names, without titles, roles and asides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.claims.phrases import parted, read_phrase

# phrase ⇒ name, sort
LINES = """
Lieutenant Gen. Zaid al-Karo, director of the security committee ⇒ Zaid al-Karo, person
Anna Darvel ⇒ Anna Darvel, person
Foreign Minister Tem Orlan ⇒ Tem Orlan, person
Orlan's Foreign Minister Tem Karo ⇒ Tem Karo, person
the Observatory director Rami Tem Karo ⇒ Rami Tem Karo, person
Gaza civil defence spokesman Tem al-Karo ⇒ Tem al-Karo, person
the head of the Lusa-based monitoring group Rami Karo ⇒ Rami Karo, person
Secretary of Defense Ashton Karo ⇒ Ashton Karo, person
President of the Qast Coalition Anas al-Karo ⇒ Anas al-Karo, person
Rupert Karo of the UN Human Rights Office ⇒ Rupert Karo, person
Hadi al-Karo president of the Qast Coalition ⇒ Hadi al-Karo, person
Peter Karo Executive Director of the WGB Programme ⇒ Peter Karo, person
another hostage, Jon Karo ⇒ Jon Karo, person
A spokeswoman for the Lusa Security Council, Anna Darvel ⇒ Anna Darvel, person
Karo’s mother, Diane Karo ⇒ Diane Karo, person
Mike Karo, the government spokesman on the insurgency ⇒ Mike Karo, person
Sen. Kelly Karo, R-N.H., a member of the committee ⇒ Kelly Karo, person
Orlan army spokesman Lt.-Col. Zaid Karo ⇒ Zaid Karo, person
UN Under-Secretary-General Anna Darvel ⇒ Anna Darvel, person
Rebel spokesperson Zaid Karo of the WGB ⇒ Zaid Karo, person
Qast's Human Rights Defender Tem Karo ⇒ Tem Karo, person
the deputy head of the Lusa Military Administration Tem Karo ⇒ Tem Karo, person
Zaid "Storm" Karo, commander of the Orlan drones ⇒ Zaid Karo, person
The Lusa Institute for War thinktank ⇒ Lusa Institute for War, body
The Orlan Front, in a written statement issued through Qast Radio ⇒ Orlan Front, body
King Abdul II ⇒ Abdul II, person
he ⇒ he, pronoun
They ⇒ they, pronoun
who ⇒ who, pronoun
WHO ⇒ WHO, body
The WHO ⇒ WHO, body
the Qast Observatory for Human Rights ⇒ Qast Observatory for Human Rights, body
The Lusa-based Qast Observatory for Human Rights which tracks the war ⇒ Qast Observatory for Human Rights, body
the Qast Observatory for Human Rights monitoring group ⇒ Qast Observatory for Human Rights, body
State news agency SANA ⇒ SANA, body
Orlan Defence Ministry ⇒ Orlan Defence Ministry, body
the Foreign Ministry ⇒ Foreign Ministry, body
US Central Command ⇒ US Central Command, body
a report by the Qast Human Rights Council ⇒ Qast Human Rights Council, body
a 2013 article in The Qast Courier ⇒ The Qast Courier, body
a Press TV report ⇒ Press TV, body
the Orlan Kesh Post ⇒ Orlan Kesh Post, body
state TV ⇒ state TV, body
The 11th Battalion ⇒ 11th Battalion, body
a military source who asked not to be named ⇒ a military source, described
a source at the Qast Police Command ⇒ a source at the Qast Police Command, described
activists ⇒ activists, described
The Orlan government ⇒ The Orlan government, described
residents of Kesh ⇒ residents of Kesh, described
A video posted online on Tuesday ⇒ A video, thing
the statement ⇒ the statement, thing
the BBC and The Qast Post ⇒ BBC and The Qast Post, many
a statement released Saturday by the General Commission of Orlan ⇒ General Commission of Orlan, body
a report released by a group of UN experts ⇒ a group of UN experts, described
A statement attributed to Qast Front and posted online ⇒ Qast Front, body
SANA regime news agency ⇒ SANA, body
opposition activists and a war monitor ⇒ opposition activists and a war monitor, many
A woman who gave her name as Umm Karo ⇒ Umm Karo, person
a fighter who asked to be identified only as Abu Karo ⇒ Abu Karo, person
Saudi Orla's Interior Ministry spokesman ⇒ Saudi Orla's Interior Ministry spokesman, described
a trader who goes by Darvel ⇒ Darvel, person
Orlan Prime Minister Zaid Karo's office ⇒ Zaid Karo's office, body
the prime minister's office ⇒ the prime minister's office, described
"""


@pytest.mark.parametrize(("phrase", "expected"), [line.split(" ⇒ ") for line in LINES.strip().splitlines()])
def test_a_phrase_names_or_describes_someone(phrase: str, expected: str) -> None:
    """Names come without titles; who has no name keeps the head of the phrase."""
    found = read_phrase(phrase)
    assert f"{found.name}, {found.sort}" == expected


def test_persons_marked_by_the_tagger_count() -> None:
    """Where neither title nor role tells where the name begins."""
    assert read_phrase("Qast pathologist at the university Orlan Tem", ("Orlan Tem",)).name == "Orlan Tem"
    assert read_phrase("Qast Foreign Minister Orlan Tem", ("Qast Foreign Minister Orlan Tem",)).name == "Orlan Tem"


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["the", "Karo", "al-Tem", "of", "and", "Gen.", "who", ",", "'s", "(", "UN"])).map(" ".join)
)
def test_any_phrase_gives_some_name(phrase: str) -> None:
    """Never a crash, never a sentence longer than what was given."""
    found = read_phrase(phrase)
    assert len(found.name) <= len(phrase) + 1


_TOGETHER = """
the Kesh Observatory for Rights and the Civil Defence rescue service ⇒ the Kesh Observatory for Rights + the Civil Defence rescue service
state television and official news agency QANA ⇒ state television + official news agency QANA
Qasti President Zaid Karo and Orlan counterpart Tem Darvel ⇒ Qasti President Zaid Karo + Orlan counterpart Tem Darvel
Front spokesman Zaid Karo and Orlan security sources ⇒ Front spokesman Zaid Karo + Orlan security sources
The government and its ally Lusa ⇒ The government + its ally Lusa
Tem and Anna Darvel, who lives in Kesh ⇒ Tem + Anna Darvel
Qasti and Orlan intelligence officials ⇒ one
Foreign Minister and Deputy Premier Zaid Karo ⇒ one
the Front of Orla and Kesh ⇒ one
Zaid Karo judge at the Kesh court and leader of the Front ⇒ one
Darvel, a doctor and former mayor ⇒ one
The authorities in Orna and Tessit ⇒ one
Zaid Karo of the Orlan Army and Police ⇒ one
the Centre for Documentation and Research ⇒ one
rescuers and residents ⇒ one
"""


@pytest.mark.parametrize(("phrase", "expected"), [line.split(" ⇒ ") for line in _TOGETHER.strip().splitlines()])
def test_two_who_speak_together_are_told_apart_where_one_has_a_name(phrase: str, expected: str) -> None:
    """And an "and" inside a name, or between two words for one, parts nobody."""
    parts = parted(phrase)
    assert (" + ".join(phrase[slice(*part)] for part in parts) if parts else "one") == expected
