"""FollowTheMoney: its own library reads what is written, and every sentence is a documentation."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip(
    "followthemoney", reason="left out: followthemoney is not installed (pip install '.[followthemoney]', needs libicu-dev)"
)

from followthemoney import model
from followthemoney.dataset import Dataset
from followthemoney.proxy import EntityProxy
from followthemoney.statement import Statement, StatementEntity
from followthemoney.statement.serialize import read_path_statements

from according.errors import UsageError
from according.store import Account
from tests.export.war import GAZETTE, POST, WIRE, export, fill


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    with Account.open(str(tmp_path_factory.mktemp("war") / "account.db")) as opened:
        fill(opened)
        yield opened


@pytest.fixture(scope="module")
def statements(account: Account, tmp_path_factory: pytest.TempPathFactory) -> list[Statement]:
    target = tmp_path_factory.mktemp("ftm") / "war.json"
    export(account, "ftm", target)
    return list(read_path_statements(target, "json"))


def test_every_value_is_one_that_followthemoney_takes_as_it_stands(statements: list[Statement]) -> None:
    """Its types neither refuse nor change a value, and its rule for ids gives the ids that were written."""
    assert len(statements) > 100
    for one in statements:
        assert one.id == one.generate_key()
        assert one.dataset == "according"
        if one.prop != "id":
            prop = model[one.schema].get(one.prop)
            assert prop is not None
            assert prop.type.clean(one.value) == one.value, one
            assert one.lang in (None, "eng")


def test_statements_make_up_entities_with_all_that_their_schemata_need(statements: list[Statement]) -> None:
    """Links lead to entities that are there, and required properties have values."""
    by_entity = defaultdict(list)
    for one in statements:
        by_entity[one.entity_id].append(one)
    dataset = Dataset.make({"name": "according", "title": "According"})
    entities = {name: StatementEntity.from_statements(dataset, several) for name, several in by_entity.items()}
    for entity in entities.values():
        assert all(entity.get(name) for name in entity.schema.required), entity.to_dict()
        for prop, value in entity.itervalues():
            if prop.type.name == "entity":
                assert prop.range is not None
                assert entities[value].schema.is_a(prop.range)
    assert {entity.schema.name for entity in entities.values()} >= {"Article", "Event", "LegalEntity", "Documentation"}


def test_an_event_holds_every_day_that_is_told_each_with_its_origin(statements: list[Statement]) -> None:
    """No value wins, and the difference is said."""
    days = {(one.value, one.origin) for one in statements if one.schema == "Event" and one.prop == "startDate"}
    assert ("2016-03-04", "source:Orvesh army") in days
    assert {day for day, origin in days if origin} == {"2016-03-03", "2016-03-04", "2016-03-05"}
    notes = [one.value for one in statements if one.prop == "notes"]
    assert notes == ["accounts differ (number, killed): at least 12 / 9"]


def test_each_documentation_leads_to_its_sentence(statements: list[Statement]) -> None:
    """``recordId`` names the report and the code points at which ``summary`` stands."""
    texts = (POST, GAZETTE, WIRE)
    records = {one.entity_id: one.value for one in statements if one.prop == "recordId"}
    sentences = {one.entity_id: one.value for one in statements if one.schema == "Documentation" and one.prop == "summary"}
    assert len(records) == len(sentences) >= 10
    for name, sentence in sentences.items():
        start, end = map(int, records[name].partition("#char=")[2].split(","))
        assert any(" ".join(text[start:end].split()) == sentence for text in texts), sentence
    roles = {one.value for one in statements if one.prop == "role"}
    assert {"says (state, indirect)", "tells of it (shelling)", "figure: killed people at least 12"} <= roles


def test_entities_are_what_followthemoney_loads(account: Account, tmp_path: Path) -> None:
    """``form=entities``: each line is an entity whose values its schema takes; the same as the statements."""
    written = export(account, "ftm", tmp_path / "entities.json", form="entities")
    lines = (tmp_path / "entities.json").read_text(encoding="utf-8").splitlines()
    for line in lines:
        data = json.loads(line)
        proxy = EntityProxy.from_dict(data)
        assert model[data["schema"]].validate(data) is None
        assert proxy.to_dict()["properties"].keys() == data["properties"].keys()
    assert sum(written.rows.values()) == len(lines)


def test_the_same_account_gives_the_same_bytes(account: Account, tmp_path: Path) -> None:
    export(account, "ftm", tmp_path / "one.json")
    export(account, "ftm", tmp_path / "other.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "other.json").read_bytes()


@pytest.mark.parametrize(
    ("options", "words"), [({"form": "graph"}, "'graph' is no form"), ({"dataset": "My Data"}, "cannot name a data set")]
)
def test_an_option_that_means_nothing_is_refused(account: Account, tmp_path: Path, options: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        export(account, "ftm", tmp_path / "war.json", **options)
