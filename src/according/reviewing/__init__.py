"""What people hold of what was read in a report, and the reading as it stands with that."""

from according.reviewing.agreement import Agreement, measure_agreement
from according.reviewing.applying import apply
from according.reviewing.stored import Reviewed, corrected, iter_corrected, read_reviewed
from according.reviewing.weighing import Held, Point, Said, people_say, weigh

__all__ = [
    "Agreement",
    "Held",
    "Point",
    "Reviewed",
    "Said",
    "apply",
    "corrected",
    "iter_corrected",
    "measure_agreement",
    "people_say",
    "read_reviewed",
    "weigh",
]
