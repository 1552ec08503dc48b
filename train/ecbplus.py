"""ECB+ as happenings: event mentions of news on many matters, with gold coreference across reports.

A mention's kind is its head word's stem, its words are those of its sentence and, around it, of its document, its actor the people and
its place the places that its sentence names. Every mention counts as a report of its own, and its document as the publisher, so that
mentions of one document may be joined too. Topics are those of the corpus.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from according.incidents import Happening, Mention
from according.reconcile.contrast import compare
from according.reconcile.features import levels_of
from according.reconcile.scoring import Scorer
from according.reconcile.wording import content_words, stem
from train.incidents import Matrix, fit, unweighted

_PARTICLES = frozenset("in into out up over off down on back away through for at with to".split())
_WEAK = frozenset("was were is are be been being has have had did do get got the a an".split())
RIDGE = 5.0
LIKENED = 0.3
BEGIN = 4
SAMENESS = (0.1, 0.2, 0.3, 0.4, 0.55, 0.7)
_USUAL, _DOUBT = 0.35, 2.0
"""What is taken for the sameness of a head that was never seen, and how many topics outweigh it."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event mention: its topic, the chain that it belongs to, its head's stem, and itself as a happening."""

    topic: str
    chain: str
    head: str
    happening: Happening


def read_ecbplus(folder: Path, part: str) -> list[Told]:
    """The mentions of ``Train`` or ``Dev`` in the order of the corpus."""
    sentences: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in (folder / f"ECB_{part}_corpus.txt").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) == 5:
            sentences[cells[0], cells[1]].append(cells[3])
    documents: dict[str, list[str]] = defaultdict(list)
    for (document, _), tokens in sentences.items():
        documents[document].append(" ".join(tokens))
    named: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for one in json.loads((folder / f"ECB_{part}_Entity_gold_mentions.json").read_text(encoding="utf-8")):
        named[one["doc_id"], str(one["sent_id"]), one["mention_type"]].append(one["tokens_str"])
    mentions = json.loads((folder / f"ECB_{part}_Event_gold_mentions.json").read_text(encoding="utf-8"))
    told = []
    for number, one in enumerate(mentions):
        document, at = one["doc_id"], str(one["sent_id"])
        head = _head(one["tokens_str"])
        texts = [" ".join(sentences[document, at])], documents[document]
        told.append(Told(document.split("_")[0], one["coref_chain"], head, _happening(number, one, head, texts, named, at)))
    return told


def _head(words: str) -> str:
    """The stem of a mention's head: its last word, or the one before a particle."""
    tokens = [word for word in words.lower().split() if word not in _WEAK] or words.lower().split()
    while len(tokens) > 1 and tokens[-1] in _PARTICLES:
        tokens.pop()
    return stem(tokens[-1])


def _happening(
    number: int,
    one: dict[str, Any],
    head: str,
    texts: tuple[Sequence[str], Sequence[str]],
    named: dict[tuple[str, str, str], list[str]],
    at: str,
) -> Happening:
    document, name = one["doc_id"], f"m{number:06}"
    places = named.get((document, at, "LOC"), [])
    return Happening(
        id=name,
        report=name,
        mentions=(Mention(name, (0, 1), f"act {head}"),),
        trigger=(0, 1),
        sentence=(0, 1),
        kind=f"act {head}",
        status="happened",
        place=" ".join(places) or None,
        actor=" ".join(named.get((document, at, "HUM"), [])) or None,
        target=" ".join(named.get((document, at, "TIM"), [])) or None,
        publisher=document,
        words=content_words(texts[0]),
        around=content_words(texts[1]),
    )


@dataclass(frozen=True, slots=True)
class Heads:
    """What is learned of heads.

    ``likened`` are pairs of different ones that mostly name one event where they meet in a topic, with these topics; ``sameness`` is
    by head and topic the share of its pairs of mentions that are of one event: "said" names many, "quake" mostly one.
    """

    likened: dict[tuple[str, str], frozenset[str]]
    sameness: dict[str, dict[str, float]]

    def may_be_one(self, one: Told, other: Told) -> bool:
        """Whether two mentions have one head, or heads that begin alike or were likened in another topic."""
        if one.topic != other.topic:
            return False
        if one.head == other.head or (min(len(one.head), len(other.head)) >= BEGIN and one.head[:BEGIN] == other.head[:BEGIN]):
            return True
        return bool(self.likened.get(_ordered(one.head, other.head), frozenset()) - {one.topic})

    def level(self, one: Told, other: Told) -> int:
        """The level of ``SAMENESS`` by the head that names one event least often in other topics, as far as is known."""
        return min(bisect_right(SAMENESS, self._sameness(each)) for each in (one, other))

    def _sameness(self, told: Told) -> float:
        seen = [share for topic, share in self.sameness.get(told.head, {}).items() if topic != told.topic]
        return (sum(seen) + _DOUBT * _USUAL) / (len(seen) + _DOUBT)


def learn_heads(told: Sequence[Told]) -> Heads:
    """What the mentions of annotated reports tell of their heads."""
    likened: dict[tuple[str, str], set[str]] = defaultdict(set)
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    own: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for at, one in enumerate(told):
        for other in told[:at]:
            if other.topic != one.topic:
                continue
            is_one = other.chain == one.chain
            if other.head == one.head:
                own[one.head][one.topic][is_one] += 1
                continue
            pair = _ordered(one.head, other.head)
            counts[pair][is_one] += 1
            if is_one:
                likened[pair].add(one.topic)
    return Heads(
        {pair: frozenset(topics) for pair, topics in likened.items() if counts[pair][1] >= LIKENED * sum(counts[pair])},
        {head: {topic: held[1] / sum(held) for topic, held in topics.items()} for head, topics in own.items()},
    )


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def pairs_of(told: Sequence[Told], scorer: Scorer, heads: Heads) -> tuple[list[tuple[int, int]], Any, Any]:
    """All pairs of one topic whose heads may name one event, their levels (those of ``SAMENESS`` last), and whether they are one."""
    columns = scorer.prepare([one.happening for one in told])
    pairs: list[tuple[int, int]] = []
    seen, label = [], []
    steps = np.eye(len(SAMENESS) + 1, dtype=np.float32)
    for at, one in enumerate(told):
        others = [other for other in range(at) if heads.may_be_one(one, told[other])]
        if others:
            with np.errstate(invalid="ignore"):
                levels = levels_of(compare(columns, at, columns))
            held = [np.eye(len(names), dtype=np.float32)[found[others]] for names, found in levels.values()]
            seen.append(np.hstack([*held, steps[[heads.level(one, told[other]) for other in others]]]))
            pairs += [(other, at) for other in others]
            label += [int(told[other].chain == one.chain) for other in others]
    return pairs, np.concatenate(seen), np.array(label)


def fit_ecbplus(told: Sequence[Told], words: dict[str, float], heads: Heads) -> Matrix:
    """Weights of the same features, and of what is known of heads, for any news: for each level of ``pairs_of``, and the bias."""
    _, seen, label = pairs_of(told, unweighted(words), heads)
    return fit(seen, label, RIDGE)
