"""Readers of the training sets: each gives the texts of one set with its labels mapped to ours.

Every reader takes the folder of the set and says in its docstring what it maps and what it leaves out.
"""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from train.samples import Attribution, Marked, Sample, Span, Trigger

OUR_HEADS = frozenset({"attribution", "act", "trigger", "status", "role", "quantity", "scope"})
GEO_FILES = ("GWN.xml", "lgl.xml")
_REPORT_FILES = ("data/reports/syria.jsonl", "data/reports/rumours.jsonl", "gold/train-reports.jsonl")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read_reports(shared: Path) -> dict[str, dict[str, Any]]:
    """Every report that is or may be annotated, by ref: the files of reports, and texts of MUC-4, WikiEvents, RAMS, GeoWebNews, LGL."""
    reports = {record["ref"]: record for name in _REPORT_FILES for record in read_lines(shared / name)}
    texts = {f"muc4-{record['docid']}": record["doctext"] for record in read_lines(shared / "data/muc4/train.json")}
    texts |= {f"wikievents-{record['doc_id']}": record["text"] for record in read_lines(shared / "data/wikievents/dev.jsonl")}
    for record in read_lines(shared / "data/rams/dev.jsonlines"):
        texts[f"rams-{record['doc_key']}"] = _join([token for sentence in record["sentences"] for token in sentence])[0]
    for name in GEO_FILES:
        articles = ElementTree.parse(shared / "data/geo" / name).getroot().iter("article")
        texts |= {f"{name[:3].lower()}-{number}": article.findtext("text") or "" for number, article in enumerate(articles)}
    return reports | {ref: {"ref": ref, "text": text, "published": None} for ref, text in texts.items()}


def read_gold(annotations: Iterable[Path], texts: dict[str, str]) -> Iterator[Sample]:
    """Our own annotations: every head that the guidelines define. ``texts`` gives each report's text by its ref."""
    for path in annotations:
        record = json.loads(path.read_text(encoding="utf-8"))
        yield to_sample(record, texts[record["id"]])


def to_sample(record: dict[str, Any], text: str) -> Sample:
    """One annotated report in offsets as a sample."""
    claims = tuple(
        Attribution(tuple(sorted(_span(part) for part in claim["content"])), _maybe(claim["source"]), _maybe(claim["cue"]), claim["act"])
        for claim in record["claims"]
    )
    triggers = tuple(
        Trigger(
            _span(e["trigger"]),
            (e["kind"],),
            e["status"],
            tuple((role, _span(e[role])) for role in ("actor", "target", "place") if e[role]),
        )
        for e in record["events"]
    )
    figures = tuple(Marked(_span(figure["span"]), (figure["measure"],)) for figure in record["figures"])
    scopes = tuple(Marked(_span(figure["span"]), (figure["scope"] or "unsaid",)) for figure in record["figures"])
    return Sample(record["id"], text, OUR_HEADS, claims, triggers, {"quantity": figures}, scopes)


def read_polnear(folder: Path) -> Iterator[Sample]:
    """PolNeAR: source, cue and content of every attribution, in its own style; of several annotators the first by name.

    Its spans follow other rules than ours (long cues, adverbs in them, one layer), so it has heads of its own.
    """
    chosen: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        chosen.setdefault(path.stem.rsplit("_", 1)[0], path)
    for name, path in chosen.items():
        text = (folder / "text" / f"{name}.txt").read_text(encoding="utf-8")
        yield Sample(
            f"polnear/{name}", text, frozenset({"attribution"}), tuple(read_brat(path.read_text(encoding="utf-8"))), style="polnear"
        )


def read_brat(standoff: str) -> Iterator[Attribution]:
    """The attributions of a brat file; one without content is left out."""
    spans: dict[str, tuple[Span, ...]] = {}
    for line in standoff.splitlines():
        if found := re.match(r"(T\d+)\t\S+ ([\d ;]+)", line):
            spans[found[1]] = tuple(sorted((int(a), int(b)) for a, b in (part.split() for part in found[2].split(";"))))
    for line in standoff.splitlines():
        if re.match(r"E\d+\t", line):
            roles: dict[str, tuple[Span, ...]] = defaultdict(tuple)
            for pair in line.split("\t")[1].split():
                role, key = pair.split(":")
                roles[role.rstrip("2")] += spans.get(key, ())
            if roles["Content"]:
                yield Attribution(tuple(sorted(roles["Content"])), _hull(roles["Source"]), _hull(roles["Cue"]))


