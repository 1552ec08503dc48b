"""What is said to have happened: mentions of happenings with their dates, roles and ties."""

from according.events.make import make_events

__all__ = ["make_events"]
