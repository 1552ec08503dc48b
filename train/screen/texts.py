"""The texts that the screen learns from and is tested on, and what each is about."""

from __future__ import annotations

import csv
import json
import random
import re
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from train.screen.lists import (
    CLEAR,
    CLEAR_WORDS,
    CONFLICT,
    CONFLICT_TOPICS,
    DOUBTFUL,
    MATTERS,
    NEITHER_TOPICS,
    OTHER,
    PLACES,
    REPORTING,
    SIDES,
    SITES,
    THINGS,
    UNCLEAR,
    UNREST_TOPICS,
    VICTIMS,
    VIOLENT_TOPICS,
    WEAPONS,
    WITH_WARS,
)
from train.sources import read_lines, read_timeml


@dataclass(frozen=True, slots=True)
class Text:
    """A text to learn from or to test on; ``about`` is True for conflict, ``kind`` is ``report`` or ``sentence``.

    ``clear`` is False for a text that belongs to a set on conflict but has too few clear words to show it.
    """

    set: str
    id: str
    text: str
    about: bool
    kind: str = "report"

    @property
    def clear(self) -> bool:
        """Whether anyone would say the same of it by its words."""
        return not self.about or len({word.lower() for word in CLEAR.findall(self.text)}) >= CLEAR_WORDS


def choices_of(listed: str) -> list[str]:
    """The entries of a list that is written with bars between them."""
    return [" ".join(entry.split()) for entry in listed.split("|")]


def make_up(about: bool, count: int, seed: int = 1) -> Iterator[Text]:
    """Made-up texts of one to five sentences on conflict or on other things."""
    rng = random.Random(seed + about)
    slots = {
        "side": SIDES,
        "place": PLACES,
        "victims": VICTIMS,
        "weapon": WEAPONS,
        "site": SITES,
        "says": REPORTING,
        "thing": THINGS,
        "matter": MATTERS,
    }
    fills = {name: choices_of(listed) for name, listed in slots.items()}
    sentences = choices_of(CONFLICT if about else OTHER)

    def fill(found: re.Match[str]) -> str:
        return str(rng.randint(2, 90)) if found[1] == "n" else rng.choice(fills[found[1]])

    for number in range(count):
        chosen = [
            re.sub(r"\{(\w+)\}", fill, rng.choice(sentences).replace("{nth}", "third")) for _ in range(rng.choice((1, 1, 1, 2, 3, 5)))
        ]
        yield Text("made up", f"made up/{about}/{number}", " ".join(chosen), about)


def is_about(text: str) -> bool | None:
    """What the clear words say of a text of a mixed set: conflict, other things, or None for neither."""
    found = {word.lower() for word in CLEAR.findall(text)}
    if not found:
        return False
    return True if len(found) >= max(CLEAR_WORDS, len(text.split()) / 60) else None


def read_texts(shared: Path) -> list[Text]:
    """All texts that are labelled, those of our dev reports left out."""
    data = shared / "data"
    dev = {path.stem for path in (shared / "gold/dev").glob("*.json")}
    texts = [text for read in READERS for text in read(data) if text.id not in dev and len(text.text.split()) > 2]
    return [*texts, *make_up(True, 2500), *make_up(False, 2500)]


def _mixed(name: str, pairs: Iterator[tuple[str, str]], kind: str = "report", only_other: bool = False) -> Iterator[Text]:
    """The texts of a set that are clear; of the sets that tell of wars too, what is unclear is left out as well."""
    for key, text in pairs:
        about = is_about(text)
        if about is False and name in WITH_WARS and UNCLEAR.search(text):
            continue
        if about is False or (about and not only_other):
            yield Text(name, key, text, about, kind)


def read_reports(data: Path) -> Iterator[Text]:
    """The reports on Syria's war, and on contested stories of other wars."""
    for record in read_lines(data / "reports/syria.jsonl"):
        yield Text("syria", record["ref"], record["text"], True)
    for record in read_lines(data / "reports/rumours.jsonl"):
        if record["ref"] not in DOUBTFUL:
            yield Text("rumours", record["ref"], record["text"], True)
    for path in sorted((data / "re3d").glob("*/documents.json")):
        for record in read_lines(path):
            yield Text("re3d", f"re3d/{record['_id']}", record["text"], True)


def read_incidents(data: Path) -> Iterator[Text]:
    """MUC-4, Latin America 1989-90; without an incident only where the words are clear."""
    for name in ("train", "dev"):
        for record in read_lines(data / f"muc4/{name}.json"):
            if record["templates"] or is_about(record["doctext"]):
                yield Text("muc4", record["docid"], record["doctext"], True)


def read_histories(data: Path) -> Iterator[Text]:
    """WikiWars: narratives of sixteen wars, in passages of about 150 words."""
    for path in sorted((data / "time/wikiwars").rglob("*.tml")):
        words = read_timeml(path)[0].split()
        for start in range(0, len(words), 150):
            passage = " ".join(words[start : start + 150])
            if is_about(passage):
                yield Text("wikiwars", f"{path.stem}/{start}", passage, True)


def read_events(data: Path) -> Iterator[Text]:
    """WikiEvents (bombings and the like), and what is clear in RAMS and PLOVER."""
    for record in read_lines(data / "wikievents/dev.jsonl"):
        if is_about(record["text"]):
            yield Text("wikievents", record["doc_id"], record["text"], True)
    rams = ((r["doc_key"], " ".join(t for sentence in r["sentences"] for t in sentence)) for r in read_lines(data / "rams/dev.jsonlines"))
    yield from _mixed("rams", rams)
    plover = ((r["id"], r["text"]) for r in read_lines(data / "plover/gsr_odd.jsonl"))
    yield from _mixed("plover", plover, "sentence")


