"""The account: where readings and their evidence are kept."""

from according.store.account import Account
from according.store.records import Added, CaptureEntry, Counts, Finding, Hit

__all__ = ["Account", "Added", "CaptureEntry", "Counts", "Finding", "Hit"]
