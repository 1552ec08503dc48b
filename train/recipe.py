"""Which sets are learned from, how often, and in which order."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, field
from pathlib import Path

from tokenizers import Tokenizer

from train import sources
from train.batches import END, START
from train.fit import Plan
from train.network import read_base
from train.samples import Sample, damage
from train.targets import Example, make_examples
from train.teacher import teach_vectors

ROOT = Path(__file__).resolve().parent.parent
ANNOTATIONS = ROOT / "train" / "annotations"


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the training: how long, and how often each set is seen in one round through them all."""

    plan: Plan
    shares: dict[str, float]


PUBLIC_STAGE = Stage(
    Plan(tokens=4_500_000, rate=3e-4),
    {
        "polnear": 1.0,
        "gold": 3.0,
        "re3d": 2.0,
        "rams": 1.0,
        "wikievents": 1.0,
        "factuality": 0.2,
        "times": 0.7,
        "places": 0.25,
        "idmc": 2.0,
    },
)
"""The public sets, together with the reports annotated first."""
OWN_STAGE = Stage(
    Plan(tokens=6_600_000, rate=2.2e-4, head_rate=8e-4, seed=9, weights={"role": 2.0, "quantity": 8.0, "name": 3.0}),
    {
        "polnear": 0.75,
        "gold": 3.0,
        "re3d": 2.0,
        "rams": 0.5,
        "wikievents": 0.5,
        "factuality": 0.05,
        "times": 0.2,
        "places": 0.1,
        "idmc": 1.0,
    },
)
"""All of our own reports, with a share of the others so that nothing is forgotten."""


@dataclass(slots=True)
class Material:
    """All samples by set, with their examples made once; damaged copies are made anew each round."""

    samples: dict[str, list[Sample]]
    tokenizer: Tokenizer
    examples: dict[str, list[list[Example]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.examples = {name: [make_examples(s, self.tokenizer) for s in samples] for name, samples in self.samples.items()}
        taught = [e for name in ("gold", "re3d", "rams") for found in self.examples.get(name, []) for e in found]
        taught += [e for found in self.examples.get("polnear", [])[::10] for e in found]
        teach_vectors(taught)

    def round(self, shares: dict[str, float], rng: random.Random) -> list[Example]:
        """One round: each set as often as its share says, some passes through our reports and PolNeAR's on damaged copies."""
        chosen: list[Example] = []
        for name, share in shares.items():
            samples, made = self.samples.get(name, []), self.examples.get(name, [])
            for at in _pick(len(samples), share, rng):
                if name in ("gold", "polnear") and rng.random() < (0.4 if name == "gold" else 0.15):
                    chosen += make_examples(damage(samples[at], rng), self.tokenizer)
                else:
                    chosen += made[at]
        return chosen


def _pick(count: int, share: float, rng: random.Random) -> list[int]:
    """Numbers below ``count``, all of them as often as the whole part of the share says, the rest drawn."""
    whole = list(range(count)) * int(share)
    return whole + rng.sample(range(count), round(count * (share - int(share))))


def make_tokenizer() -> Tokenizer:
    """The base model's tokenizer, without its limits on length."""
    tokenizer = Tokenizer.from_str(read_base("tokenizer.json").decode("utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def read_public(data: Path) -> dict[str, list[Sample]]:
    """The public sets by name, training parts only."""
    return {
        "polnear": list(sources.read_polnear(data / "polnear" / "train")),
        "re3d": list(sources.read_re3d(data / "re3d")),
        "rams": list(sources.read_rams(data / "rams")),
        "wikievents": list(sources.read_wikievents(data / "wikievents")),
        "factuality": list(sources.read_factuality(data / "factuality", "train")),
        "times": list(sources.read_times(data / "time")),
        "places": list(sources.read_places(data / "geo")),
        "idmc": list(sources.read_idmc(data / "idmc")),
    }


def read_texts(shared: Path) -> dict[str, str]:
    """The text of each report by its ref."""
    return {ref: record["text"] for ref, record in sources.read_reports(shared).items()}


def read_first_own(shared: Path) -> list[Sample]:
    """The reports annotated first, in their first form: what the first stage learns our labels from."""
    texts = read_texts(shared)
    return list(sources.read_gold(sorted((shared / "gold/train").glob("*.json")), texts))


def first_windows(samples: list[Sample]) -> list[list[int]]:
    """The first window of each report, as the encoder sees it: what shows which of its units matter."""
    tokenizer = make_tokenizer()
    return [[START, *make_examples(sample, tokenizer)[0].ids.tolist(), END] for sample in samples]


def read_own(shared: Path, annotations: Path = ANNOTATIONS) -> list[Sample]:
    """Our own annotated reports; one that is in the dev set is refused."""
    texts = read_texts(shared)
    dev = {path.stem for path in (shared / "gold/dev").glob("*.json")}
    paths = sorted(annotations.glob("*.json"))
    if both := dev & {path.stem for path in paths}:
        raise SystemExit(f"annotated for training, but in the dev set: {', '.join(sorted(both))}")
    return list(sources.read_gold(paths, texts))


def is_held_back(ref: str, share: float = 0.1) -> bool:
    """Whether thresholds and calibration are fitted on this report, so that nothing else may learn from it: a share, by hash."""
    return hashlib.sha256(ref.encode("utf-8")).digest()[0] < 256 * share
