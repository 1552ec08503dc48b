"""The demo's account with judgements of people, the pack of it, and ways to break a pack as an accident or a forger would."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from according.export import Choices, find_format, run_export
from according.export.bag import DECLARATION, INFO, MANIFEST, PAYLOAD, ROOT, TAG_MANIFEST, make_entry
from according.export.checking import PackFault, Tally, verify_pack
from according.store import Account
from according.store.judging import add_judgements, make_judgement
from according.store.ledger import happenings
from according.store.schema import reports
from according.views import Filter
from tests.show.conftest import demo_file

__all__ = ["demo_file", "judged", "pack"]
AT = datetime(2019, 6, 2, tzinfo=UTC).isoformat()
AIR_STRIKES = Filter(kinds=("air_strike",))
Change = Callable[[bytes], bytes]


@pytest.fixture(scope="session")
def judged(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """The demo's account, in which Amira holds something of a report that tells of an air strike, and Bojan of one that tells of none."""
    path = tmp_path_factory.mktemp("pack") / "demo.db"
    shutil.copy(demo_file, path)
    with Account.open(str(path)) as account:
        with account.writing_rows() as connection:
            named = dict(connection.execute(select(reports.c.id, reports.c.seq)).all())
            struck = set(connection.scalars(select(happenings.c.report_seq).where(happenings.c.kind == "air_strike")))
            inside = min(name for name, seq in named.items() if seq in struck)
            outside = min(name for name, seq in named.items() if seq not in struck)
            for person, name in (("Amira", inside), ("Bojan", outside)):
                add_judgements(connection, [make_judgement("reading", "right", name, None, f"person:{person}", AT, report=name)])
        yield account


@pytest.fixture(scope="session")
def pack(judged: Account, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of the whole account; nobody writes into it."""
    return write_pack(judged, tmp_path_factory.mktemp("packs") / "demo.zip")


def write_pack(account: Account, target: Path, asked: Filter | None = None) -> Path:
    """A pack of the account."""
    run_export(account, find_format("pack"), asked or Filter(), target, Choices())
    return target


def faults_of(pack: Path) -> list[PackFault]:
    """All that is wrong with a pack."""
    return list(verify_pack(pack, Tally()))


def files_of(pack: Path) -> dict[str, bytes]:
    """The files of the bag by their paths in it."""
    with zipfile.ZipFile(pack) as opened:
        return {name.removeprefix(ROOT): opened.read(name) for name in opened.namelist()}


def forge(pack: Path, target: Path, changes: Mapping[str, Change | bytes | None]) -> Path:
    """The pack with files changed, added or (None) removed, and with manifests that were written anew to fit."""
    files = files_of(pack)
    for path, change in changes.items():
        if change is None:
            del files[path]
        else:
            files[path] = change if isinstance(change, bytes) else change(files[path])
    payload = {path: data for path, data in files.items() if path.startswith(PAYLOAD)}
    files[MANIFEST] = _manifest(payload)
    files[INFO] = b"Payload-Oxum: %d.%d\n" % (sum(map(len, payload.values())), len(payload))
    files[TAG_MANIFEST] = _manifest({name: files[name] for name in (DECLARATION, INFO, MANIFEST)})
    return zip_up(files, target)


def zip_up(files: Mapping[str, bytes], target: Path) -> Path:
    """A zip file of these files, written as a pack is except for the larger form of files that are written by lines."""
    with zipfile.ZipFile(target, "w") as opened:
        for path, data in files.items():
            opened.writestr(make_entry(ROOT + path), data)
    return target


def _manifest(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in files.items()).encode()
