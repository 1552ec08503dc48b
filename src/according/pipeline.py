"""The map of the system on one page: from an item's bytes to what its reports say.

``read_item`` is a pure function: the same bytes, address, version and settings give the same readings, byte for byte, in
any process. The time of retrieval is evidence and no part of a reading.
"""

from __future__ import annotations

from according import __version__
from according.claims.sources import find_sources
from according.config import Config
from according.errors import ReadError
from according.model import Failure, Item, Outcome, Reading, Report
from according.read.assemble import assemble
from according.read.forms import read_drafts

READER = f"according {__version__}"
_LONGEST_REASON = 300


def read_item(item: Item, config: Config) -> Outcome:
    """The readings of all that one item holds, an article's before those of the posts in it.

    One of the four places that catch broadly: whatever breaks on one report becomes that item's failure, named in words,
    so that no report stops a run.
    """
    try:
        drafts = read_drafts(item, config)
        readings = tuple(read_report(report, draft.problems) for draft in drafts for report in assemble(item, draft))
    except ReadError as error:
        return Outcome(item, failures=(Failure(item.ref, str(error)),))
    except RecursionError:
        return Outcome(item, failures=(Failure(item.ref, "is nested too deeply to be read"),))
    except Exception as error:  # noqa: BLE001
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST_REASON]
        return Outcome(item, failures=(Failure(item.ref, f"could not be read ({reason})"),))
    return Outcome(item, readings)


def read_report(report: Report, problems: tuple[str, ...] = ()) -> Reading:
    """What one report says and who says it; ``problems`` are those met before, which concern the whole item."""
    return Reading(
        report=report,
        sources=find_sources(report),
        problems=problems if report.parent is None else (),
    )
