"""How well entities are found in a source of re3d that was not learned from: ours and spaCy's, trained on the same in one run.

    python -m train.re3d [--data ../shared] [--tokens 250000]

Each source in turn is left out. Ours starts from the base model, with the same head that the tagger has for re3d; spaCy's entity
recogniser starts from nothing, as its own training does. Entities count where span and type are equal.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import torch

from according.tag.settings import Choices
from according.tag.tagger import Tagger
from train.fit import Plan, fit, link_weights, new_network, run_network
from train.recipe import ROOT, make_tokenizer
from train.samples import Sample, Span
from train.sources import read_re3d_source
from train.targets import make_examples

Entities = Callable[[str], set[tuple[Span, str]]]
_SPACY_ROUNDS = 30


def train_ours(samples: list[Sample], tokens: int) -> Entities:
    """Our network on these reports alone."""
    tokenizer = make_tokenizer()
    examples = [example for sample in samples for example in make_examples(sample, tokenizer)]
    network = fit(
        new_network([e.ids.tolist() for e in examples]),
        lambda _, rng: examples,
        Plan(tokens=tokens, budget=1024, rate=2e-4, average=0.99),
        say=False,
    )
    tagger = Tagger(run_network(network), tokenizer, link_weights(network), Choices())
    return lambda text: {(mark.span, mark.type) for mark in tagger.spans(text, "re3d")}


def train_spacy(samples: list[Sample]) -> Entities:
    """The entity recogniser of spaCy on the same."""
    import spacy
    from spacy.training import Example
    from spacy.util import minibatch

    pipeline = spacy.blank("en")
    recogniser = pipeline.add_pipe("ner")
    examples = []
    for sample in samples:
        doc = pipeline.make_doc(sample.text)
        spans = [doc.char_span(*mark.span, label=mark.labels[0], alignment_mode="expand") for mark in sample.spans["re3d"]]
        kept = spacy.util.filter_spans([span for span in spans if span is not None])
        for label in sorted({span.label_ for span in kept}):
            recogniser.add_label(label)
        reference = doc.copy()
        reference.set_ents([spacy.tokens.Span(reference, span.start, span.end, span.label_) for span in kept])
        examples.append(Example(doc, reference))
    spacy.util.fix_random_seed(7)
    optimizer = pipeline.initialize(lambda: examples)
    rng = random.Random(7)
    for _ in range(_SPACY_ROUNDS):
        rng.shuffle(examples)
        for batch in minibatch(examples, size=4):
            pipeline.update(batch, drop=0.2, sgd=optimizer)
    return lambda text: {((entity.start_char, entity.end_char), entity.label_) for entity in pipeline(text).ents}


def score(find: Entities, samples: Iterable[Sample], counts: Counter[str]) -> None:
    """Add to the counts of right, found and gold entities."""
    for sample in samples:
        gold = {(mark.span, mark.labels[0]) for mark in sample.spans["re3d"]}
        found = find(sample.text)
        counts["right"] += len(gold & found)
        counts["found"] += len(found)
        counts["gold"] += len(gold)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ACCORDING_DATA", ROOT.parent / "shared")))
    parser.add_argument("--tokens", type=int, default=250_000, help="word pieces seen in the training of each fold")
    given = parser.parse_args()
    torch.set_num_threads(2)
    sources = {path.name: list(read_re3d_source(path)) for path in sorted((given.data / "data" / "re3d").iterdir()) if path.is_dir()}
    totals: dict[str, Counter[str]] = {"ours": Counter(), "spaCy": Counter()}
    sys.stdout.write("| source left out | entities | ours, F1 | spaCy, F1 |\n| --- | ---: | ---: | ---: |\n")
    for name, held_out in sources.items():
        rest = [sample for other, samples in sources.items() if other != name for sample in samples]
        counts = {"ours": Counter[str](), "spaCy": Counter[str]()}
        score(train_ours(rest, given.tokens), held_out, counts["ours"])
        score(train_spacy(rest), held_out, counts["spaCy"])
        for reader, found in counts.items():
            totals[reader].update(found)
        sys.stdout.write(f"| {name} | {counts['ours']['gold']} | {_f1(counts['ours']):.1f} | {_f1(counts['spaCy']):.1f} |\n")
        sys.stdout.flush()
    sys.stdout.write(f"| all, micro-averaged | {totals['ours']['gold']} | {_f1(totals['ours']):.1f} | {_f1(totals['spaCy']):.1f} |\n")
    return 0


def _f1(counts: Counter[str]) -> float:
    return 200 * counts["right"] / max(1, counts["found"] + counts["gold"])


if __name__ == "__main__":
    sys.exit(main())
