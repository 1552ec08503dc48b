"""Everything that can go wrong, as one tree.

AccordingError
├── UsageError             the command was called wrongly (exit 2)
├── WeightsError           the tagger's files are missing or altered; the message names the expected hash
├── GazetteerError         the file of place names is missing, damaged or of another version
├── ExtensionError         what another package adds cannot be used; the message names the package
├── ReadError              one item cannot be read; the message is the reason, without the item's name
│   ├── LimitExceeded      a configured limit refused it; the message names the limit
│   └── FetchError         an address could not be fetched
│       └── FetchRefused   an address that is never fetched (private network, robots.txt, scheme)
└── AccountError           the store; nothing that was acknowledged is lost
    ├── AccountBusy        another process holds it
    ├── AccountFull        the disk, or the database's own limit, is full
    ├── AccountNewer       written by a newer version: refused, untouched
    ├── AccountForeign     not an account of According
    ├── ItemRefused        an item that cannot be kept as it is (NUL characters, a wrong id); nothing of it is stored
    ├── NotInAccount       a ref, id or address that the account does not hold
    └── QueryError         a search without anything to search for
"""

from __future__ import annotations


class AccordingError(Exception):
    """Base of all errors that According raises on purpose; its text is fit to be shown to a user."""


class UsageError(AccordingError):
    """The command was called wrongly."""


class WeightsError(AccordingError):
    """A file of the tagger is missing, or is not the one that was shipped."""


class GazetteerError(AccordingError):
    """The gazetteer's file is missing, damaged or of another version."""


class ExtensionError(AccordingError):
    """Something that another package adds cannot be loaded, or is not what it must be."""


class ReadError(AccordingError):
    """One item cannot be read."""


class LimitExceeded(ReadError):
    """A limit of the configuration refused an item.

    >>> str(LimitExceeded("max_item_bytes", 32, "holds 50 bytes"))
    'holds 50 bytes, over the limit of 32 (max_item_bytes)'
    """

    def __init__(self, limit: str, allowed: int, found: str) -> None:
        super().__init__(f"{found}, over the limit of {allowed:,} ({limit})")
        self.limit = limit


class FetchError(ReadError):
    """An address could not be fetched; ``asked_s`` is for how many seconds its server wants not to be asked again, if it says so."""

    asked_s: float | None = None


class FetchRefused(FetchError):
    """An address that is never fetched."""


class AccountError(AccordingError):
    """The account could not do what was asked; what it had acknowledged is still there."""


class AccountBusy(AccountError):
    """Another process holds the account."""


class AccountFull(AccountError):
    """There is no room left for the account to grow."""


class AccountNewer(AccountError):
    """The account was written by a newer version of According; it is left untouched."""


class AccountForeign(AccountError):
    """The file or database is not an account of According; it is left untouched."""


class NotInAccount(AccountError):
    """The account holds nothing under that ref, id or address."""


class ItemRefused(AccountError):
    """An item that cannot be kept as it is; nothing of it is stored, and the account goes on."""


class QueryError(AccountError):
    """A search that names nothing to search for, or too much."""