def _hull(spans: tuple[Span, ...]) -> Span | None:
    """One span from the first character to the last; the parts of a cut-up source or cue stand side by side."""
    return (min(a for a, _ in spans), max(b for _, b in spans)) if spans else None


_FACILITY = re.compile(
    r"\b(hospital|airport|airbase|air base|base|university|college|school|bridge|mosque|church|prison|crossing|camp|palace|stadium|factory|"
    r"station|refinery|dam|embassy|street|avenue|road|hotel|centre|center|market|square|park|museum|library|building)s?$",
    re.IGNORECASE,
)


def place_label(words: str) -> tuple[str, ...]:
    """Whether a named location is a facility, by its last word, or a place.

    >>> place_label("Kesh General Hospital"), place_label("Kesh")
    (('facility',), ('place',))
    """
    return ("facility",) if _FACILITY.search(words) else ("place",)


_RE3D_NAMES = {
    "Organisation": ("organisation", "armed_group"),
    "Person": ("person",),
    "Weapon": ("weapon",),
    "MilitaryPlatform": ("vehicle", "weapon"),
    "Vehicle": ("vehicle",),
}


def read_re3d(folder: Path) -> Iterator[Sample]:
    """re3d: entities by its own types, and as names by ours (Organisation may be an organisation or an armed group).

    One span may have several types there; the first by its order of confidence stands, then the longer span.
    """
    for source in sorted(path for path in folder.iterdir() if path.is_dir()):
        yield from read_re3d_source(source)


def read_re3d_source(source: Path) -> Iterator[Sample]:
    """The reports of one source of re3d."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for entity in read_lines(source / "entities.json"):
        found[entity["documentId"]].append(entity)
    for document in read_lines(source / "documents.json"):
        kept = _apart(found[document["_id"]])
        own = tuple(Marked((e["begin"], e["end"]), (e["type"],)) for e in kept)
        names = tuple(mark for e in kept if (mark := _re3d_name(e, document["text"])))
        spans = {"re3d": own, "name": names}
        yield Sample(f"re3d/{source.name}/{document['_id']}", document["text"], frozenset({"re3d", "name"}), spans=spans)


def _re3d_name(entity: dict[str, Any], text: str) -> Marked | None:
    """An entity as a name of ours; pronouns and common nouns, which re3d marks as well, are no names."""
    words = text[entity["begin"] : entity["end"]]
    if not any(word[:1].isupper() and word.lower() not in _NO_NAME for word in words.split()):
        return None
    labels = place_label(words) if entity["type"] == "Location" else _RE3D_NAMES.get(entity["type"])
    return Marked((entity["begin"], entity["end"]), labels) if labels else None


_NO_NAME = frozenset("the a an he she it they we i you his her its their our this that these those".split())


def _apart(entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entities that do not overlap: longer ones first, then the more confident, then by type."""
    kept: list[dict[str, Any]] = []
    for entity in sorted(entities, key=lambda e: (e["begin"] - e["end"], -e["confidence"], e["type"])):
        if all(entity["end"] <= other["begin"] or other["end"] <= entity["begin"] for other in kept):
            kept.append(entity)
    return kept


_EVENT_KINDS = (
    (r"attack\.selfdirectedbattle|attack\.invade", ("battle", "attack")),
    (r"attack\.bombing|detonateexplode|selfdirectedbomb", ("explosion", "air_strike")),
    (r"airstrikemissilestrike", ("air_strike", "shelling")),
    (r"biologicalchemicalpoison", ("chemical",)),
    (r"firearmattack|stabbing|strangling|hanging", ("attack",)),
    (r"conflict\.attack\.(n/a|unspecified)", ("attack", "battle", "air_strike", "shelling", "explosion")),
    (r"die\.deathcausedbyviolentevents|die\.(n/a|unspecified)", ("killing",)),
    (r"injure\.(injurycausedbyviolentevents|n/a|unspecified)", ("injury",)),
    (r"arrestjaildetain", ("detention",)),
    (r"damagedestroy", ("destruction",)),
    (r"yield\.surrender|yield\.retreat|conflict\.yield", ("surrender",)),
    (r"evacuation", ("evacuation",)),
    (r"demonstrate", ("protest",)),
    (r"ceasefire", ("ceasefire",)),
    (r"releaseparole", ("release",)),
    (r"embargosanction", ("diplomacy",)),
    (r"negotiate\.meet|discussion\.meet", ("diplomacy",)),
)
_ROLE_NAMES = {
    "actor": """
        attacker killer injurer destroyer damager damagerdestroyer jailer demonstrator transporter yielder surrenderer retreater perpetrator
    """,
    "target": "target victim artifact detainee passenger passengerartifact",
    "place": "place",
}
_OUR_ROLE = {theirs: ours for ours, names in _ROLE_NAMES.items() for theirs in names.split()}


