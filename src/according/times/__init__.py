"""When: the time expressions of a report with their TimeML values, and the days that a value covers."""

from according.times.find import find_times
from according.times.intervals import interval_of

__all__ = ["find_times", "interval_of"]
