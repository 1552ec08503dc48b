"""According reads reports of armed conflict and keeps an account in which nothing stands without its source."""

__version__ = "0.1.0"
