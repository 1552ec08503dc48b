"""From text to word pieces and windows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from according.tag.windows import AFTER, BEFORE, PIECES, make_windows, split_pieces


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """A tokenizer of the shipped kind with a small vocabulary: letters, and everything else unknown."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = ["[UNK]", *letters, *(f"##{letter}" for letter in letters)]
    made = Tokenizer(models.WordPiece({name: number for number, name in enumerate(names)}, unk_token="[UNK]", max_input_chars_per_word=100))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made


@given(text=st.text())
def test_pieces_stand_where_they_say(tokenizer: Tokenizer, text: str) -> None:
    """In the order of the text, inside their sentence, never beyond its end."""
    pieces = split_pieces(text, tokenizer)
    assert len(pieces.ids) == len(pieces.starts) == len(pieces.ends) == len(pieces.sentence_of)
    for start, end, sentence in zip(pieces.starts, pieces.ends, pieces.sentence_of, strict=True):
        first, last = pieces.sentences[sentence]
        assert first <= start <= end <= last
    assert list(pieces.starts) == sorted(pieces.starts)


CASES = [
    ("Kesh fell", [(0, 1), (1, 2), (2, 3), (3, 4), (5, 6), (6, 7), (7, 8), (8, 9)]),
    ("É…🙂 a", [(0, 1), (1, 2), (2, 3), (4, 5)]),
    ("\ud800 a", [(2, 3)]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_offsets_are_code_points(tokenizer: Tokenizer, text: str, expected: list[tuple[int, int]]) -> None:
    """Whatever the tokenizer does to accents, emoji and lone surrogates."""
    pieces = split_pieces(text, tokenizer)
    assert list(zip(pieces.starts.tolist(), pieces.ends.tolist(), strict=True)) == expected


@given(st.lists(st.integers(1, 700), max_size=12))
def test_cores_follow_each_other_without_gap(tokenizer: Tokenizer, lengths: list[int]) -> None:
    """Every piece stands in one core, and each window is small enough."""
    pieces = split_pieces(". ".join("A" * 1 + " a" * length for length in lengths), tokenizer)
    windows = make_windows(pieces)
    assert [window.core_start for window in windows] == [0, *(window.core_end for window in windows[:-1])][: len(windows)]
    assert not windows or windows[-1].core_end == len(pieces)
    for window in windows:
        assert window.start <= window.core_start < window.core_end <= window.end
        assert window.end - window.start <= PIECES
        assert window.core_start - window.start <= BEFORE
        assert window.end - window.core_end >= AFTER or window.end == len(pieces)


def test_cores_end_with_sentences(tokenizer: Tokenizer) -> None:
    """Where one ends in time."""
    text = " ".join("A" + " b" * 30 + "." for _ in range(40))
    pieces = split_pieces(text, tokenizer)
    for window in make_windows(pieces)[1:]:
        assert pieces.sentence_of[window.core_start] != pieces.sentence_of[window.core_start - 1]


def test_a_long_word_is_one_piece(tokenizer: Tokenizer) -> None:
    """A word of 100,000 letters costs a few pieces, not 100,000."""
    assert len(split_pieces("a" * 100_000, tokenizer)) <= 60
