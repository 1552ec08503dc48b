"""Watches: what someone wants to be told of, the alerts that follow, their delivery, and feeds that are polled."""

from according.watch.definition import Circle, Terms, Watch, add_watch, list_watches, remove_watch
from according.watch.delivery import Delivered, deliver
from according.watch.follow import Errands, follow
from according.watch.log import LogEntry, read_log
from according.watch.matching import make_alerts

__all__ = [
    "Circle",
    "Delivered",
    "Errands",
    "LogEntry",
    "Terms",
    "Watch",
    "add_watch",
    "deliver",
    "follow",
    "list_watches",
    "make_alerts",
    "read_log",
    "remove_watch",
]