def _kinds(their_type: str) -> tuple[str, ...]:
    lowered = their_type.lower()
    return next((kinds for pattern, kinds in _EVENT_KINDS if re.search(pattern, lowered)), ())


def read_rams(folder: Path) -> Iterator[Sample]:
    """RAMS: one event a record with its roles, for types of our kinds only.

    Other events in its text are not marked, so only the marked trigger is learned from (head ``role``), never the absence of one.
    """
    for record in read_lines(folder / "dev.jsonlines"):
        text, offsets = _join([token for sentence in record["sentences"] for token in sentence])
        for first, last, types in record["evt_triggers"]:
            if not (kinds := _kinds(types[0][0])):
                continue
            roles = tuple(
                (ours, _over(offsets, *argument))
                for _, argument, label in record["gold_evt_links"]
                if (ours := _OUR_ROLE.get(re.sub(r"^evt\d+arg\d+", "", label)))
            )
            trigger = Trigger(_over(offsets, first, last), kinds, None, roles)
            yield Sample(f"rams/{record['doc_key']}", text, frozenset({"role", "kind"}), triggers=(trigger,))


_WIKIEVENTS_NAMES = {"PER": ("person",), "ORG": ("organisation", "armed_group"), "GPE": ("place",), "LOC": ("place",), "FAC": ("facility",)}
_WIKIEVENTS_NAMES |= {"WEA": ("weapon",), "VEH": ("vehicle",)}


def read_wikievents(folder: Path) -> Iterator[Sample]:
    """WikiEvents: events of our kinds with their roles, marked exhaustively enough for kind and role only.

    Its entity mentions hold common nouns too, so names are taken where they are capitalised.
    """
    for record in read_lines(folder / "dev.jsonl"):
        offsets = _align(record["text"], record["tokens"])
        entities = {e["id"]: _over(offsets, e["start"], e["end"] - 1) for e in record["entity_mentions"]}
        triggers = []
        for event in record["event_mentions"]:
            if kinds := _kinds(event["event_type"]):
                named = ((a["role"].lower(), entities.get(a["entity_id"])) for a in event["arguments"])
                roles = tuple((_OUR_ROLE[role], span) for role, span in named if span and role in _OUR_ROLE)
                triggers.append(Trigger(_over(offsets, event["trigger"]["start"], event["trigger"]["end"] - 1), kinds, None, roles))
        names = tuple(
            Marked(entities[e["id"]], _WIKIEVENTS_NAMES[e["entity_type"]])
            for e in record["entity_mentions"]
            if e["entity_type"] in _WIKIEVENTS_NAMES and e["text"][:1].isupper()
        )
        yield Sample(
            f"wikievents/{record['doc_id']}", record["text"], frozenset({"role", "kind"}), triggers=tuple(triggers), spans={"name": names}
        )


def read_factuality(folder: Path, split: str) -> Iterator[Sample]:
    """UW and UDS-IH2: how certain the text is of an event, from -3 (did not happen) to 3 (happened), for single words."""
    for name in ("UW", "UDS_IH2"):
        for number, record in enumerate(read_lines(folder / name / f"{split}.jsonl")):
            text, offsets = _join(record["text"].split(" "))
            values = tuple((_over(offsets, t["span1"][0], t["span1"][1] - 1), float(t["label"])) for t in record["targets"])
            yield Sample(f"{name}/{number}", text, frozenset({"factuality"}), factuality=values)


def read_times(folder: Path) -> Iterator[Sample]:
    """TimeML files (WikiWars, tweets): time expressions by type."""
    for path in sorted(folder.rglob("*.tml")):
        text, marks = read_timeml(path)
        yield Sample(f"time/{path.name}", text, frozenset({"time"}), spans={"time": marks})


