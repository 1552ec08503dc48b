"""What kind of source a phrase names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.actors import kind_of_source
from according.vocab.actors import actor_kinds

# kind ⇒ phrases
CASES = {
    "official": """
        a government spokesman on the insurgency | the Kesh Front's talks envoy, a minister
        an official | Kesh officials | a senior official who asked not to be named | US officials | a Turkish official
        the mayor of Kesh | Mayor Tem Orlan | the governor of Qast | Governor Tem Orlan | Foreign Minister Tem Orlan
        the Kenyan foreign minister | a spokesman for the Health Ministry | the interior ministry | a ministry spokesman
        the Somali government | authorities in Qast | the authorities | a police spokesman | Qast police | police
        a source at Qast police command | security officials | a security source | an intelligence official | diplomats
        a Western diplomat | Ambassador Ana Darvel | the German embassy in Qast | a presidential adviser | President Orlan | Damascus
        Moscow | Russia | the United States | Tem Orlan, a member of parliament | lawmakers | the prosecutor's office | a court in Qast
        a government source | Ana Darvel, head of the local council | a NATO spokesman | the European Union | the White House
        Turkish leaders | King Tem II | the Qast city council | the Norwegian prime minister | Sen. Ana Darvel, chair of the committee
        the coast guard | an election official | Prosecutor General Ana Darvel | Police Superintendent Tem Orlan
        the Ombudsman's Office | the regional health bureau | the ministry's press service
    """,
    "military": """
        a military source | the army | army sources | an army officer | the Nigerian army | Lt. Gen. Tem Orlan | Col. Tem Orlan
        Maj. Gen. Tem Orlan, a spokesman | a general | soldiers | two Malian soldiers | a spokesman for the army | the Pentagon
        Pentagon spokeswoman Ana Darvel | a defence official | the Ukrainian defence ministry | an army statement | the air force
        a navy commander | military officials | the chief of staff of the army | the Israeli military | the general staff
        an officer in the Congolese army | a video released by the army
    """,
    "armed group": """
        a judge at Ahrar al-Sham | a governor of the Islamic State
        an opposition commander | a rebel commander | rebels | rebel sources | a rebel spokesman | militants | the insurgents
        a Taliban spokesman | a Hamas official | the Islamic State | IS | ISIS militants | the rebel group Kesh Shield
        Tem Orlan, a commander of the Free Syrian Army | Col. Tem Orlan of the Free Syrian Army | a fighter with the Kesh brigade
        Islamist fighters | a separatist leader | a militia leader | the kidnappers | al-Shabaab | M23 rebels | a Houthi minister
        the jihadist group | gunmen | a cartel boss of the Sinaloa Cartel | a spokesman for the rebels | a statement by Boko Haram
        a rebel video
    """,
    "state media": """
        state television | state media | Syrian state TV | the state news agency | SANA | a SANA correspondent
        the official SANA news agency | Xinhua | state radio in Qast | state-run television | Press TV
    """,
    "media": """
        The Post | Ana Darvel, a reporter made famous by her posts
        Reuters | AFP | an AFP journalist | the Kesh Times | the Qast Daily newspaper | local media | a journalist | a BBC correspondent
        the Washington Post's Ana Darvel | al-Jazeera television | Al Jazeera | Israeli newspaper Haaretz | a television channel
        media reports | a photographer for AP | the editor of the Qast Herald | Radio Qast | a Lebanese newspaper | news agencies
    """,
    "monitor": """
        the Kesh Observatory for Human Rights | the Observatory | a war monitor | a monitoring group | the watchdog
        a Britain-based monitor | Ana Darvel, director of the Syrian Observatory for Human Rights
        Ana Darvel who heads the Syrian Observatory for Human Rights | the London-based Syrian Observatory for Human Rights | ACLED
        SOHR head Ana Darvel
    """,
    "NGO": """
        aid workers | an aid agency | a rights group | Human Rights Watch | Amnesty International researcher Ana Darvel | the Red Cross
        an ICRC spokesman | a local charity | aid groups | humanitarian sources | relief officials | Save the Children
        the Kesh Relief Foundation | a human rights organisation | an NGO
    """,
    "UN": """
        the UN | the United Nations | UN officials | a U.N. spokeswoman | a UN envoy | UNICEF | the WHO | WHO spokesman Tem Orlan
        the UN refugee agency | UN investigators | UN human rights experts | a UN report | UN human rights monitors
        Ana Darvel of the UN Human Rights Office | peacekeepers | the UN Security Council
    """,
    "medical": """
        doctors | a doctor at Kesh Hospital | a nurse | medics | medical sources | a hospital official | Kesh hospital
        Dr. Tem Orlan, director of the hospital | hospital sources | health workers | a surgeon in Qast | MSF | paramedics
        the Kesh Medical Centre | a medical official
    """,
    "rescue": """
        the White Helmets | rescue workers | a rescuer | firefighters | the civil defence | a civil defense spokesman
        Tem Orlan, a first responder | the ambulance service | emergency services | rescue teams
    """,
    "witness": """
        witnesses | an eyewitness | a survivor | survivors of the attack | a former hostage | a freed hostage | a Reuters witness
        a prisoner who escaped | passers-by
    """,
    "resident": """
        residents of Kesh | a resident | residents | Ana Darvel, a resident of Qast | local residents | villagers | his mother
        a shopkeeper | a farmer from Qast | relatives of the dead | refugees | the pilot's father | neighbours | a displaced woman
        Ana Darvel, a mother of three | Tem Orlan, who lives in Qast
    """,
    "activist": """
        a local activist | activists | opposition activists | Tem Orlan a local activist | an activist in Qast
        the local coordination committee | protesters | a citizen journalist | human rights activists | activists and residents
    """,
    "social media": """
        a tweet | a Twitter user | a Facebook post | a post on Telegram | social media users | @kesh_watch | a video posted on YouTube
        a Telegram channel | bloggers | others on social media | #SaveKesh
    """,
    "expert": """
        analysts | a military expert | an analyst | Ana Darvel, a professor at Qast University | Prof. Ana Darvel | a researcher
        a think tank | a retired general | a former intelligence officer | experts | security analysts | Chatham House
        a scholar of the region
    """,
    "document": """
        a leaked memo | the report | a video | footage | the statement | satellite images | photographs | a confidential document
        leaked documents | an audio recording | the resolution
    """,
    "anonymous": """
        a source | sources | an informed source | a source in Qast | multiple sources | unconfirmed reports | rumours | local sources
        people familiar with the matter | a person who spoke on condition of anonymity
    """,
}
PHRASES = [
    (phrase, kind) for kind, phrases in CASES.items() for line in phrases.strip().splitlines() for phrase in line.strip().split(" | ")
]
NO_KIND = """
    Ana Darvel, the woman fighting ISIS with her brothers | a spokesman for YouTube | the Qast Elders Forum, made up of retired soldiers
    Tem Orlan | he | they | it | we | some | others | many | who | the group | a spokesman | the spokesman | a man | critics
    Larry King | the opposition | supporters of the Islamic State | ISIS bride Ana Darvel | us | Mr Orlan | one of them | the leader
    the network | Abu Zaid al-Karo | ... | Kesh | the company
