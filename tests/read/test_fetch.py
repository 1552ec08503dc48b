"""Fetching from real servers on the loopback, under a clock that only the test and the pauses move."""

from __future__ import annotations

import gzip
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from according.config import Config, load_config
from according.errors import FetchError, FetchRefused, LimitExceeded, UsageError
from according.read.fetch import Fetched, Fetcher
from according.read.robots import ROBOTS_BYTES

MORNING = datetime(2031, 5, 1, 6, 0, 0, 700_000, tzinfo=UTC)
CERTIFICATE = Path(__file__).with_name("herald.example.pem")
HOUR_S = 3600.0

Say = Callable[["Handler"], None]


@dataclass
class Clock:
    """A clock that stands still except for pauses, which it counts."""

    now_s: float = 1_000.0
    pauses: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.now_s

    def sleep(self, seconds: float, /) -> None:
        self.pauses.append(seconds)
        self.now_s += seconds

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=self.now_s - 1_000.0)


class Handler(BaseHTTPRequestHandler):
    """Says what the site's table holds for a path: one answer after the other, the last one for ever."""

    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_GET(self) -> None:
        site: Site = self.server.site  # type: ignore[attr-defined]
        site.asked.append(self.path)
        site.headers.append(dict(self.headers.items()))
        answers = site.answers.get(self.path, [plain(404)])
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what these tests are about."""


@dataclass
class Site:
    """A running server: what it answers, and what it was asked."""

    port: int
    answers: dict[str, list[Say]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def say(self, path: str, *answers: Say) -> None:
        self.answers[path] = list(answers)

    def url(self, path: str = "/", host: str = "herald.example", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


def plain(status: int, body: bytes = b"", **headers: str) -> Say:
    """An ordinary answer; header names are written with underscores."""

    def say(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return say


def raw(data: bytes, repeated: bytes = b"", between: Callable[[], None] = lambda: None) -> Say:
    """Exactly these bytes and then the end, or then others for ever."""

    def say(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(data)
        while repeated:
            between()
            handler.wfile.write(repeated)

    return say


def redirect(location: str, status: int = 302) -> Say:
    return plain(status, b"moved", Location=location)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def serve(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site = Site(server.server_address[1])
    server.site = site  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def site() -> Iterator[Site]:
    yield from serve()


@pytest.fixture
def other_site() -> Iterator[Site]:
    yield from serve()


@pytest.fixture
def secure_site() -> Iterator[Site]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATE)
    yield from serve(tls)


def to_loopback(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


@dataclass
class Reader:
    """A fetcher that may reach the test's hosts, made anew for each set of settings."""

    clock: Clock
    config: Config = field(default_factory=lambda: Config(fetch_allow_private=("herald.example", "other.example"), fetch_timeout_s=5.0))
    resolve: Callable[[str, int], Sequence[str]] = to_loopback

    def make(self, **settings: Any) -> Fetcher:
        return Fetcher(replace(self.config, **settings), clock=self.clock, now=self.clock.now, resolve=self.resolve)

    def fetch(self, url: str, **settings: Any) -> Fetched:
        with self.make(**settings) as fetcher:
            return fetcher.fetch(url)


@pytest.fixture
def reader(clock: Clock) -> Reader:
    return Reader(clock)


