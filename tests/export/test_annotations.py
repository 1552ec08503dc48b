"""Web Annotations with PROV-O: read offline by a JSON-LD and a SHACL library, and led back to the words of each report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from pyld import jsonld

from according.errors import UsageError
from according.export.annotations import ANNOTATION_CONTEXT, TERMS, offline_context, own_context, read_resource
from according.store import Account
from tests.export.war import GAZETTE, POST, WIRE, export, fill

ACC = rdflib.Namespace(TERMS)
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
FOAF = rdflib.Namespace("http://xmlns.com/foaf/0.1/")
TEXTS = {hashlib.sha256(text.encode()).hexdigest(): text for text in (POST, GAZETTE, WIRE)}


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    with Account.open(str(tmp_path_factory.mktemp("war") / "account.db")) as opened:
        fill(opened)
        yield opened


@pytest.fixture(scope="module")
def page(account: Account, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    target = tmp_path_factory.mktemp("page") / "war.jsonld"
    export(account, "annotations", target)
    read: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def graph(page: dict[str, Any]) -> rdflib.Graph:
    """The page as RDF, with no network: the one context that is named by its address comes from the package."""
    quads = jsonld.to_rdf(page, {"format": "application/n-quads", "documentLoader": _load})
    return rdflib.Graph().parse(data=quads, format="nt")


def _load(url: str, _: Any) -> dict[str, Any]:
    assert url == ANNOTATION_CONTEXT
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": offline_context()}


def test_the_shapes_hold(graph: rdflib.Graph) -> None:
    """SHACL finds nothing that is missing or of another type."""
    shapes = rdflib.Graph().parse(data=read_resource("shapes.ttl"), format="turtle")
    conforms, _, report = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, report


def test_the_shapes_find_a_target_without_words(page: dict[str, Any]) -> None:
    """So that the test before this one proves something."""
    broken = json.loads(json.dumps(page["items"][0]))
    broken["target"]["selector"] = broken["target"]["selector"][1:]
    quads = jsonld.to_rdf({"@context": page["@context"], **broken}, {"format": "application/n-quads", "documentLoader": _load})
    shapes = rdflib.Graph().parse(data=read_resource("shapes.ttl"), format="turtle")
    assert not pyshacl.validate(rdflib.Graph().parse(data=quads, format="nt"), shacl_graph=shapes)[0]


def test_no_field_is_lost_on_the_way_to_rdf(page: dict[str, Any]) -> None:
    """Every key of the JSON is a term of one of the two contexts."""
    known = {*offline_context()["@context"], *own_context(), "@context"}

    def keys(value: Any) -> Iterator[str]:
        for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from keys(one)
        yield from value if isinstance(value, dict) else ()

    assert set(keys(page["items"])) <= known


def test_every_own_term_is_documented(graph: rdflib.Graph) -> None:
    """``terms.ttl`` says what each term means, those of the context and no others."""
    terms = rdflib.Graph().parse(data=read_resource("terms.ttl"), format="turtle")
    documented = {str(one) for one in terms.subjects(rdflib.RDFS.comment)}
    used = {value["@id"] if isinstance(value, dict) else value for value in own_context().values()}
    assert documented == {TERMS + one.removeprefix("acc:") for one in used if one.startswith("acc:")}
    assert {str(one) for one in graph.predicates() if str(one).startswith(TERMS)} <= documented


def test_both_selectors_lead_to_the_words(page: dict[str, Any]) -> None:
    """By the hash of the text; positions are code points, and prefix and suffix stand around the words."""
    targets = [one["target"] for one in page["items"] if isinstance(one["target"], dict)]
    assert len(targets) == 11
    for target in targets:
        quote, position = target["selector"]
        text = TEXTS[target["textSha256"]]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text[: position["start"]].endswith(quote["prefix"])
        assert text[position["end"] :].startswith(quote["suffix"])


def test_an_address_is_an_iri_and_a_path_gives_way_to_the_reports_own_name(graph: rdflib.Graph) -> None:
    sources = {str(one) for one in graph.objects(predicate=OA.hasSource)}
    assert "https://post.example/orna?day=4" in sources
    assert "https://gazette.example/%C3%BCn%C3%AFcode/orna" in sources
    assert sum(one.startswith("urn:according:report:") for one in sources) == 1
    assert rdflib.Literal("folder/wire 7.txt") in set(graph.objects(predicate=ACC.address))


def test_the_chain_of_speakers_can_be_walked_to_its_primary_source(graph: rdflib.Graph) -> None:
    """Printed by the Post, passed on by the Monitor, said by activists."""
    claim = rdflib.URIRef(f"urn:according:claim:{1:064x}:body")
    speakers, words = [], claim
    while True:
        agent = graph.value(words, PROV.wasAttributedTo)
        speakers.append(str(graph.value(agent, FOAF.name)))
        before = graph.value(words, PROV.wasQuotedFrom)
        if before is None:
            break
        words = before
    assert speakers == ["Orna Post", "Kesh Monitor", "activists"]
    assert graph.value(claim, PROV.hadPrimarySource) == words
    denied = rdflib.URIRef(f"urn:according:claim:{3:064x}:body")
    assert (str(graph.value(denied, ACC.distance)), str(graph.value(denied, ACC.certainty))) == ("allegedly", "certain")


def test_a_difference_names_its_sides_and_drops_none(graph: rdflib.Graph) -> None:
    difference = next(graph.subjects(rdflib.RDF.type, ACC.Difference))
    sides = {str(graph.value(side, ACC.sideValue)) for side in graph.objects(difference, ACC.side)}
    assert sides == {"at least 12", "9"}
    for side in graph.objects(difference, ACC.side):
        assert (graph.value(side, ACC.sideTelling), rdflib.RDF.type, ACC.Telling) in graph


def test_lines_are_annotations_that_stand_alone(account: Account, page: dict[str, Any], tmp_path: Path) -> None:
    """The same as those of the page, each with its context."""
    export(account, "annotations", tmp_path / "war.jsonl", form="lines")
    lines = [json.loads(line) for line in (tmp_path / "war.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [{key: value for key, value in line.items() if key != "@context"} for line in lines] == page["items"]
    assert all(line["@context"] == page["@context"] for line in lines)
    with pytest.raises(UsageError, match="'graph' is no form of annotations"):
        export(account, "annotations", tmp_path / "other.jsonld", form="graph")
