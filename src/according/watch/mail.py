"""Alerts by mail: one message for all that a watch found, handed to the user's own mail server."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from according.config import Config
from according.watch.alert import lines_of, shown, title_of
from according.watch.definition import Watch, is_mail_address
from according.watch.outbox import Parcel, Undelivered

TLS_MODES = ("starttls", "tls", "none")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def send_mail(watch: Watch, parcel: Parcel, config: Config, now: datetime) -> None:
    """Hand the message over to the mail server; raises ``Undelivered`` with the reason."""
    _check(config)
    message = compose(watch, parcel, config, now)
    try:
        with _connection(config) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        raise Undelivered("; ".join(f"{to}: {code} {_decoded(said)}" for to, (code, said) in error.recipients.items())) from error
    except smtplib.SMTPResponseException as error:
        raise Undelivered(f"the mail server answered {error.smtp_code} {_decoded(error.smtp_error)}") from error
    except (OSError, UnicodeError) as error:  # smtplib's own errors are OSErrors; a password in no ASCII is none
        raise Undelivered(f"mail server {config.smtp_host}: {shown(str(error)) or type(error).__name__}") from error


def compose(watch: Watch, parcel: Parcel, config: Config, now: datetime) -> EmailMessage:
    """The message; its Message-ID follows from the alerts in it, so that a repetition is known as one."""
    message = EmailMessage()
    count = len(parcel.alerts)
    only = title_of(parcel.alerts[0]) if count == 1 else f"{count} alerts"
    message["Subject"] = f"{shown(watch.name)}: {only}"
    message["From"] = config.smtp_sender
    message["To"] = watch.terms.mail
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{parcel.key.removeprefix('sha256:')}@{config.smtp_sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join(_lines(watch, parcel)) + "\n")
    return message


def _lines(watch: Watch, parcel: Parcel) -> Iterator[str]:
    for alert in parcel.alerts:
        yield title_of(alert)
        yield ""
        yield from lines_of(alert)
        yield ""
        yield "-" * 40
        yield ""
    yield f"Sent by According for the watch {shown(watch.name)}. To end it: according watch remove NAME"


def _check(config: Config) -> None:
    if not config.smtp_host:
        raise Undelivered("no mail server is set (smtp_host)")
    if not is_mail_address(config.smtp_sender):
        raise Undelivered("setting smtp_sender: the mail address that alerts come from")
    if config.smtp_tls not in TLS_MODES:
        raise Undelivered(f"setting smtp_tls: one of {', '.join(TLS_MODES)}")
    if config.smtp_user and config.smtp_tls == "none" and config.smtp_host not in _LOOPBACK:
        raise Undelivered("no password is sent over a connection that is not secure; set smtp_tls to starttls or tls")


@contextlib.contextmanager
def _connection(config: Config) -> Iterator[smtplib.SMTP]:
    """A connection, secure and logged in as the settings say; how it is closed counts for nothing, for by then all is sent."""
    if config.smtp_tls == "tls":
        tls = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(config.smtp_host, config.smtp_port, timeout=config.fetch_timeout_s, context=tls)
    else:
        server = smtplib.SMTP(config.smtp_host, config.smtp_port, timeout=config.fetch_timeout_s)
    try:
        if config.smtp_tls == "starttls":
            server.starttls(context=ssl.create_default_context())
        if config.smtp_user:
            server.login(config.smtp_user, config.smtp_password)
        yield server
        with contextlib.suppress(OSError):
            server.quit()
    finally:
        server.close()


def _decoded(said: bytes | str) -> str:
    return shown(said.decode("utf-8", "replace") if isinstance(said, bytes) else said)
