"""Reviewed word lists as data files, and the functions that read them."""

from according.vocab.agencies import Agency, load_agencies

__all__ = ["Agency", "load_agencies"]
