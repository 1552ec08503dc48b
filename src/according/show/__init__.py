"""The desk: an account in the browser, as pages that need no script, with maps and charts drawn where scripts run."""

from according.show.app import make_app

__all__ = ["make_app"]