def read_displacement(data: Path) -> Iterator[Text]:
    """IDMC's excerpts on conflict; those on disasters may be read either way and are left out. Pages by their ids."""
    with (data / "idmc/idmc_fully_labelled.csv").open(encoding="utf-8", newline="") as table:
        for number, row in enumerate(csv.DictReader(table)):
            if row["Tag"] == "Conflict and violence":
                yield Text("idmc", f"idmc/{number}", row["Excerpt"], True, "sentence")
    with (data / "idmc/assets.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            if row["id"] in IDMC_CONFLICT | IDMC_OTHER:
                yield Text("idmc", row["id"], row["content"], row["id"] in IDMC_CONFLICT)


IDMC_CONFLICT = frozenset("EN2406620 EN2548230 EN2512261 EN2487446 EN2591213 EN2788490 EN2758491 EN2630316".split())
IDMC_OTHER = frozenset(
    """EN2853639 EN2712242 EN2543415 EN2801883 EN2535531 EN2659577 EN2586343 EN2503209 EN2510198 EN2787108 EN2701510 EN2413410 EN2495871
    EN2657411 EN2576337""".split()
)


def read_sentences(data: Path) -> Iterator[Text]:
    """Sentences of news (UW) and of the web (UDS-IH2), tweets, and claims on the news of ten years, by topic."""
    for name, folder in (("uw", "UW"), ("uds", "UDS_IH2")):
        for split in ("dev",) if name == "uds" else ("train", "dev"):
            lines = ((f"{name}/{split}/{n}", r["text"]) for n, r in enumerate(read_lines(data / f"factuality/{folder}/{split}.jsonl")))
            yield from _mixed(name, lines, "sentence")
    tweets = ((path.name, read_timeml(path)[0].strip()) for path in sorted((data / "time/tweets").rglob("*.tml")))
    yield from _mixed("tweets", tweets, "sentence", only_other=True)
    seen: set[str] = set()
    for part in ("strength", "weak"):
        for pair in json.loads((data / f"claimdiff/ClaimDiff-{part}-train.json").read_text(encoding="utf-8"))["data"]:
            topic = pair["topic"].lower()
            for claim in sorted({pair["claim_a"], pair["claim_b"]} - seen):
                seen.add(claim)
                about = is_about(claim)
                if any(words in topic for words in CONFLICT_TOPICS):
                    if about:
                        yield Text("claimdiff", topic, claim, True, "sentence")
                elif about is False and not UNCLEAR.search(claim) and not any(words in topic for words in UNREST_TOPICS):
                    yield Text("claimdiff", topic, claim, False, "sentence")


def read_politics(data: Path) -> Iterator[Text]:
    """PolNeAR: US politics without clear words of conflict."""
    paths = sorted((data / "polnear").glob("*/text/*.txt"))
    yield from _mixed("polnear", ((path.stem, path.read_text(encoding="utf-8")) for path in paths))


def read_other(data: Path) -> Iterator[Text]:
    """News of other things: local news, disease, business, celebrities, sport, crime, accidents; and talk of all kinds."""
    for name, file in (("gwn", "GWN.xml"), ("lgl", "lgl.xml"), ("geovirus", "GeoVirus.xml")):
        articles = enumerate(ElementTree.parse(data / "geo" / file).getroot().iter("article"))
        yield from _mixed(name, ((f"{file}/{n}", a.findtext("text") or "") for n, a in articles))
    for path in sorted((data / "gum/dep").glob("*.conllu")):
        text = " ".join(re.findall(r"^# text = (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE))
        yield from _mixed("gum", iter([(path.stem, text)]))
    for path in sorted((data / "meantime/intra_cross-doc_annotation").rglob("*.xml")):
        words = " ".join(token.text or "" for token in ElementTree.parse(path).getroot().iter("token"))
        yield Text("meantime", path.stem, words, False)
    documents: dict[str, list[str]] = defaultdict(list)
    for name in ("Train", "Dev"):
        for line in (data / f"ecbplus/ECB_{name}_corpus.txt").read_text(encoding="utf-8").splitlines():
            if len(fields := line.split("\t")) > 3:
                documents[fields[0]].append(fields[3])
    for key, tokens in documents.items():
        topic = key.split("_")[0] + ("plus" if "plus" in key else "")
        if topic not in NEITHER_TOPICS:
            yield Text("crime" if topic in VIOLENT_TOPICS else "ecbplus", key, " ".join(tokens), False)


READERS: tuple[Callable[[Path], Iterator[Text]], ...] = (
    read_reports,
    read_incidents,
    read_histories,
    read_events,
    read_displacement,
    read_sentences,
    read_politics,
    read_other,
)
FOLDS = (
    ("syria", "polnear"),
    ("muc4", "lgl", "gwn"),
    ("wikiwars", "gum", "geovirus"),
    ("rumours", "re3d", "ecbplus", "crime"),
    ("rams", "wikievents", "plover", "idmc", "meantime"),
    ("uw", "uds", "claimdiff", "tweets"),
)
SYRIA_AND_IRAQ = ("syria", "re3d", "rumours")
"""Left out together, beside the folds: all that tells of the two wars that most reports here are about."""
