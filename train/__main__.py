"""Makes the shipped weights from the data and the annotations: ``python -m train [--data ../shared]``.

Needs the packages of ``train/requirements.txt``. Takes about an hour and a half on two cores and no GPU; every stage is kept in the
work folder, so that a run that was cut short goes on after the last whole stage.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path

import torch

from according.tag.weights import Session
from train.axes import annotated_texts, find_axes, write_axes
from train.card import describe_data, write_card
from train.choose import choose
from train.export import export, write_choices
from train.fit import fit, link_weights, new_network
from train.network import Network
from train.recipe import (
    OWN_STAGE,
    PUBLIC_STAGE,
    ROOT,
    Material,
    Stage,
    first_windows,
    is_held_back,
    make_tokenizer,
    read_first_own,
    read_own,
    read_public,
)
from train.samples import Sample

OTHER_STYLE_HELD_BACK = 0.03
WEIGHTS = ROOT / "src" / "according" / "tag" / "weights"


def train_stage(number: int, stage: Stage, samples: dict[str, list[Sample]], before: Network, work: Path) -> Network:
    """The network after one stage, from the work folder if it is there."""
    kept = work / f"stage{number}.pt"
    if not kept.exists():
        material = Material(samples, make_tokenizer())
        fit(before.train(), lambda _, rng: material.round(stage.shares, rng), stage.plan)
        torch.save(before.state_dict(), kept)
    before.load_state_dict(torch.load(kept, weights_only=True))
    return before.eval()


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ACCORDING_DATA", ROOT.parent / "shared")))
    parser.add_argument("--work", type=Path, default=ROOT / ".train")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    given.work.mkdir(parents=True, exist_ok=True)
    public, own = read_public(given.data / "data"), read_own(given.data)
    first = read_first_own(given.data)
    known = {sample.id for sample in first}
    held_back = [sample for sample in own if is_held_back(sample.id) and sample.id not in known]
    learned = [sample for sample in own if sample not in held_back]
    other_style = [sample for sample in public["polnear"] if is_held_back(sample.id, OTHER_STYLE_HELD_BACK)]
    public["polnear"] = [sample for sample in public["polnear"] if sample not in other_style]
    network = new_network(first_windows(first))
    network = train_stage(1, PUBLIC_STAGE, public | {"gold": first}, network, given.work)
    network = train_stage(2, OWN_STAGE, public | {"gold": learned}, network, given.work)
    export(network, given.out)
    shipped = Session((given.out / "tagger.onnx").read_bytes())  # in int8, which moves what is likely enough
    write_choices(choose(shipped, make_tokenizer(), link_weights(network), held_back, other_style), given.out)
    write_axes(find_axes(shipped, make_tokenizer(), annotated_texts(given.data)), given.out)
    facts = describe_data(given.data, len(learned), len(held_back))
    (given.work / "facts.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")
    write_card(ROOT / "docs" / "model-card.md", given.out, facts)
    sys.stdout.write(f"wrote {given.out}: {hashlib.sha256((given.out / 'tagger.onnx').read_bytes()).hexdigest()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