def read_timeml(path: Path) -> tuple[str, tuple[Marked, ...]]:
    """The text of a TimeML file and its time expressions."""
    root = ElementTree.parse(path).getroot()
    text, marks = "", []
    body = root.find("TEXT")
    if body is None:
        return "", ()
    text = body.text or ""
    for child in body:
        start = len(text)
        text += "".join(child.itertext())
        if child.tag == "TIMEX3" and child.get("type") in ("DATE", "TIME", "DURATION", "SET"):
            marks.append(Marked((start, len(text)), (str(child.get("type")),)))
        text += child.tail or ""
    return text, tuple(marks)


def read_places(folder: Path, files: Iterable[str] = GEO_FILES) -> Iterator[Sample]:
    """GeoWebNews and LGL: names of places, and of nothing else (head ``place``: all other names are unknown).

    Of GeoWebNews only literal place names count; demonyms, metonyms of people and homonyms do not.
    """
    for name in files:
        for number, article in enumerate(ElementTree.parse(folder / name).getroot().iter("article")):
            text = article.findtext("text") or ""
            spans = sorted({(int(t.findtext("start") or 0), int(t.findtext("end") or 0)) for t in article.iter() if _is_place(t)})
            marks = tuple(Marked(span, place_label(text[slice(*span)])) for span in _not_overlapping(spans))
            yield Sample(f"{name}/{number}", text, frozenset({"place"}), spans={"name": marks})


def _is_place(toponym: ElementTree.Element) -> bool:
    kind = toponym.findtext("type")
    if toponym.tag not in ("toponym", "location"):
        return False
    return kind is None or kind in ("Literal", "Mixed", "Literal_Modifier", "Metonymic", "Embedded_Literal", "Coercion")


def _not_overlapping(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if span[0] < span[1] and (not kept or span[0] >= kept[-1][1]):
            kept.append(span)
    return kept


_IDMC_MEASURES = {
    "displaced": ("displaced",),
    "evacuated": ("evacuated",),
    "forced to flee": ("displaced",),
    "in relief camp": ("displaced",),
    "sheltered": ("displaced", "in_need"),
    "relocated": ("displaced", "evacuated"),
    "homeless": ("displaced",),
    "destroyed housing": ("buildings",),
    "partially destroyed housing": ("buildings",),
    "uninhabitable housing": ("buildings",),
}


def read_idmc(folder: Path) -> Iterator[Sample]:
    """IDMC: the displacement figure of an excerpt, where its number stands in the text once; other figures are unknown."""
    with (folder / "idmc_fully_labelled.csv").open(encoding="utf-8", newline="") as table:
        for number, row in enumerate(csv.DictReader(table)):
            measures = _IDMC_MEASURES.get((row["Reporting term"] or "").strip().lower())
            figure = re.sub(r"\D", "", row["Displacement figure"] or "")
            if not measures or not figure:
                continue
            pattern = rf"(?<![\d,.]){int(figure):,}(?![\d,.]*\d)|(?<![\d,.]){figure}(?![\d,.]*\d)"
            found = list(re.finditer(pattern, row["Excerpt"]))
            if len(found) == 1:
                yield Sample(
                    f"idmc/{number}", row["Excerpt"], frozenset({"measure"}), spans={"quantity": (Marked(found[0].span(), measures),)}
                )


def _span(pair: list[int]) -> Span:
    return (pair[0], pair[1])


def _maybe(pair: list[int] | None) -> Span | None:
    return None if pair is None else _span(pair)


def _join(tokens: list[str]) -> tuple[str, list[Span]]:
    """Tokens as running text: no space before closing punctuation nor after opening, so that it looks like what is read later."""
    text, offsets = "", []
    for token in tokens:
        glued = not text or token in {",", ".", ";", ":", "!", "?", ")", "'s", "’s", "n't", "%"} or text.endswith(("(", "$"))
        text += "" if glued else " "
        offsets.append((len(text), len(text) + len(token)))
        text += token
    return text, offsets


def _align(text: str, tokens: list[str]) -> list[Span]:
    """Where each token stands in the text."""
    offsets, at = [], 0
    for token in tokens:
        found = text.find(token, at)
        start = found if found >= 0 else at
        offsets.append((start, start + len(token)))
        at = start + len(token) if found >= 0 else at
    return offsets


def _over(offsets: list[Span], first: int, last: int) -> Span:
    return (offsets[first][0], offsets[last][1])
