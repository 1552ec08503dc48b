"""Views over the account: each a documented question, asked in one transaction and changing nothing."""

from according.views.access import Thread, list_access
from according.views.areas import Area, find_area
from according.views.copies import CopiesView, iter_copies
from according.views.diff import IncidentChange, JudgementChange, iter_changes, list_judgements
from according.views.entities import Entity, list_entities
from according.views.filters import Filter, check_kinds, holds_reports, make_filter, parse_dates
from according.views.forewarnings import Warned, list_warnings, list_warnings_before
from according.views.incidents import IncidentDetail, IncidentView, find_incident, iter_incidents, read_incident
from according.views.pages import PageChange, list_page_changes
from according.views.sources import SourceView, list_sources
from according.views.tally import Tally, tally
from according.views.tellings import count_incidents
from according.views.territory import Ground, list_territory
from according.views.timeline import TimelineEntry, iter_timeline
from according.views.words import WordUse, list_words

__all__ = [
    "Area",
    "CopiesView",
    "Entity",
    "Filter",
    "Ground",
    "IncidentChange",
    "IncidentDetail",
    "IncidentView",
    "JudgementChange",
    "PageChange",
    "SourceView",
    "Tally",
    "Thread",
    "TimelineEntry",
    "Warned",
    "WordUse",
    "check_kinds",
    "count_incidents",
    "find_area",
    "find_incident",
    "holds_reports",
    "iter_changes",
    "iter_copies",
    "iter_incidents",
    "iter_timeline",
    "list_access",
    "list_entities",
    "list_judgements",
    "list_page_changes",
    "list_sources",
    "list_territory",
    "list_warnings",
    "list_warnings_before",
    "list_words",
    "make_filter",
    "parse_dates",
    "read_incident",
    "tally",
]
