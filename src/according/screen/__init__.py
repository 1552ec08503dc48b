"""A cheap look at a report before the tagger: whether it is about armed conflict at all."""

from according.screen.judge import Screened, is_about_conflict

__all__ = ["Screened", "is_about_conflict"]
