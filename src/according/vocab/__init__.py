"""Reviewed word lists as data files, and the functions that read them."""

from according.vocab.agencies import Agency, agency_called, ambiguous_names, any_of, clear_names, load_agencies
from according.vocab.credits import find_credits, find_unlisted_credit, names_an_agency
from according.vocab.dating import DatingWords, load_dating_words
from according.vocab.letters import CAPITAL, INITIAL
from according.vocab.speaking import SpeakingWords, load_speaking_words

__all__ = [
    "CAPITAL",
    "INITIAL",
    "Agency",
    "DatingWords",
    "SpeakingWords",
    "agency_called",
    "ambiguous_names",
    "any_of",
    "clear_names",
    "find_credits",
    "find_unlisted_credit",
    "load_agencies",
    "load_dating_words",
    "load_speaking_words",
    "names_an_agency",
]
