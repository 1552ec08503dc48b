"""Which web addresses are fetched at all, as tables."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.errors import FetchRefused, UsageError
from according.read.addresses import is_allowed_private, is_public, parse_allowed, parse_host, parse_target, resolve_redirect

SPELLINGS = [
    ("http://herald.example", "http://herald.example/"),
    ("  HTTP://HERALD.Example:80/Front?Day=2#top \n", "http://herald.example/Front?Day=2"),
    ("https://herald.example.:443/", "https://herald.example/"),
    ("https://herald.example:8443", "https://herald.example:8443/"),
    ("http://bücher.example/straße", "http://xn--bcher-kva.example/stra%C3%9Fe"),
    ("http://مثال.example/", "http://xn--mgbh0fb.example/"),
    ("http://ｈｅｒａｌｄ．example/", "http://herald.example/"),
    ("http://herald.example/a b?q=c d", "http://herald.example/a%20b?q=c%20d"),
    ("http://herald.example/a%20b%2F", "http://herald.example/a%20b%2F"),
    ("http://[2620:FE:0::fe]:8080/x", "http://[2620:fe::fe]:8080/x"),
    ("http://under_score.example/", "http://under_score.example/"),
    ("http://9.9.9.9/", "http://9.9.9.9/"),
]

REFUSED = [
    ("file:///srv/report.txt", "give the path instead"),
    ("ftp://herald.example/a", "only http and https"),
    ("data:text/plain,hello", "only http and https"),
    ("javascript:alert(1)", "only http and https"),
    ("gopher://herald.example/", "only http and https"),
    ("herald.example/front", "not a web address"),
    ("", "not a web address"),
    ("http://", "names no host"),
    ("http:///front", "names no host"),
    ("http://reader:secret@herald.example/", "user name or password"),
    ("http://herald.example@127.0.0.1/", "user name or password"),
    ("http://herald.example\\@127.0.0.1/", "backslash"),
    ("http://herald.example/\x00", "control character"),
    ("http://herald.example/\r\nHost: other.example", "control character"),
    ("http://herald.example/\udc80", "control character"),
    ("http://herald example/", "not a host name"),
    ("http://%31%32%37.0.0.1/", "not a host name|odd spelling"),
    ("http://herald..example/", "not a host name"),
    ("http://herald.example../", "not a host name"),
    ("http://-herald.example/", "not a host name"),
    ("http://" + "a" * 64 + ".example/", "not a host name"),
    ("http://" + "a." * 130 + "example/", "not a host name"),
    ("http://" + "ü" * 80 + ".example/", "not a host name"),
    ("http://herald.example:99999/", "not a web address"),
    ("http://herald.example:port/", "not a web address"),
    ("http://herald.example:0/", "not a host to connect to"),
    ("http://[::1", "not a web address"),
    ("http://[1:2:3]/", "is not an IPv6 address|not a web address"),
    ("http://herald.example:8:8/", "not"),
    ("http://[v1.x]/", "not a host to connect to"),
    ("http://[fe80::1%25eth0]/", "not|zone"),
    ("http://stra\u00dfe.example/", "two different hosts"),
    ("http://herald.example\u2100/", "not"),
    ("http://herald.example/" + "x" * 9000, "longer than"),
    ("http://2130706433/", "odd spelling"),
    ("http://0x7f.1/", "odd spelling"),
    ("http://0x7f000001/", "odd spelling"),
    ("http://0177.0.0.1/", "odd spelling"),
    ("http://127.1/", "odd spelling"),
    ("http://127.0.0.01/", "odd spelling"),
    ("http://１２７.１/", "odd spelling"),
    ("http://127.0.0.1.5/", "odd spelling"),
]

# fmt: off
NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.0.1", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a00:1",
    "64:ff9b:1::808:808", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "2001:2::1", "2002:7f00:1::",
    "2002:a00:1::1", "2002:c0a8:101::1", "3fff::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%2", "fec0::1", "ff02::1", "ff0e::1",
    "4000::1",
]
PUBLIC = [
    "9.9.9.9", "8.8.4.4", "172.32.0.1", "192.0.1.1", "100.128.0.1", "2620:fe::fe", "2a00:1450::1", "64:ff9b::909:909",
    "::ffff:9.9.9.9", "2002:909:909::1",
]
# fmt: on


@pytest.mark.parametrize(("given_url", "url"), SPELLINGS)
def test_an_address_has_one_spelling(given_url: str, url: str) -> None:
    """However an address is written, it is taken apart into the same ASCII parts, and taking those apart changes nothing."""
    assert parse_target(given_url).url == url
    assert parse_target(url) == parse_target(given_url)


@pytest.mark.parametrize(("url", "reason"), REFUSED)
def test_an_odd_address_is_refused_with_the_reason(url: str, reason: str) -> None:
    """Other schemes, passwords, disguised numbers and broken spellings are never fetched."""
    with pytest.raises(FetchRefused, match=reason):
        parse_target(url)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_a_special_address_is_not_public(address: str) -> None:
    """Private, loopback, link-local, multicast, reserved and documentation addresses are not public, nor what wraps one."""
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_ordinary_address_is_public(address: str) -> None:
    """Addresses of the public internet pass, also those that an IPv6-only network wraps."""
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_a_wrapped_address_is_as_public_as_what_it_wraps(address: IPv4Address) -> None:
    """Mapped and NAT64 forms give no way round the check, and 6to4 none to a private address."""
    number = int(address)
    mapped = IPv6Address((0xFFFF << 32) | number)
    nat64 = IPv6Address((0x64FF9B << 96) | number)
    sixtofour = IPv6Address((0x2002 << 112) | (number << 80) | 1)
    assert is_public(str(mapped)) == is_public(str(nat64)) == is_public(str(sixtofour)) == is_public(str(address))


@given(st.ip_addresses())
def test_what_is_public_is_never_special(address: IPv4Address | IPv6Address) -> None:
    """No address that Python's own list calls loopback, private, link-local, multicast or unspecified counts as public."""
    if is_public(str(address)):
        inner = getattr(address, "ipv4_mapped", None) or address
        kinds = ("is_loopback", "is_link_local", "is_multicast", "is_unspecified", "is_private")
        assert not any(getattr(inner, kind) for kind in kinds)


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "http://herald.example/", "http://["]))
def test_any_text_is_an_address_in_one_spelling_or_refused(text: str, start: str) -> None:
    """No text breaks the parser, and what it accepts is plain ASCII that it reads the same way again."""
    try:
        target = parse_target(start + text)
    except FetchRefused:
        return
    assert target.url.isascii()
    assert parse_target(target.url) == target


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "https://herald.example:8443/b"),
        ("b?x=1", "https://herald.example:8443/a/b?x=1"),
        ("//other.example/c", "https://other.example/c"),
        ("http://other.example", "http://other.example/"),
        ("?page=2", "https://herald.example:8443/a/front?page=2"),
        ("#end", "https://herald.example:8443/a/front"),
    ],
)
def test_a_redirect_is_read_against_the_address_that_sent_it(location: str, url: str) -> None:
    """Relative redirects lead where a browser would go."""
    assert resolve_redirect(parse_target("https://herald.example:8443/a/front"), location).url == url


