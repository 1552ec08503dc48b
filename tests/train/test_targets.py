"""What the network learns from says what the sample says."""

from __future__ import annotations

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from according.tag.labels import LINK_HEADS, TOKEN_HEADS
from train.samples import Attribution, Marked, Sample, Trigger
from train.targets import Example, make_examples

TEXT = "He said rebels seized Kesh. “They ran.”"


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """Whole words, so that a label is a word's."""
    words = ["[UNK]", *sorted(set("he said rebels seized kesh . “ they ran ”".split()))]
    made = Tokenizer(models.WordPiece({name: number for number, name in enumerate(words)}, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made


def labelled(example: Example, head: str, tokenizer: Tokenizer) -> list[tuple[str, str]]:
    """Words with the labels that they may have, those that may have none left out."""
    labels = TOKEN_HEADS[head]
    rows = zip(example.ids, example.masks[head], strict=True)
    return [
        (tokenizer.id_to_token(int(piece)), "|".join(label for at, label in enumerate(labels) if mask >> at & 1))
        for piece, mask in rows
        if mask != 1
    ]


def test_anchors_parts_and_roles_are_where_the_marks_are(tokenizer: Tokenizer) -> None:
    """A claim hangs on its cue, or on the first word of its content where it has none."""
    claims = (Attribution(((8, 26),), (0, 2), (3, 7), "state"), Attribution(((29, 37),), None, None, "deny"))
    trigger = Trigger((15, 21), ("territory",), "denied", (("actor", (8, 14)), ("target", (22, 26))))
    heads = frozenset({"attribution", "act", "trigger", "status", "role", "quantity"})
    (example,) = make_examples(Sample("r", TEXT, heads, claims, (trigger,), {"quantity": ()}), tokenizer)
    assert labelled(example, "anchor.house", tokenizer) == [("said", "B-cue"), ("they", "B-uncued")]
    assert labelled(example, "trigger", tokenizer) == [("seized", "B-territory")]
    assert set(example.masks) == {"anchor.house", "trigger", "quantity"}
    words = [tokenizer.id_to_token(int(piece)) for piece in example.ids]
    shown = {
        (anchor.head, words[anchor.piece]): [(words[at], LINK_HEADS[anchor.head][label]) for at, label in enumerate(anchor.labels) if label]
        for anchor in example.anchors
    }
    assert shown["part.house", "said"] == [("he", "B-source"), ("rebels", "B-content"), ("seized", "I-content"), ("kesh", "I-content")]
    assert shown["part.house", "they"] == [("they", "B-content"), ("ran", "I-content")]
    assert shown["role", "seized"] == [("rebels", "B-actor"), ("kesh", "B-target")]
    assert example.points["act"] == [(words.index("said"), 0), (words.index("they"), 1)]
    assert example.points["status"] == [(words.index("seized"), 1)]


def test_what_a_set_does_not_mark_is_unknown_and_not_absent(tokenizer: Tokenizer) -> None:
    """A set of places says of other words only that they are no places."""
    (example,) = make_examples(
        Sample("r", TEXT, frozenset({"place"}), spans={"name": (Marked((22, 26), ("place", "facility")),)}), tokenizer
    )
    found = dict(labelled(example, "name", tokenizer))
    assert found["kesh"] == "B-place|B-facility"
    assert found["he"] == "|".join(label for label in TOKEN_HEADS["name"] if label not in ("B-place", "B-facility"))
    (partial,) = make_examples(Sample("r", TEXT, frozenset({"measure"}), spans={"quantity": (Marked((8, 14), ("fighters",)),)}), tokenizer)
    assert partial.masks["quantity"].tolist() == [0, 0, 1 << TOKEN_HEADS["quantity"].index("B-fighters"), 0, 0, 0, 0, 0, 0, 0, 0]


def test_cores_of_a_long_sample_hold_every_piece_once(tokenizer: Tokenizer) -> None:
    """What stands beyond a core is seen, and learned from in the next window."""
    text = " ".join(["He said rebels seized Kesh."] * 120)
    claims = tuple(Attribution(((at + 8, at + 26),), (at, at + 2), (at + 3, at + 7), "state") for at in range(0, 28 * 120, 28))
    examples = make_examples(Sample("r", text, frozenset({"attribution"}), claims), tokenizer)
    assert sum(example.core[1] - example.core[0] for example in examples) == 120 * 6
    assert sum(len(example.anchors) for example in examples) == 120
    for example in examples:
        assert example.sentences[0][0] == 0
        assert example.sentences[-1][1] == len(example.ids)
        assert (np.diff([start for start, _ in example.sentences]) == 6).all()