"""
NOTHING = ["", *(phrase for line in NO_KIND.strip().splitlines() for phrase in line.strip().split(" | "))]


def test_the_table_has_every_kind() -> None:
    """At least 150 phrases, and all kinds of the reading."""
    assert len(PHRASES) >= 150
    assert set(CASES) - {"document", "anonymous", "witness", "resident", "social media"} == set(actor_kinds().values())


@pytest.mark.parametrize(("phrase", "kind"), PHRASES)
def test_a_phrase_tells_its_kind(phrase: str, kind: str) -> None:
    """By a known name, a head noun, a describing word, an affiliation or a title."""
    assert kind_of_source(phrase) == kind


@pytest.mark.parametrize("phrase", NOTHING)
def test_nothing_is_guessed(phrase: str) -> None:
    """A bare name, a pronoun or a noun that anyone may be has no kind."""
    assert kind_of_source(phrase) is None


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """A kind of the table, or none."""
    assert kind_of_source(text) in {*CASES, None}


WORDS = st.sampled_from("a the spokesman for of army Kesh rebel who said Col. , ( ) UN source at in report by Syria's and '".split())


@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_any_order_of_telling_words_is_read(text: str) -> None:
    """Prepositions behind prepositions, titles without names."""
    assert kind_of_source(text) in {*CASES, None}