@pytest.mark.parametrize("location", ["file:///etc/passwd", "http://reader:secret@other.example/", "http://other.example\\@x/", "//[::1"])
def test_a_redirect_to_an_odd_address_is_refused(location: str) -> None:
    """A redirect is checked exactly as an address that the user gave."""
    with pytest.raises(FetchRefused):
        resolve_redirect(parse_target("https://herald.example/"), location)


@pytest.mark.parametrize(
    ("entry", "host", "port", "allowed"),
    [
        ("desk.intranet.example", "desk.intranet.example", 8080, True),
        ("Desk.Intranet.Example.", "desk.intranet.example", 80, True),
        ("desk.intranet.example:8080", "desk.intranet.example", 8080, True),
        ("desk.intranet.example:8080", "desk.intranet.example", 8081, False),
        ("desk.intranet.example", "other.intranet.example", 80, False),
        ("10.0.0.7", "10.0.0.7", 80, True),
        ("::1", "::1", 443, True),
        ("[::1]:8080", "::1", 8080, True),
        ("[::1]:8080", "::1", 80, False),
        ("[::1:80]", "::1", 80, False),
    ],
)
def test_a_private_host_may_be_named(entry: str, host: str, port: int, allowed: bool) -> None:
    """The setting names hosts, or hosts with a port; a host with a port opens no other port."""
    assert is_allowed_private(host, port, parse_allowed((entry, " "))) is allowed


@pytest.mark.parametrize(
    "entry", ["http://desk.example", "desk.example/a", "a b", "1:2:3", "desk.example:port", "me@desk.example", "0x7f.1", "[::1"]
)
def test_a_private_host_that_is_no_host_is_a_usage_error(entry: str) -> None:
    """A setting that could never match is told, instead of silently not working."""
    with pytest.raises(UsageError, match="fetch_allow_private"):
        parse_allowed((entry,))


def test_a_host_with_nothing_in_it_is_refused() -> None:
    """An empty host and a lone dot are no hosts."""
    for host in ("", "."):
        with pytest.raises(FetchRefused):
            parse_host(host)
