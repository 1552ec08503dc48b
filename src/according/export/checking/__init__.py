"""Checks an evidence pack on any machine, without the account that it was made of: every break is named with its file and the reason."""

from according.export.checking.faults import PackFault, Tally
from according.export.checking.whole import verify_pack

__all__ = ["PackFault", "Tally", "verify_pack"]
