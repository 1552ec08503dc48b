"""Reconciles an account: what each report tells is joined to what all others tell, by judgements that can be taken back."""

from according.reconciling.people import Listed, find_judged, judge, list_judgements, retract
from according.reconciling.run import Reconciled, reconcile

__all__ = ["Listed", "Reconciled", "find_judged", "judge", "list_judgements", "reconcile", "retract"]