class TestWhatComesBack:
    def test_a_page_comes_back_as_it_was_sent(self, site: Site, reader: Reader) -> None:
        """Body, status, headers, media type, charset and both addresses are those of the exchange; the time is UTC."""
        body = bytes(range(256)) * 300
        site.say("/front?day=2", plain(200, body, Content_Type='Text/HTML; Charset="Windows-1252"', X_Desk="night"))
        fetched = reader.fetch(site.url("/front?day=2#top").replace("herald", "HERALD"))
        assert fetched.data == body
        assert (fetched.status, fetched.media_type, fetched.charset) == (200, "text/html", "windows-1252")
        assert fetched.url == site.url("/front?day=2#top").replace("herald", "HERALD")
        assert fetched.final_url == site.url("/front?day=2")
        assert ("X-Desk", "night") in fetched.headers
        assert fetched.retrieved_at == "2031-05-01T06:00:01Z"

    def test_the_request_says_who_asks_and_wants_no_compression(self, site: Site, reader: Reader) -> None:
        """Every request, robots.txt included, carries the user agent, the host, and asks for the bytes as they are."""
        site.say("/", plain(200))
        reader.fetch(site.url(), fetch_user_agent="Night-Desk/2 (+https://desk.example/robots)")
        assert site.asked == ["/robots.txt", "/"]
        for headers in site.headers:
            assert headers["User-Agent"] == "Night-Desk/2 (+https://desk.example/robots)"
            assert headers["Host"] == f"herald.example:{site.port}"
            assert headers["Accept-Encoding"] == "identity"

    def test_an_empty_page_without_headers_states_nothing(self, site: Site, reader: Reader) -> None:
        """What the server does not state is None."""
        site.say("/", raw(b"HTTP/1.0 200 OK\r\n\r\n"))
        fetched = reader.fetch(site.url())
        assert (fetched.data, fetched.media_type, fetched.charset) == (b"", None, None)

    def test_a_chunked_body_is_joined(self, site: Site, reader: Reader) -> None:
        """Transfer coding is undone; nothing of it stays in the body."""
        site.say("/", raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nThe\r\n7;x=y\r\n bridge\r\n0\r\n\r\n"))
        assert reader.fetch(site.url()).data == b"The bridge"

    def test_a_body_compressed_against_our_wish_is_unpacked(self, site: Site, reader: Reader) -> None:
        """Some servers compress whatever they are asked; the body is what they packed."""
        site.say("/", plain(200, gzip.compress(b"The bridge is open."), Content_Encoding="gzip"))
        assert reader.fetch(site.url()).data == b"The bridge is open."

    def test_a_compression_that_is_not_understood_is_an_error(self, site: Site, reader: Reader) -> None:
        """Bytes that nobody can read are not taken for a report."""
        site.say("/", plain(200, b"xyz", Content_Encoding="compress"))
        with pytest.raises(FetchError, match="'compress', which is not understood"):
            reader.fetch(site.url())


class TestNothingPrivate:
    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.7", "169.254.169.254", "[::ffff:127.0.0.1]", "0.0.0.0"])
    def test_a_private_address_is_refused(self, clock: Clock, host: str) -> None:
        """Loopback, private and link-local addresses, also under a name, are refused without a single connection."""
        with Fetcher(Config(), clock=clock) as fetcher, pytest.raises(FetchRefused, match="not on the public internet"):
            fetcher.fetch(f"http://{host}/")
        assert clock.pauses == []

    def test_a_name_with_one_private_address_is_refused(self, site: Site, reader: Reader) -> None:
        """One private address among public ones is enough, for nobody knows which of them would be taken."""
        reader.resolve = lambda host, port: ["93.184.216.34", "127.0.0.1"]
        with pytest.raises(FetchRefused, match=r"mixed\.example \(at 127\.0\.0\.1\) is not on the public internet"):
            reader.fetch(site.url(host="mixed.example"))
        assert site.asked == []

    def test_a_name_that_changes_its_address_gains_nothing(self, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
        """Against DNS rebinding: one look-up per connection, and the connection goes to exactly the address that was checked."""
        answers = [["93.184.216.34"], ["127.0.0.1"]]
        connected: list[tuple[str, int]] = []

        def refuse(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
            connected.append(address)
            raise ConnectionRefusedError(111, "Connection refused")

        monkeypatch.setattr(socket, "create_connection", refuse)
        reader.resolve = lambda host, port: answers.pop(0)
        with reader.make(fetch_retries=0) as fetcher:
            with pytest.raises(FetchRefused, match="Connection refused"):
                fetcher.fetch("http://rebind.example/")
            assert connected == [("93.184.216.34", 80)]
            assert answers == [["127.0.0.1"]]
            reader.clock.now_s += HOUR_S
            with pytest.raises(FetchRefused, match="not on the public internet"):
                fetcher.fetch("http://rebind.example/")
        assert connected == [("93.184.216.34", 80)]

    def test_a_private_host_that_the_settings_name_is_fetched(self, site: Site, clock: Clock) -> None:
        """An intranet host opens by host and port, and only so far."""
        site.say("/", plain(200, b"ok"))
        with Fetcher(Config(fetch_allow_private=(f"127.0.0.1:{site.port}",)), clock=clock) as fetcher:
            assert fetcher.fetch(site.url(host="127.0.0.1")).data == b"ok"
            with pytest.raises(FetchRefused):
                fetcher.fetch("http://127.0.0.1:1/")

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "private.example", "[::ffff:127.0.0.1]"])
    def test_a_redirect_to_a_private_address_is_refused(self, site: Site, other_site: Site, reader: Reader, host: str) -> None:
        """An allowed host cannot send the reader on to one that is not: every hop is checked again."""
        site.say("/", redirect(other_site.url("/secret", host=host)))
        other_site.say("/secret", plain(200, b"secret"))
        with pytest.raises(FetchRefused, match=r"redirected to .*not on the public internet"):
            reader.fetch(site.url())
        assert other_site.asked == []

    @pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://herald.example/a", "http://me:pw@herald.example/", "http://0x7f.1/"])
    def test_a_redirect_to_what_is_never_fetched_is_refused(self, site: Site, reader: Reader, location: str) -> None:
        """A redirect opens no other scheme, no password and no disguised number."""
        site.say("/", redirect(location))
        with pytest.raises(FetchRefused, match="redirected to an address that is never fetched"):
            reader.fetch(site.url())

    def test_a_file_address_is_refused_with_the_way_out(self, reader: Reader) -> None:
        """Whoever gives file: is told to give the path."""
        with pytest.raises(FetchRefused, match="give the path instead"):
            reader.fetch("file:///srv/reports/bridge.txt")

    def test_robots_txt_that_redirects_to_a_private_address_is_refused(self, site: Site, other_site: Site, reader: Reader) -> None:
        """The way round by robots.txt is closed as well."""
        site.say("/robots.txt", redirect(other_site.url("/secret", host="127.0.0.1")))
        with pytest.raises(FetchRefused, match="not on the public internet"):
            reader.fetch(site.url())
        assert other_site.asked == []


class TestRedirects:
    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_a_redirect_is_followed(self, site: Site, reader: Reader, status: int) -> None:
        """The five kinds of redirect lead on, relative ones too, and the final address is kept."""
        site.say("/a", redirect("b?x=ü".encode().decode("latin-1"), status))
        site.say("/b?x=%C3%BC", plain(200, b"here"))
        fetched = reader.fetch(site.url("/a"))
        assert (fetched.data, fetched.url, fetched.final_url) == (b"here", site.url("/a"), site.url("/b?x=%C3%BC"))

    def test_a_redirect_in_an_old_encoding_is_followed(self, site: Site, reader: Reader) -> None:
        """An address that is not UTF-8 is taken as Latin-1, as headers always were."""
        site.say("/a", redirect("/b\u00fc"))
        site.say("/b%C3%BC", plain(200, b"here"))
        assert reader.fetch(site.url("/a")).data == b"here"

    def test_a_redirect_to_another_host_asks_that_hosts_robots_txt(self, site: Site, other_site: Site, reader: Reader) -> None:
        """Each hop obeys its own host's rules."""
        site.say("/", redirect(other_site.url("/front", host="other.example")))
        other_site.say("/robots.txt", plain(200, b"User-agent: *\nDisallow: /"))
        with pytest.raises(FetchRefused, match=r"redirected to .*robots.txt of other.example does not allow it"):
            reader.fetch(site.url())

    def test_a_circle_of_redirects_is_named(self, site: Site, reader: Reader) -> None:
        """A circle ends at once, with the address that it comes back to."""
        site.say("/a", redirect("/b"))
        site.say("/b", redirect("/a"))
        with pytest.raises(FetchError, match=r"in a circle, back to http://herald\.example:\d+/a$"):
            reader.fetch(site.url("/a"))
        assert site.asked == ["/robots.txt", "/a", "/b"]

    def test_too_many_redirects_are_refused(self, site: Site, reader: Reader) -> None:
        """As many redirects as the setting says are followed, and not one more."""
        for number in range(4):
            site.say(f"/{number}", redirect(f"/{number + 1}"))
        site.say("/4", plain(200, b"here"))
        assert reader.fetch(site.url("/0"), fetch_redirects=4).data == b"here"
        with pytest.raises(LimitExceeded, match=r"redirects 4 times, over the limit of 3 \(fetch_redirects\)"):
            reader.fetch(site.url("/0"), fetch_redirects=3)

    def test_a_redirect_to_nowhere_is_an_error(self, site: Site, reader: Reader) -> None:
        """A redirect without an address is told as such."""
        site.say("/", plain(302))
        with pytest.raises(FetchError, match="without saying where to"):
            reader.fetch(site.url())

    def test_a_failure_behind_a_redirect_names_where(self, site: Site, reader: Reader) -> None:
        """The user gave another address, so the one that failed is named."""
        site.say("/", redirect("/gone"))
        with pytest.raises(FetchError, match=r"redirected to http://herald\.example:\d+/gone: HTTP 404 Not Found"):
            reader.fetch(site.url())


class TestTryingAgain:
    @pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 500, 501, 304, 599])
    def test_an_error_is_told_and_not_tried_again(self, site: Site, reader: Reader, status: int) -> None:
        """Statuses that time does not mend fail at once, with the status and its meaning."""
        site.say("/", plain(status))
        with pytest.raises(FetchError, match=f"^HTTP {status}"):
            reader.fetch(site.url())
        assert site.asked == ["/robots.txt", "/"]

    @pytest.mark.parametrize("status", [429, 502, 503, 504])
    def test_a_busy_server_is_asked_again_with_growing_pauses(self, site: Site, reader: Reader, status: int) -> None:
        """The pauses double; the first second in the list is the one between robots.txt and the page."""
        site.say("/", plain(status), plain(status), plain(status), plain(200, b"at last"))
        assert reader.fetch(site.url()).data == b"at last"
        assert reader.clock.pauses == [1.0, 1.0, 2.0, 4.0]

    def test_a_server_that_stays_busy_is_given_up(self, site: Site, reader: Reader) -> None:
        """After the retries of the setting the status is the reason."""
        site.say("/", plain(503))
        with pytest.raises(FetchError, match=r"^HTTP 503 Service Unavailable \(tried 4 times\)$"):
            reader.fetch(site.url())
        assert site.asked.count("/") == 4

    @pytest.mark.parametrize(
        ("value", "pause_s"),
        [
            ("7", 7.0),
            (" 7 ", 7.0),
            ("Thu, 01 May 2031 06:00:31 GMT", 28.3),
            ("3600", 60.0),
            ("9" * 4000, 60.0),
            ("Fri, 02 May 2031 06:00:00 GMT", 60.0),
            ("soon", 2.0),
            ("-5", 2.0),
            ("", 2.0),
        ],
    )
    def test_retry_after_is_kept_up_to_the_cap(self, site: Site, reader: Reader, value: str, pause_s: float) -> None:
        """Seconds or a date, never longer than the setting allows; what is neither leaves the growing pauses (here the second)."""
        site.say("/", plain(503), plain(429, Retry_After=value), plain(200, b"at last"))
        assert reader.fetch(site.url()).data == b"at last"
        assert reader.clock.pauses == pytest.approx([1.0, 1.0, pause_s])

    @pytest.mark.parametrize("value", ["0", "Thu, 01 May 2031 05:00:00 GMT"])
    def test_retry_after_nothing_still_keeps_the_pace(self, site: Site, reader: Reader, value: str) -> None:
        """A server that says "at once" is still not asked faster than the pause between two requests."""
        site.say("/", plain(503, Retry_After=value), plain(200, b"at last"))
        reader.fetch(site.url())
        assert reader.clock.pauses == [1.0, 0.0, 1.0]

    @pytest.mark.parametrize(
        "broken",
        [
            raw(b""),
            raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"),
            raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nha"),
            raw(b"\x00\xff nothing like HTTP\r\n\r\n"),
            raw(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n"),
        ],
        ids=["no answer", "cut body", "cut chunk", "not HTTP", "endless header"],
    )
    def test_a_broken_connection_is_tried_again(self, site: Site, reader: Reader, broken: Say) -> None:
        """An answer that breaks off is never taken for the whole; it is asked for again, and given up in the end."""
        site.say("/mended", broken, plain(200, b"whole"))
        site.say("/broken", broken)
        assert reader.fetch(site.url("/mended")).data == b"whole"
        with pytest.raises(FetchError, match=r"the connection to herald\.example broke off, or its answer is not HTTP"):
            reader.fetch(site.url("/broken"))
        assert site.asked.count("/broken") == 4

    def test_a_server_that_does_not_answer_is_given_up(self, site: Site, reader: Reader) -> None:
        """The wait for the next bytes ends with the setting."""
        silence = threading.Event()
        site.say("/", lambda handler: (silence.wait(10), None)[1])
        with pytest.raises(FetchError, match=r"herald\.example did not answer within 0\.5 seconds"):
            reader.fetch(site.url(), fetch_timeout_s=0.5, fetch_retries=1)
        silence.set()
        assert site.asked.count("/") == 2

    def test_a_host_that_does_not_exist_is_named(self, reader: Reader) -> None:
        """No such name is final; nothing is tried again, and the next address there is refused at once."""

        def unknown(host: str, port: int) -> Sequence[str]:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        reader.resolve = unknown
        with pytest.raises(FetchRefused, match=r"there is no host nowhere\.example"):
            reader.fetch("http://nowhere.example/")
        assert reader.clock.pauses == []

    def test_a_name_server_that_fails_is_asked_again(self, site: Site, reader: Reader) -> None:
        """A passing failure of the look-up is tried again like a broken connection."""
        failures = [socket.gaierror(socket.EAI_AGAIN, "Temporary failure")] * 2

        def stumbling(host: str, port: int) -> Sequence[str]:
            if failures:
                raise failures.pop()
            return ["127.0.0.1"]

        reader.resolve = stumbling
        site.say("/", plain(200, b"ok"))
        assert reader.fetch(site.url()).data == b"ok"
        assert reader.clock.pauses == [1.0, 2.0, 1.0]

    def test_the_next_address_of_a_host_is_tried(self, site: Site, reader: Reader) -> None:
        """A host with several addresses is reached by the first that answers."""
        reader.resolve = lambda host, port: ["127.0.0.2", "127.0.0.1"]
        site.say("/", plain(200, b"ok"))
        assert reader.fetch(site.url()).data == b"ok"


class TestLimits:
    def test_an_endless_answer_ends_at_the_size_limit(self, site: Site, reader: Reader) -> None:
        """A body without an end is refused as soon as it is too large, and not asked for again."""
        site.say("/", raw(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 4096))
        with pytest.raises(LimitExceeded, match=r"over the limit of 100,000 \(max_item_bytes\)"):
            reader.fetch(site.url(), max_item_bytes=100_000)
        assert site.asked.count("/") == 1

    def test_a_body_as_large_as_the_limit_is_read(self, site: Site, reader: Reader) -> None:
        """The limit itself is allowed; one byte more is not."""
        site.say("/", raw(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1000))
        assert len(reader.fetch(site.url(), max_item_bytes=1000).data) == 1000
        with pytest.raises(LimitExceeded):
            reader.fetch(site.url(), max_item_bytes=999)

    def test_an_announced_size_over_the_limit_is_refused_unread(self, site: Site, reader: Reader) -> None:
        """What the server itself calls too large is not begun."""
        site.say("/", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n", b"x"))
        with pytest.raises(LimitExceeded, match=r"announces 5,000,000,000 bytes, over the limit of 33,554,432 \(max_item_bytes\)"):
            reader.fetch(site.url())

    def test_a_pdf_has_a_limit_of_its_own(self, site: Site, reader: Reader) -> None:
        """A PDF may be larger than a page, up to its own setting."""
        site.say("/", plain(200, b"%PDF-" + b"x" * 995, Content_Type="application/pdf"))
        assert len(reader.fetch(site.url(), max_item_bytes=10, max_pdf_bytes=1000).data) == 1000
        with pytest.raises(LimitExceeded, match="max_pdf_bytes"):
            reader.fetch(site.url(), max_pdf_bytes=999)

    def test_a_small_body_that_unpacks_to_a_large_one_is_refused(self, site: Site, reader: Reader) -> None:
        """The limit holds for what is unpacked (a gzip bomb of 50 KB is 50 MB)."""
        site.say("/", plain(200, gzip.compress(bytes(50_000_000)), Content_Encoding="gzip"))
        with pytest.raises(LimitExceeded, match="max_item_bytes"):
            reader.fetch(site.url())

    def test_compressed_bytes_that_unpack_to_nothing_are_refused(self, site: Site, reader: Reader) -> None:
        """A gzip header whose file name never ends gives out no byte; the limit holds for what is on the wire too."""
        site.say("/", raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x08\0\0\0\0\0\xff", b"x" * 4096))
        with pytest.raises(LimitExceeded, match=r"compressed bytes, over the limit of 100,000 \(max_item_bytes\)"):
            reader.fetch(site.url(), max_item_bytes=100_000)

    @pytest.mark.parametrize(
        ("start", "drop"),
        [(b"HTTP/1.1 200 OK\r\n\r\n", b"x"), (b"HTTP/1.1 200 OK\r\nX: ", b"x"), (b"", b"HTTP/1.1 100 Continue\r\n\r\n")],
        ids=["body", "headers", "for ever 100 Continue"],
    )
    def test_a_slow_drip_ends_with_the_total_time(self, site: Site, reader: Reader, clock: Clock, start: bytes, drop: bytes) -> None:
        """A server that sends a little now and then, here every ten seconds, is left after the total time, once and for all."""

        def wait() -> None:
            clock.now_s += 10

        site.say("/", raw(start, drop, between=wait))
        with pytest.raises(LimitExceeded, match=r"takes more than 120 seconds, over the limit of 120 \(fetch_total_s\)"):
            reader.fetch(site.url())
        assert site.asked.count("/") == 1

    def test_a_silence_that_uses_up_the_total_time_is_final(self, site: Site, reader: Reader, clock: Clock) -> None:
        """A server that falls silent when the time is over is not asked again."""
        silence = threading.Event()

        def fall_silent(handler: Handler) -> None:
            clock.now_s += 500
            silence.wait(10)

        site.say("/", fall_silent)
        with pytest.raises(LimitExceeded, match="fetch_total_s"):
            reader.fetch(site.url(), fetch_timeout_s=0.05)
        silence.set()
        assert site.asked.count("/") == 1

    def test_each_redirect_has_its_own_time(self, site: Site, reader: Reader, clock: Clock) -> None:
        """Pauses and hops do not eat the time of the address that answers in the end."""

        def slow_hop(handler: Handler) -> None:
            redirect("/b")(handler)
            clock.now_s += 100

        site.say("/a", slow_hop)
        site.say("/b", plain(200, b"here"))
        assert reader.fetch(site.url("/a")).data == b"here"

    def test_an_announced_size_that_is_a_lie_changes_nothing(self, site: Site, reader: Reader) -> None:
        """What counts is what comes: a compressed body is announced by its packed size, and unpacks to more."""
        body = b"The bridge is open. " * 1000
        site.say("/", plain(200, gzip.compress(body), Content_Encoding="gzip"))
        assert reader.fetch(site.url(), max_item_bytes=len(body)).data == body


class TestRobots:
    @pytest.mark.parametrize(
        ("rules", "path", "allowed"),
        [
            (b"User-agent: *\nDisallow: /private", "/private/a", False),
            (b"User-agent: *\nDisallow: /private", "/public", True),
            (b"User-agent: *\nDisallow: /\nAllow: /news/", "/news/a", True),
            (b"User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
            (b"User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
            (b"User-agent: *\nDisallow: /%C3%BC", "/ü", False),
            (b"User-agent: other\nDisallow: /", "/a", True),
            (b"User-agent: *\nDisallow:\n\nUser-agent: ACCORDING\nDisallow: /a", "/a", False),
            (b"User-agent: *\nDisallow: /\n\nUser-agent: according\nAllow: /", "/a", True),
            (b"\xef\xbb\xbfUser-agent: *\nDisallow: /", "/a", False),
            (b"<html><body>Welcome</body></html>", "/a", True),
            (b"\x00\xff\xfe\x80", "/a", True),
            (b"", "/a", True),
        ],
    )
    def test_the_rules_are_obeyed(self, site: Site, reader: Reader, rules: bytes, path: str, allowed: bool) -> None:
        """What robots.txt says to our name, or to all, decides; what is no rule forbids nothing."""
        site.say("/robots.txt", plain(200, rules))
        for asked in ("/private/a", "/public", "/news/a", "/a", "/a.pdf", "/a?print=1", "/%C3%BC"):
            site.say(asked, plain(200, b"ok"))
        if allowed:
            assert reader.fetch(site.url(path)).data == b"ok"
        else:
            with pytest.raises(FetchRefused, match=r"^robots\.txt of herald\.example does not allow it$"):
                reader.fetch(site.url(path))
            assert site.asked == ["/robots.txt"]

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
    def test_a_site_without_robots_txt_is_fetched(self, site: Site, reader: Reader, status: int) -> None:
        """A robots.txt that is not there forbids nothing."""
        site.say("/robots.txt", plain(status))
        site.say("/", plain(200, b"ok"))
        assert reader.fetch(site.url()).data == b"ok"

    @pytest.mark.parametrize("status", [429, 500, 503])
    def test_a_site_whose_robots_txt_fails_is_refused(self, site: Site, reader: Reader, status: int) -> None:
        """Nobody knows what a site in trouble would allow, so it is left alone."""
        site.say("/robots.txt", plain(status))
        with pytest.raises(FetchRefused, match=rf"robots\.txt of herald\.example could not be read \(HTTP {status}\)"):
            reader.fetch(site.url())
        assert "/" not in site.asked

    def test_a_site_that_cannot_be_reached_is_refused_for_a_while(self, site: Site, reader: Reader) -> None:
        """A failure is remembered for minutes, so that a list of its addresses does not wait for each, and then tried again."""
        site.say("/robots.txt", plain(500), plain(404))
        site.say("/", plain(200, b"ok"))
        with reader.make() as fetcher:
            for _ in range(3):
                with pytest.raises(FetchRefused):
                    fetcher.fetch(site.url())
            assert site.asked == ["/robots.txt"]
            reader.clock.now_s += 301
            assert fetcher.fetch(site.url()).data == b"ok"

    def test_robots_txt_is_asked_once_a_day(self, site: Site, reader: Reader) -> None:
        """The rules are kept for 24 hours, and each origin has its own."""
        site.say("/", plain(200, b"ok"))
        with reader.make() as fetcher:
            for _ in range(3):
                fetcher.fetch(site.url())
            assert site.asked == ["/robots.txt", "/", "/", "/"]
            reader.clock.now_s += 24 * HOUR_S
            fetcher.fetch(site.url())
            fetcher.fetch(site.url(host="other.example"))
        assert site.asked.count("/robots.txt") == 3

    def test_robots_txt_is_followed_where_it_moved(self, site: Site, reader: Reader) -> None:
        """The rules behind a redirect count as the site's own."""
        site.say("/robots.txt", redirect("/rules.txt"))
        site.say("/rules.txt", plain(200, b"User-agent: *\nDisallow: /"))
        with pytest.raises(FetchRefused, match="does not allow it"):
            reader.fetch(site.url())

    def test_robots_txt_that_moves_for_ever_is_none(self, site: Site, reader: Reader) -> None:
        """After five redirects there is no robots.txt, as the standard has it."""
        site.say("/robots.txt", redirect("/robots.txt"))
        site.say("/", plain(200, b"ok"))
        assert reader.fetch(site.url()).data == b"ok"
        assert site.asked == ["/robots.txt"] * 6 + ["/"]

    def test_only_the_beginning_of_a_huge_robots_txt_counts(self, site: Site, reader: Reader) -> None:
        """500 KiB are read, and a line that is cut off there is no rule."""
        start = b"User-agent: *\nDisallow: /early\n"
        filler = b"#" * (ROBOTS_BYTES - len(start) - len(b"\nDisallow: /")) + b"\n"
        site.say("/robots.txt", raw(b"HTTP/1.1 200 OK\r\n\r\n" + start + filler + b"Disallow: /late\n", b"#"))
        site.say("/late", plain(200, b"ok"))
        with reader.make() as fetcher:
            assert fetcher.fetch(site.url("/late")).data == b"ok"
            with pytest.raises(FetchRefused):
                fetcher.fetch(site.url("/early"))


class TestPace:
    def test_two_requests_to_one_host_are_a_pause_apart(self, site: Site, reader: Reader) -> None:
        """robots.txt counts as a request; time that passed anyway counts as pause."""
        site.say("/", plain(200, b"ok"))
        with reader.make(fetch_host_delay_s=5.0) as fetcher:
            fetcher.fetch(site.url())
            assert reader.clock.pauses == [5.0]
            reader.clock.now_s += 2
            fetcher.fetch(site.url())
            assert reader.clock.pauses == [5.0, 3.0]
            reader.clock.now_s += 60
            fetcher.fetch(site.url())
        assert reader.clock.pauses == [5.0, 3.0]

    def test_two_hosts_do_not_wait_for_each_other(self, site: Site, reader: Reader) -> None:
        """The pause is each host's own."""
        site.say("/", plain(200, b"ok"))
        with reader.make() as fetcher:
            fetcher.fetch(site.url())
            before = list(reader.clock.pauses)
            with pytest.raises(FetchRefused):
                fetcher.fetch("http://127.0.0.1/")
            assert reader.clock.pauses == before
            fetcher.fetch(site.url(host="other.example"))
        assert reader.clock.pauses == [1.0, 1.0]

    @pytest.mark.parametrize(("asked", "pause_s"), [(b"7", 7.0), (b"2.5", 2.5), (b"0.1", 1.0), (b"-3", 1.0), (b"nan", 1.0), (b"x", 1.0)])
    def test_a_crawl_delay_is_kept(self, site: Site, reader: Reader, asked: bytes, pause_s: float) -> None:
        """The longer of the site's wish and the setting is the pause; a wish that is no number is none."""
        site.say("/robots.txt", plain(200, b"User-agent: *\nCrawl-delay: " + asked))
        site.say("/", plain(200, b"ok"))
        with reader.make() as fetcher:
            fetcher.fetch(site.url())
            fetcher.fetch(site.url())
        assert reader.clock.pauses == [pause_s, pause_s]

    def test_a_crawl_delay_of_a_day_is_refused(self, site: Site, reader: Reader) -> None:
        """A wish that would look like a hang is neither broken nor waited for."""
        site.say("/robots.txt", plain(200, b"User-agent: *\nCrawl-delay: 86400"))
        with pytest.raises(FetchRefused, match="asks for 86,400 seconds between requests"):
            reader.fetch(site.url())


class TestSecurely:
    def test_a_certificate_of_the_host_is_trusted(self, secure_site: Site, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
        """The connection goes to a checked number, and the certificate is still held against the name."""
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        secure_site.say("/", plain(200, b"ok"))
        assert reader.fetch(secure_site.url(scheme="https")).data == b"ok"

    def test_a_certificate_of_another_host_is_refused(self, secure_site: Site, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
        """A trusted certificate for one name does not serve another, and trying again would not help."""
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        with pytest.raises(FetchError, match=r"certificate of other\.example is not valid \(Hostname mismatch"):
            reader.fetch(secure_site.url(host="other.example", scheme="https"))
        assert (secure_site.asked, reader.clock.pauses) == ([], [])

    def test_an_unknown_certificate_is_refused(self, secure_site: Site, reader: Reader) -> None:
        """A certificate that nobody vouches for ends the exchange."""
        with pytest.raises(FetchError, match=r"certificate of herald\.example is not valid"):
            reader.fetch(secure_site.url(scheme="https"))

    def test_a_server_without_tls_is_told(self, site: Site, reader: Reader) -> None:
        """A secure address of a server that speaks plain http fails with a reason."""
        with pytest.raises(FetchError, match=r"no secure connection to herald\.example"):
            reader.fetch(site.url(scheme="https"))


@pytest.mark.parametrize("agent", ["", " ", "according/0.1\r\nX: y", "вестник/1", "according ", "/0.1"])
def test_a_user_agent_that_is_none_is_a_usage_error(agent: str) -> None:
    """A setting that no server could read is told before anything is fetched."""
    with pytest.raises(UsageError, match="fetch_user_agent"):
        Fetcher(Config(fetch_user_agent=agent))


def test_the_system_clock_and_resolver_are_the_default() -> None:
    """Without any fakes, the machine's own resolver finds the loopback, which is refused."""
    with Fetcher(Config()) as fetcher, pytest.raises(FetchRefused, match=r"localhost \(at .*\) is not on the public internet"):
        fetcher.fetch("http://localhost/")


def test_the_page_on_fetching_names_settings_that_exist(tmp_path: Path) -> None:
    """Every setting in docs/fetching.md exists, and its example of a settings file is read."""
    page = (Path(__file__).parents[2] / "docs" / "fetching.md").read_text(encoding="utf-8")
    names = set(re.findall(r"\b(?:fetch|max)_[a-z_]+", page))
    assert {f"fetch_{name}" for name in ("retries", "redirects", "allow_private", "host_delay_s")} <= names
    assert names <= {setting.name for setting in fields(Config)}
    example = tmp_path / "settings.toml"
    example.write_text(page.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    assert load_config({}, example).fetch_allow_private == ("archive.intranet.example", "10.0.0.7:8080")
