"""Which policy a desk shows the account by."""

from __future__ import annotations

from starlette.applications import Starlette

from according.hiding import Policy


def policy_of(app: Starlette) -> Policy:
    """The policy of an application, which keeps nothing back where none was given."""
    found: Policy | None = getattr(app.state, "policy", None)
    return found if found is not None else Policy()
