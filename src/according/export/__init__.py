"""What leaves the account: one file per format, each row with the sentences that it rests on."""

from according.export.formats import FORMATS, Choices, Format, Written, find_format
from according.export.records import ClaimRow, FigureRow, IncidentRow, ReportRow, Telling
from according.export.rows import Rows, open_rows
from according.export.running import run_export

__all__ = [
    "FORMATS",
    "Choices",
    "ClaimRow",
    "FigureRow",
    "Format",
    "IncidentRow",
    "ReportRow",
    "Rows",
    "Telling",
    "Written",
    "find_format",
    "open_rows",
    "run_export",
]
