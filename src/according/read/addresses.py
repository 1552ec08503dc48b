"""Which web addresses may be fetched at all: spelled plainly, http or https, and on the public internet.

An address is taken apart once, here; what is connected to is what was checked, never a second reading of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urljoin, urlsplit

from according.errors import FetchRefused, UsageError

MAX_URL_CHARS = 8_192
DEFAULT_PORTS = {"http": 80, "https": 443}
_KEPT = "/%:@!$&'()*+,;=~-._"

# The special-purpose registries of IANA, written out because ``ipaddress`` changed its mind on them between releases.
_REFUSED_V4 = (
    *map(IPv4Network, ("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12")),
    *map(IPv4Network, ("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15")),
    *map(IPv4Network, ("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4")),
)
_GLOBAL_V6 = IPv6Network("2000::/3")
_REFUSED_V6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))
_NAT64 = IPv6Network("64:ff9b::/96")

_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\\]")
# Letters that the old and the new rules for international names turn into different hosts: sharp s, final sigma, joiners.
_AMBIGUOUS = re.compile("[\u00df\u1e9e\u03c2\u200c\u200d]")


@dataclass(frozen=True, slots=True)
class Target:
    """A web address taken apart: ``http://B\u00fccher.example:8080/a b#c`` is host ``xn--bcher-kva.example``, target ``/a%20b``.

    ``host`` is lower-case ASCII without brackets or a final dot; ``path`` carries the query, percent-encoded.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as they stand in an address and in the Host header."""
        host = _bracketed(self.host)
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt speaks for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole address in plain ASCII, without its fragment."""
        return self.origin + self.path


def parse_target(url: str) -> Target:
    """The address taken apart; raises ``FetchRefused`` for one that is never fetched.

    >>> parse_target("HTTP://Herald.Example.:80/front?day=2#top").url
    'http://herald.example/front?day=2'
    """
    url = url.strip(" \t\r\n")
    if len(url) > MAX_URL_CHARS:
        raise FetchRefused(f"the address is longer than {MAX_URL_CHARS:,} characters")
    if _CONTROL.search(url):
        raise FetchRefused("the address holds a control character or a backslash")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchRefused(f"this is not a web address ({error})") from error
    _check_scheme(parts.scheme, parts.netloc)
    host = parts.hostname or ""
    if port == 0 or (parts.netloc.startswith("[") and ":" not in host):
        raise FetchRefused(f"{parts.netloc!r} is not a host to connect to")
    path = quote(parts.path or "/", safe=_KEPT) + ("?" + quote(parts.query, safe=_KEPT + "?") if parts.query else "")
    return Target(parts.scheme, parse_host(host), port or DEFAULT_PORTS[parts.scheme], path)


def resolve_redirect(base: Target, location: str) -> Target:
    """Where a redirect from ``base`` leads; raises as ``parse_target`` does."""
    if _CONTROL.search(location):
        raise FetchRefused("the address holds a control character or a backslash")
    try:
        joined = urljoin(base.url, location.strip(" "))
    except ValueError as error:
        raise FetchRefused(f"this is not a web address ({error})") from error
    return parse_target(joined)


def _check_scheme(scheme: str, netloc: str) -> None:
    """Refuse what is not the web, and what carries a password."""
    if scheme == "file":
        raise FetchRefused("file: addresses are not fetched; give the path instead")
    if scheme not in DEFAULT_PORTS:
        raise FetchRefused(f"{scheme}: addresses are not fetched, only http and https" if scheme else "this is not a web address")
    if "@" in netloc:
        raise FetchRefused("an address with a user name or password is not fetched, for it would be kept with the evidence")


def parse_host(host: str) -> str:
    """The host in its one spelling; raises ``FetchRefused`` for disguised numbers and for what is no host name."""
    if not host:
        raise FetchRefused("the address names no host")
    if ":" in host:
        return _parse_ipv6(host)
    name = _to_ascii(host).lower().removesuffix(".")
    if _NUMERIC_LABEL.fullmatch(name.rpartition(".")[2]):
        return _parse_ipv4(name)
    if len(name) > 253 or not _HOST.fullmatch(name):
        raise FetchRefused(f"{name!r} is not a host name")
    return name


def _parse_ipv4(name: str) -> str:
    """A number as host: only four plain decimal numbers, because libraries read every other spelling differently."""
    try:
        return str(IPv4Address(name))
    except ValueError as error:
        raise FetchRefused(f"{name} is an odd spelling of an IP address; write it as four decimal numbers") from error


def _parse_ipv6(host: str) -> str:
    try:
        address = IPv6Address(host)
    except ValueError as error:
        raise FetchRefused(f"[{host}] is not an IPv6 address") from error
    if address.scope_id is not None:
        raise FetchRefused("an IPv6 address with a zone is link-local, not public")
    return str(address)


def _to_ascii(host: str) -> str:
    """An international name in its xn-- form, which also turns full-width digits and dots into plain ones."""
    if host.isascii():
        return host
    if _AMBIGUOUS.search(host):
        raise FetchRefused(f"{host!r} can mean two different hosts; write it in its xn-- form")
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise FetchRefused(f"{host!r} is not a host name") from error


def is_public(address: str) -> bool:
    """Whether an IP address is globally routable, and every IPv4 address wrapped inside it as well.

    >>> is_public("192.168.0.1"), is_public("::ffff:10.0.0.1"), is_public("64:ff9b::a00:1"), is_public("9.9.9.9")
    (False, False, False, True)
    """
    ip = ip_address(address)
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _REFUSED_V4)
    if ip.ipv4_mapped is not None:
        return is_public(str(ip.ipv4_mapped))
    if ip in _NAT64:
        return is_public(str(IPv4Address(int(ip) & 0xFFFFFFFF)))
    if ip.sixtofour is not None and not is_public(str(ip.sixtofour)):
        return False
    return ip.scope_id is None and ip in _GLOBAL_V6 and not any(ip in network for network in _REFUSED_V6)


def is_allowed_private(host: str, port: int, allowed: Iterable[str]) -> bool:
    """Whether the settings name this host, or this host and port, as one that may be private."""
    return host in allowed or f"{_bracketed(host)}:{port}" in allowed


def parse_allowed(entries: Iterable[str]) -> frozenset[str]:
    """The hosts that may be private, spelled as ``parse_target`` spells them; raises ``UsageError``."""
    return frozenset(_parse_entry(entry.strip()) for entry in entries if entry.strip())


def _parse_entry(entry: str) -> str:
    # An IPv6 address may stand alone, without brackets; anything else reads as the part of an address after "//".
    text = f"[{entry}]" if entry.count(":") > 1 and not entry.startswith("[") else entry
    try:
        parts = urlsplit("//" + text)
        port, host = parts.port, parse_host(parts.hostname or "")
    except (ValueError, FetchRefused) as error:
        raise UsageError(f"setting fetch_allow_private: {entry!r} is neither host nor host:port ({error})") from error
    if parts.path or parts.query or "@" in parts.netloc:
        raise UsageError(f"setting fetch_allow_private: {entry!r} is neither host nor host:port")
    return host if port is None else f"{_bracketed(host)}:{port}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
