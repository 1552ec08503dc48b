"""The addresses of the API that answer questions: one table, from which routes, checks and description are made."""

from __future__ import annotations

from according.show import api_rows as rows
from according.show.openapi import Endpoint
from according.show.parameters import FILTER, FROM, LIMIT, PAGED, TO, choice, several, switch, text

SOURCE = several("source", {"type": "string", "minLength": 1, "maxLength": 400}, "A speaker, an outlet or an agency.")

ORDERS = choice("sort", ("date", "origins"), "Their order.")
BUCKETS = choice("by", ("day", "month", "year", "place", "country"), "What is added up by.")
OF = choice("of", ("actor", "act"), "Words for actors, or for acts.")
LOADED = switch("loaded", "Only words that take a side.")
CLOCK = choice("clock", ("retrieved", "published"), "When a report came: to the account, or to the public.")
MACHINE = switch("machine", "As it was read, without corrections.")
WORDS = text("q", 'All words must occur; "words in quotes" together; begin* may go on.', required=True)
ABOUT = text("about", "An incident, a happening or a report.", pattern="^(sha256:)?[0-9a-f]{8,64}$")
RULES = switch("rules", "With about: also what rules judged.")

ENDPOINTS = (
    Endpoint("/incidents", "incidents", rows.incidents, "What is said to have happened.", "IncidentView", (*FILTER, ORDERS, *PAGED)),
    Endpoint("/incidents/{id}", "incident", rows.incident, "One incident: who says what, by origin.", "IncidentDetail"),
    Endpoint("/timeline", "timeline", rows.timeline, "What happened when, by whose account.", "TimelineEntry", (*FILTER, *PAGED)),
    Endpoint(
        "/tally/{measure}", "tally", rows.tallied, "Figures of one measure, with what may be added up.", "Tally", (*FILTER, BUCKETS, LIMIT)
    ),
    Endpoint("/territory", "territory", rows.territory, "Who is said to hold which place.", "Ground", (*FILTER, *PAGED)),
    Endpoint("/access", "access", rows.access, "How it stands with corridors, truces, convoys and sieges.", "Thread", (*FILTER, *PAGED)),
    Endpoint("/warnings", "warnings", rows.warnings, "What was said ahead.", "Warned", (*FILTER, *PAGED)),
    Endpoint("/sources", "sources", rows.sources, "Who says what through whom.", "SourceView", (*FILTER, *PAGED)),
    Endpoint("/words", "words", rows.words, "Who calls whom what.", "WordUse", (*FILTER, OF, LOADED, *PAGED)),
    Endpoint("/copies", "copies", rows.copies, "Which reports repeat one origin.", "CopiesView", (FROM, TO, SOURCE, *PAGED)),
    Endpoint(
        "/changes",
        "changes",
        rows.changes,
        "Of which incidents more was told between two dates.",
        "IncidentChange",
        (*FILTER, CLOCK, *PAGED),
    ),
    Endpoint("/reports", "reports", rows.report_rows, "The reports, in the order in which they came.", "ReportEntry", PAGED),
    Endpoint("/reports/{id}", "report", rows.report, "What one report says, with what people corrected in it.", "Reading", (MACHINE,)),
    Endpoint("/reports/{id}/evidence", "evidence", rows.evidence, "Which bytes a report was read from.", "Capture"),
    Endpoint("/reports/{id}/history", "history", rows.history, "What each capture of a report's address gave.", "CaptureEntry", PAGED),
    Endpoint("/claims/{id}", "claim", rows.claim, "One claim, with its report and its words.", "ClaimEntry"),
    Endpoint("/search", "search", rows.search, "The reports in which all words occur, best first.", "Hit", (WORDS, *PAGED)),
    Endpoint(
        "/judgements", "judgements", rows.judgement_rows, "What people judged, with what became of it.", "Listed", (ABOUT, RULES, *PAGED)
    ),
)
