"""How the command line shows things: reports as lines, one report as a page, a small account as an overview."""

from according.terminal.findings import explanation_of, findings_of
from according.terminal.incidents import copies_lines, incident_lines, incident_page, timeline_lines
from according.terminal.lines import (
    fault_line,
    finding_line,
    history_of,
    hit_of,
    lines_of,
    pack_line,
    skipped_line,
    tally_line,
    verified_line,
)
from according.terminal.names import entity_lines
from according.terminal.overview import overview
from according.terminal.page import page_of
from according.terminal.progress import progress
from according.terminal.safe import prepare_streams
from according.terminal.tables import (
    access_lines,
    change_lines,
    judged_line,
    page_change_lines,
    source_lines,
    tally_lines,
    territory_lines,
    warning_lines,
    word_line,
)
from according.terminal.write import complain, note, show_lines, show_page, write_json, write_record

__all__ = [
    "access_lines",
    "change_lines",
    "complain",
    "copies_lines",
    "entity_lines",
    "explanation_of",
    "fault_line",
    "finding_line",
    "findings_of",
    "history_of",
    "hit_of",
    "incident_lines",
    "incident_page",
    "judged_line",
    "lines_of",
    "note",
    "overview",
    "pack_line",
    "page_change_lines",
    "page_of",
    "prepare_streams",
    "progress",
    "show_lines",
    "show_page",
    "skipped_line",
    "source_lines",
    "tally_line",
    "tally_lines",
    "territory_lines",
    "timeline_lines",
    "verified_line",
    "warning_lines",
    "word_line",
    "write_json",
    "write_record",
]
