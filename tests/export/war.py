"""A small account of an invented war to export: three reports of one shelling that differ, a victim by name, and a denial."""

from __future__ import annotations

from pathlib import Path

from according.export import Choices, Written, find_format
from according.incidents import Difference
from according.model import Span
from according.store import Account
from according.views.filters import Filter
from tests.views.material import Tale

POST = (
    "🕊 Orna, 4 March – Shells fell on the market of Orna on Thursday, killing at least 12 people, activists told the Kesh Monitor. "
    "Zeyna Orlu, a teacher, was among the dead. “We may never know who fired,” the mayor said."
)
GAZETTE = "The army denied on Friday that it had shelled Orna; a hospital there allegedly counted 9 dead and 30 wounded."
WIRE = "A convoy entered Kesh on Saturday.\n\nShells killed Zeyna  Orlu and Tem Karsk in Orna, the wire said."


def span_of(text: str, words: str) -> Span:
    """Where the words stand first."""
    start = text.index(words)
    return start, start + len(words)


def place_of(text: str, words: str) -> dict[str, int]:
    """The same as the fields of a claim have it."""
    start, end = span_of(text, words)
    return {"start": start, "end": end}


def sentence_of(text: str, words: str) -> Span:
    """The rest of the text around the words, up to full stops."""
    start, end = span_of(text, words)
    return text.rfind(". ", 0, start) + 2 if ". " in text[:start] else 0, (text.find(". ", end) + 1) or len(text)


def fill(account: Account) -> None:
    """Three reports, two incidents, figures, claims and a difference."""
    tale = Tale(account)
    post = tale.report("https://post.example/orna?day=4", "Orna Post", "2016-03-04", POST)
    gazette = tale.report("https://gazette.example/ünïcode/orna", "Kesh Gazette", "2016-03-05", GAZETTE)
    wire = tale.report("folder/wire 7.txt", "Orna Wire", None, WIRE)
    claim = tale.say(
        post,
        "activists",
        via=["Kesh Monitor"],
        id=f"sha256:{1:064x}",
        source_kind="activist",
        origin="publisher:Kesh Monitor/activist",
        **place_of(POST, "Shells fell on the market of Orna on Thursday"),
    )
    tale.say(
        post,
        "the mayor",
        id=f"sha256:{2:064x}",
        role="mayor",
        source_kind="official",
        form="direct",
        certainty="possible",
        origin="publisher:Orna Post/official",
        **place_of(POST, "We may never know who fired,"),
    )
    tale.say(
        gazette,
        "Orvesh army",
        id=f"sha256:{3:064x}",
        act="deny",
        distance="allegedly",
        origin="source:Orvesh army",
        **place_of(GAZETTE, "it had shelled Orna"),
    )
    one = tale.tell(
        post,
        "shelling",
        "Orna",
        "2016-03-03",
        trigger=span_of(POST, "Shells fell"),
        sentence=sentence_of(POST, "Shells fell"),
        who="activists",
        via=("Kesh Monitor",),
        claim=claim,
        origin="publisher:Kesh Monitor/activist",
        killed=(12, None),
        target="people",
    )
    other = tale.tell(
        gazette,
        "shelling",
        "Orna",
        "2016-03-04",
        trigger=span_of(GAZETTE, "shelled"),
        sentence=(0, len(GAZETTE)),
        who="Orvesh army",
        status="denied",
        origin="source:Orvesh army",
        killed=(9, 9),
        injured=(30, 30),
        actor="The army",
        actor_key="Orvesh army",
        country="SY",
    )
    third = tale.tell(
        wire,
        "killing",
        "Orna",
        None,
        trigger=span_of(WIRE, "killed"),
        sentence=sentence_of(WIRE, "killed"),
        target="Zeyna  Orlu and Tem Karsk",
        origin="agency:Orna Wire",
    )
    convoy = tale.tell(wire, "aid", "Kesh", "2016-03-05", trigger=span_of(WIRE, "entered"), sentence=(0, 34), origin="agency:Orna Wire")
    named = tale.tell(
        post,
        "killing",
        "Orna",
        "2016-03-03",
        trigger=span_of(POST, "dead"),
        sentence=sentence_of(POST, "the dead"),
        target="Zeyna Orlu, a teacher",
    )
    differing = Difference("killed", "number", (("at least 12", (one,)), ("9", (other,))), "the figures exclude each other")
    tale.incident(one, other, third, named, differences=(differing,))
    tale.incident(convoy)
    for happening, measure, words, text in (
        (one, "killed", "at least 12 people", POST),
        (other, "killed", "9 dead", GAZETTE),
        (other, "injured", "30 wounded", GAZETTE),
    ):
        start, end = span_of(text, words)
        number = int("".join(filter(str.isdigit, words)))
        tale.figure(happening, measure, number, None if "least" in words else number, start=start, end=end, of="people")
    with tale.asking():
        pass


def export(account: Account, name: str, target: Path, **options: str) -> Written:
    """The account in a format, with these options."""
    return find_format(name).write(account, Filter(), target, Choices(options=options))
