"""One frozen ``Config``, built once at the edge and handed down; the only reader of environment and settings files.

A setting named ``max_item_bytes`` is set by the environment variable ``ACCORDING_MAX_ITEM_BYTES`` or by a line
``max_item_bytes = …`` in a TOML file; the environment wins over the file, and the file over the default here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from according.errors import UsageError

MIB = 1024 * 1024
SECRETS = frozenset({"smtp_password", "webhook_secret", "remote_key"})
"""Settings that no file holds, since files are copied and shown."""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings, with their units in their names.

    Example: ``Config(max_item_bytes=1_000_000)`` refuses any single document above a million bytes.
    """

    account: str = "account.db"
    """File of the account, or a ``postgresql://`` URL."""
    workers: int = 1
    """Processes that read reports; the output is the same for any number."""
    read_all: bool = False
    """Look for claims, events and figures also in reports that the screen takes to be about something else."""
    busy_timeout_s: float = 30.0
    """How long to wait for an account that another process is writing to."""

    max_read_chars: int = 400_000
    """How much of a report's text is looked through for claims, events and figures: the rest is kept and searchable all the same."""
    max_item_bytes: int = 32 * MIB
    """Largest single document (text, HTML, JSON record, feed, mail), after decompression."""
    max_pdf_bytes: int = 256 * MIB
    """Largest PDF."""
    max_pdf_pages: int = 5_000
    """Most pages of one PDF."""
    max_html_nodes: int = 300_000
    """Most tags in one HTML page."""
    max_html_depth: int = 500
    """Deepest nesting of tags that is read in an HTML page."""
    max_container_bytes: int = 64 * 1024 * MIB
    """Most bytes that one compressed file or archive may unpack to, streamed."""
    max_expansion: int = 1_000
    """Largest ratio of unpacked to packed bytes, from the first 16 MiB unpacked on."""
    max_archive_members: int = 1_000_000
    """Most members of one zip archive."""

    fetch_timeout_s: float = 30.0
    """Longest wait for a server's next bytes."""
    fetch_total_s: float = 120.0
    """Longest time for one address, redirects and retries apart."""
    fetch_redirects: int = 5
    """Most redirects followed."""
    fetch_retries: int = 3
    """How often 429, 502, 503, 504 and broken connections are tried again, with growing pauses."""
    fetch_retry_cap_s: float = 60.0
    """Longest pause before a retry, also where the server asks for more."""
    fetch_host_delay_s: float = 1.0
    """Shortest time between two requests to one host; a longer Crawl-delay in robots.txt is kept."""
    fetch_allow_private: tuple[str, ...] = ()
    """Hosts (``host`` or ``host:port``) that may be fetched although they are private, loopback or link-local."""
    fetch_user_agent: str = "according/0.1"
    """How fetching names itself; its first word is what robots.txt rules are matched against."""

    smtp_host: str = ""
    """The mail server that alerts are handed to."""
    smtp_port: int = 587
    """Its port."""
    smtp_tls: str = "starttls"
    """How the connection to it is made secure: ``starttls``, ``tls`` from the first byte (usually port 465), or ``none``."""
    smtp_user: str = ""
    """Whom to log in as, if the server asks for it."""
    smtp_password: str = field(default="", repr=False)
    """The password for it; only the environment can give it."""
    smtp_sender: str = ""
    """The address that alerts come from."""
    webhook_secret: str = field(default="", repr=False)
    """What webhooks are signed with; only the environment can give it."""

    tagger: str = "according"
    """Who marks the texts: ``according`` (the shipped tagger), ``remote`` (a language model) or one that an installed package brings."""
    remote_address: str = "http://127.0.0.1:8080/v1"
    """Where the remote tagger asks: what stands before ``/chat/completions`` in an OpenAI-compatible address."""
    remote_hosts: tuple[str, ...] = ()
    """Hosts (``host`` or ``host:port``) besides this machine that the remote tagger may send texts to."""
    remote_model: str = ""
    """The model that the remote tagger asks for, by the name that its server has for it."""
    remote_timeout_s: float = 120.0
    """Longest wait for one answer of it."""
    remote_key: str = field(default="", repr=False)
    """The key for it, if its server asks for one; only the environment can give it."""

    review_signers: int = 1
    """How many people must hold the same of a reading before it counts: 2 asks for a second signature under every review."""


def load_config(environ: Mapping[str, str], file: Path | None = None) -> Config:
    """The configuration from a TOML file (if any) and the environment; raises ``UsageError`` naming what is wrong."""
    given: dict[str, Any] = {}
    if file is not None:
        try:
            given = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UsageError(f"settings file {file}: {error}") from error
    known = {f.name: f for f in fields(Config)}
    for name in sorted(given.keys() - known.keys()):
        raise UsageError(f"settings file {file}: no setting is called {name!r}")
    for name in sorted(given.keys() & SECRETS):
        raise UsageError(f"settings file {file}: {name} is taken from the environment only (ACCORDING_{name.upper()})")
    for name in known:
        if (value := environ.get("ACCORDING_" + name.upper())) is not None:
            given[name] = value
    return Config(**{name: _parse_setting(name, value, getattr(Config(), name)) for name, value in given.items()})


def _parse_setting(name: str, value: Any, default: Any) -> Any:
    """A setting's value in the type of its default."""
    if isinstance(default, bool):
        return _parse_switch(name, value)
    if isinstance(default, tuple):
        return _parse_list(name, value)
    if isinstance(default, str):
        if not isinstance(value, str):
            raise UsageError(f"setting {name}: {value!r} is no text")
        return value
    return _parse_number(name, value, type(default))


def _parse_switch(name: str, value: Any) -> bool:
    known = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in known:
        return known[value.lower()]
    raise UsageError(f"setting {name}: {value!r} is neither true nor false")


def _parse_list(name: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(value)
    raise UsageError(f"setting {name}: {value!r} is no list of texts")


def _parse_number(name: str, value: Any, kind: type[int] | type[float]) -> int | float:
    what = "a whole number" if kind is int else "a number"
    if isinstance(value, bool) or not isinstance(value, str | int | kind):
        raise UsageError(f"setting {name}: {value!r} is not {what}")
    try:
        number = kind(value)
    except ValueError as error:
        raise UsageError(f"setting {name}: {value!r} is not {what}") from error
    if not 0 <= number < float("inf"):
        raise UsageError(f"setting {name}: {value!r} is {'negative' if number < 0 else 'without limit'}")
    return number
