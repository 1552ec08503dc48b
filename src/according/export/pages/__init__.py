"""The account as pages that need no server: plain files with relative links, which open from a disk and below any web address."""

from according.export.pages.making import Kind, write_pages
from according.export.pages.rendering import Sink

__all__ = ["Kind", "Sink", "write_pages"]
