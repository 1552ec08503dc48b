"""What is kept back from whom: names and positions, by a policy, in whatever is shown or written."""

from according.hiding.policy import AUDIENCES, EXPORT, CoarsePlaces, HiddenName, Policy, parse_policy, read_policy
from according.hiding.redaction import BLOCK, Hiding, coarsen_area, hiding_from, redact

__all__ = [
    "AUDIENCES",
    "BLOCK",
    "EXPORT",
    "CoarsePlaces",
    "HiddenName",
    "Hiding",
    "Policy",
    "coarsen_area",
    "hiding_from",
    "parse_policy",
    "read_policy",
    "redact",
]
