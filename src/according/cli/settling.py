"""What every command that reads does when it has read: join the reports, send alerts, and say what came of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from according.config import Config
    from according.store import Account


def settle(account: Account, config: Config, *, quiet: bool) -> None:
    """Join what was read to all that was there and send the alerts that are due; what failed is named even where it is ``quiet``."""
    from according import terminal
    from according.run import after_reading
    from according.terminal.watching import delivered_line

    settled = after_reading(account, config, datetime.now(UTC))
    for failure in settled.reconciled.failures:
        terminal.complain(f"{failure.ref}: {failure.reason}")
    if not quiet and (settled.alerts or settled.delivered.sent or settled.delivered.failed):
        terminal.note(delivered_line(settled.alerts, settled.delivered))
