"""Tables of events that people coded, as one more source to compare the account with; nothing of them is kept."""

from according.compare.coded import BadRow, CodedEvent
from according.compare.comparing import DAYS, compare, compare_event
from according.compare.layouts import LAYOUTS
from according.compare.outcomes import Compared, FigureFit, Found, Near, Side, Told, Totals
from according.compare.reading import CodedTable, open_coded

__all__ = [
    "DAYS",
    "LAYOUTS",
    "BadRow",
    "CodedEvent",
    "CodedTable",
    "Compared",
    "FigureFit",
    "Found",
    "Near",
    "Side",
    "Told",
    "Totals",
    "compare",
    "compare_event",
    "open_coded",
]
