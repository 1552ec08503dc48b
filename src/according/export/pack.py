"""An evidence pack: one zip file that holds the captures as they came, all that was read in them and held of it, and pages to look at it.

The bag's form is RFC 8493's, so that archives can check it without According; ``according verify PACK`` checks what hashes alone do not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

import msgspec

from according import __version__
from according.errors import UsageError
from according.export.bag import LINES, BagWriter
from according.export.chosen import Chosen, Held
from according.export.evidence_lines import (
    capture_lines,
    incident_lines,
    iter_raw,
    iter_texts,
    judgement_lines,
    log_lines,
    reading_lines,
    report_lines,
)
from according.export.formats import Choices, Format, Written
from according.export.pages import Kind, write_pages
from according.export.rows import Rows, open_rows
from according.hiding import EXPORT, hiding_from
from according.ids import sha256_hex
from according.model import SCHEMA
from according.store import Account
from according.views.filters import Filter

FORM = "according.pack/1"
"""The name of what a pack holds, as ``pack.json`` says it."""
ABOUT, VIEW = "pack.json", "view/"
_TITLE = "title"
_README = """\
This is an evidence pack of According, in the form of a BagIt bag (RFC 8493).

view/index.html      what the pack holds, to be opened in a browser; nothing is fetched from elsewhere
raw/                 the bytes as they were fetched, each file named by its SHA-256
texts/               the text that was read in them, one file for each report
captures.jsonl       which bytes came from where, when and how
reports.jsonl        the reports: which part of which capture, under which names
readings.jsonl       what was read in each report, by which version
incidents.jsonl      what is told of each incident, by origin, with its sentences and figures
judgements.jsonl     what people and rules hold
log.jsonl            what people did; each entry carries the hash of the one before
pack.json            what was asked for, what is left out, and the versions of software and vocabularies

To check it without According: unpack it, and run "sha256sum -c manifest-sha256.txt" and
"sha256sum -c tagmanifest-sha256.txt" in its folder, or any program that validates BagIt bags.
To check all that hashes alone do not show: according verify PACK
"""


class _View:
    """The folder of the pack that its pages stand in."""

    def __init__(self, bag: BagWriter) -> None:
        self._bag = bag

    def add(self, path: str, data: bytes) -> None:
        """Write one file."""
        self._bag.add(VIEW + path, data)


def write(account: Account, asked: Filter, target: Path, choices: Choices) -> Written:
    """Write the pack; raises ``UsageError`` where something is to be kept back, since the bytes as they came hold all of it."""
    if not hiding_from(choices.policy, EXPORT).is_open:
        raise UsageError("an evidence pack holds the captures as they came, so nothing can be kept back in it: write a site instead")
    title = choices.options.get(_TITLE) or "Evidence pack"
    with open_rows(account, asked, choices) as rows, BagWriter(target, "Evidence for an account of armed conflict") as bag:
        held = _write_payload(bag, rows, title)
    return Written(
        target, held.held, {f"{name} that the chosen incidents do not rest on": number for name, number in held.left_out.items() if number}
    )


def _write_payload(bag: BagWriter, rows: Rows, title: str) -> Held:
    connection, chosen = rows.connection, Chosen(rows.asked)
    for path, data in iter_raw(connection, chosen):
        bag.add(path, data)
    for path, data in iter_texts(connection, chosen):
        bag.add(path, data)
    lines: dict[str, Iterable[bytes]] = {
        "captures": capture_lines(connection, chosen),
        "reports": report_lines(connection, chosen),
        "readings": reading_lines(connection, chosen),
        "incidents": incident_lines(rows),
        "judgements": judgement_lines(rows),
        "log": log_lines(connection, chosen),
    }
    numbers = {name: _write_lines(bag, name + LINES, several) for name, several in lines.items()}
    held = write_pages(rows, _View(bag), Kind(title, raw="../"))
    bag.add("README.txt", _README.encode())
    bag.add(ABOUT, _about(rows.asked, numbers, held))
    return Held({name: number for name, number in numbers.items() if name != "log"}, held.left_out)


def _write_lines(bag: BagWriter, path: str, lines: Iterable[bytes]) -> int:
    number = 0
    with bag.stream(path) as file:
        for line in lines:
            file.write(line)
            number += 1
    return number


def _about(asked: Filter, numbers: dict[str, int], held: Held) -> bytes:
    """What was asked for, how much is there and how much is left out, and what made it."""
    vocabularies = sorted((one for one in files("according.vocab").iterdir() if one.name.endswith(".yml")), key=lambda one: one.name)
    tagger = files("according.tag") / "weights" / "hashes.json"
    said = {
        "form": FORM,
        "asked": asdict(asked),
        "lines": numbers,
        "left_out": held.left_out,
        "software": {"according": __version__, "reading": SCHEMA},
        "vocabularies": {one.name: sha256_hex(one.read_bytes()) for one in vocabularies},
        "tagger": msgspec.json.decode(tagger.read_bytes()),
    }
    return msgspec.json.format(msgspec.json.encode(said), indent=1) + b"\n"


FORMAT = Format(
    "pack",
    "an evidence pack: one BagIt zip with captures, readings, judgements, log and pages to look at it",
    ".zip",
    write,
    {_TITLE: "TEXT"},
)
