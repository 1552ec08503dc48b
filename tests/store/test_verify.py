"""Whatever is changed behind the account's back is found and named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from according.store import Account
from tests.store.material import READER, make_article_with_posts, make_outcome

Tamper = Callable[[str], None]

CHANGES = [
    ("UPDATE blobs SET data = {bytes} WHERE sha256 = '{raw}'", "raw", "{raw}", "SHA-256"),
    ("UPDATE blobs SET data = {junk} WHERE sha256 = '{raw}'", "raw", "{raw}", "cannot be unpacked"),
    ("UPDATE blobs SET size = size + 1 WHERE sha256 = '{raw}'", "raw", "{raw}", "size"),
    ("DELETE FROM blobs WHERE sha256 = '{raw}'", "raw", "{raw}", "missing"),
    ("UPDATE captures SET url = 'https://gazette.example/8' WHERE id = '{capture}'", "capture", "{capture}", "follow"),
    ("DELETE FROM captures WHERE id = '{capture}'", "capture", "sha256:", "missing"),
    ("UPDATE reports SET text = 'Nobody died.' WHERE id = '{report}'", "text", "{report}", "SHA-256"),
    ("UPDATE reports SET url = 'https://gazette.example/8' WHERE id = '{report}'", "report", "{report}", "follow"),
    ("UPDATE reports SET locator = 'post/9' WHERE id = '{report}'", "report", "{report}", "follow"),
    ("UPDATE reports SET ref = 'another' WHERE id = '{report}'", "report", "{report}", "not the one that was read"),
    ("UPDATE readings SET body = replace(body, 'Tern', 'Gull')", "reading", "sha256:", "does not have the id"),
    (
        "UPDATE readings SET body = 'x' WHERE report_seq = (SELECT seq FROM reports WHERE id = '{report}')",
        "reading",
        "sha256:",
        "does not have the id",
    ),
    ("DELETE FROM readings WHERE report_seq = (SELECT seq FROM reports WHERE id = '{report}')", "reading", "{report}", "missing"),
    ("DELETE FROM reports WHERE id = '{report}'", "report", "sha256:", "missing"),
    ("DELETE FROM reports WHERE id = '{report}'", "ref", "", "missing"),
]


@pytest.mark.parametrize(("statement", "what", "name", "reason"), CHANGES)
def test_each_kind_of_change_is_found(
    account: Account, tamper: Tamper, address: str, statement: str, what: str, name: str, reason: str
) -> None:
    """The finding names the thing, where it came from, and what is wrong with it."""
    url = "https://gazette.example/7"
    for number in range(40):
        account.add(make_outcome(f"r{number}", f"Shell {number} fell."), reader=READER)
    account.add(make_article_with_posts("a", "Ten died.", ["Joy"], url=url, title="Tern"), reader=READER)
    assert list(account.verify()) == []
    frame = b"\x28\xb5\x2f\xfd\x20\x0d\x69\x00\x00Ten died?\nJoy".hex()
    is_server = address.startswith("postgresql")
    capture = account.capture(url)
    known = {"raw": capture.sha256, "capture": capture.id, "report": account.reading(url).report.id}
    known |= {"bytes": f"'\\x{frame}'" if is_server else f"x'{frame}'", "junk": "'\\x00'" if is_server else "x'00'"}
    tamper(statement.format(**known))
    found = [finding for finding in account.verify() if finding.what == what]
    assert len(found) >= 1
    assert all(reason in finding.reason and finding.name.startswith(name.format(**known)) for finding in found)


def test_a_forged_reading_with_an_id_of_its_own_is_found(account: Account, tamper: Tamper) -> None:
    """A body that is no reading at all does not stop the search for more."""
    from according.ids import reading_id

    account.add(make_outcome("a"), reader=READER)
    report = account.reading("a").report.id
    tamper(f"UPDATE readings SET body = 'x', id = '{reading_id(report, b'x')}'")
    assert [(finding.what, finding.name) for finding in account.verify()] == [("report", report)]


def test_a_file_with_broken_pages_is_named_and_looked_through(tmp_path: Path) -> None:
    """What SQLite cannot read is a finding, not an end."""
    path = tmp_path / "account.db"
    with Account.open(str(path)) as account:
        for number in range(200):
            account.add(make_outcome(f"r{number}", f"Shell {number} fell. " * 50), reader=READER)
    data = bytearray(path.read_bytes())
    for page in range(len(data) // 8192, len(data) // 4096, 2):  # the first half holds what every account has
        data[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(data)
    with Account.open(str(path)) as account:
        found = list(account.verify())
    assert sum(finding.what == "database" for finding in found) > 1
    assert any("malformed" in finding.reason for finding in found)
