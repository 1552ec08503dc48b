"""An account that tells of a few happenings by several origins, some in words that files and spreadsheets stumble over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from according.errors import NotInAccount
from according.export import Choices, Written, find_format, run_export
from according.ids import claim_id
from according.incidents import Difference
from according.store import Account
from according.store.ledger import pending
from according.views import Filter
from tests.views.material import Tale

ALEPPO = {"geonames": 170063, "lat": 36.20124, "lon": 37.16117, "radius_km": 10.1, "country": "SY"}
HOSTILE = "=cmd|' /C calc'!A0 struck, said \"@mayor\";\r\nshells\u202efell, 40 died.\u2028Quiet."


class Teller:
    """Tells happenings by the words of texts: spans follow from where words stand."""

    def __init__(self, account: Account) -> None:
        self.tale = Tale(account)
        self.texts: dict[str, str] = {}
        self._figures: dict[str, dict[str, Any]] = {}

    def report(self, ref: str, text: str, **more: Any) -> str:
        """A report; returns its id."""
        name = self.tale.report(ref, text=text, **more)
        self.texts[name] = text
        return name

    def tell(self, report: str, trigger: str, sentence: str, kind: str, *, dead: str | None = None, **more: Any) -> str:
        """A happening with its claim, if somebody is quoted, and its figure of dead, if ``dead`` are words of the text."""
        text = self.texts[report]
        start, first = text.index(trigger), text.index(sentence)
        around, of = (first, first + len(sentence)), more.pop("of", None)
        if more.get("who"):
            claim = claim_id(report, (around,), None)
            act = more.pop("act", "state")
            self.tale.say(report, more["who"], id=claim, start=around[0], end=around[1], act=act, via=list(more.get("via", ())))
            more["claim"] = claim
        happening = self.tale.tell(report, kind, trigger=(start, start + len(trigger)), sentence=around, **more)
        if dead:
            at = text.index(dead)
            low, high = more["killed"]
            self._figures[happening] = {"low": low, "high": high, "start": at, "end": at + len(dead), "of": of, "claim": more.get("claim")}
        return happening

    def incident(self, *happenings: str, differences: tuple[Difference, ...] = ()) -> str:
        """An incident made of happenings, with their figures; returns its id."""
        name = self.tale.incident(*happenings, differences=differences)
        for one in happenings:
            if one in self._figures:
                self.tale.figure(one, "killed", **self._figures[one])
        return name


def tell_all(account: Account) -> dict[str, str]:
    """Fills an account; returns the ids of its incidents by a name for each."""
    tell = Teller(account)
    wire = "Shells fell on Aleppo on Thursday. The Syrian army shelled the market, killing 12 civilians, activists told SOHR."
    paper = "At least 40 people died when Syrian army guns shelled the market, the mayor said.\nSchools were shut."
    one = tell.report("https://wire.example/1", wire, publisher="Kesh Wire", credit="Orna Agency", published="2016-03-04")
    two = tell.report("https://paper.example/2", paper, publisher="Orna Post", published="2016-03-05")
    where = {"place": "Aleppo", "date": "2016-03-03", **ALEPPO}
    army = {"actor": "The Syrian army", "actor_key": "Syrian army"}
    first = tell.tell(
        one, "shelled", wire[35:], "shelling", dead="12 civilians", of="civilians", killed=(12, 12), scope="new", who="activists",
        via=("SOHR",), target="the market", **army, **where,
    )  # fmt: skip
    second = tell.tell(
        two, "shelled", paper[:81], "shelling", dead="At least 40 people", of="people", killed=(40, None), scope="new", who="the mayor",
        **army, **where,
    )  # fmt: skip
    sides = (("12", (first,)), ("at least 40", (second,)))
    named = {"shelling": tell.incident(first, second, differences=(Difference("killed", "number", sides, "they give other numbers"),))}

    hostile = tell.report("https://post.example/=3", HOSTILE, publisher="@kesh_news", published=None)
    named["hostile"] = tell.incident(
        tell.tell(hostile, "struck", HOSTILE[:33], "air_strike", place="Orna", date="2016-03-02/2016-03-12", who="+mayor", actor="-jets")
    )
    plain = "Rebels may attack Kesh. Rebel fighters took Kesh from gunmen. Twenty were freed. Talks went on in Orna."
    three = tell.report("https://paper.example/4", plain, publisher="Orna Post", published="2016-04")
    named["possible"] = tell.incident(tell.tell(three, "attack", plain[:23], "attack", status="possible", place="Kesh"))
    named["territory"] = tell.incident(
        tell.tell(
            three, "took", plain[24:61], "territory", place="Kesh", date="2016-01-01/2016-03-31", actor="Rebel fighters", target="gunmen"
        )
    )
    named["undated"] = tell.incident(tell.tell(three, "freed", plain[62:80], "release", place="Orna", date=None))
    named["talks"] = tell.incident(tell.tell(three, "Talks", plain[81:], "diplomacy", place=None, lat=None, lon=None))
    tell.tale.judge(first, second, "2016-04-01T00:00:00Z")
    with tell.tale.asking():
        pass
    with account.writing_rows() as connection:  # these rows follow from no reading, so nothing is left to be joined
        connection.execute(delete(pending))
    return named


class Told:
    """A filled account with its incidents by name, and what each format writes of it."""

    def __init__(self, account: Account, named: dict[str, str], folder: Path) -> None:
        self.account, self.named, self.folder = account, named, folder

    def write(self, form: str, asked: Filter | None = None, **choices: Any) -> tuple[Path, Written]:
        """An export; the path of what was written, and what was said of it."""
        target = self.folder / f"{form}-{len(list(self.folder.iterdir()))}{find_format(form).suffix}"
        return target, run_export(self.account, find_format(form), asked or Filter(), target, Choices(**choices))

    def sentence(self, report: str, start: int, end: int) -> str:
        """What stands at this place of a report."""
        found = self.account.reading(report).report.text[start:end]
        if not found:
            raise NotInAccount(report)
        return found


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """The account, filled once for all tests, which only read it."""
    folder = tmp_path_factory.mktemp("exported")
    with Account.open(str(folder / "account.db")) as account:
        named = tell_all(account)
        (folder / "written").mkdir()
        yield Told(account, named, folder / "written")
