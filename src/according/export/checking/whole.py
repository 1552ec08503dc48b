"""The check of a whole pack: first the zip file, then the bag, then what the files say, the log, and the pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec

from according.errors import UsageError
from according.export.bag import PAYLOAD
from according.export.checking.bags import bag_faults
from according.export.checking.containers import Container, Refused, open_folder, open_zip, read_whole
from according.export.checking.contents import Contents
from according.export.checking.faults import PackFault, Tally
from according.export.checking.layout import layout_faults
from according.export.checking.lines import LogLine, path_of, read_lines
from according.export.checking.logs import log_reasons
from according.export.checking.views import view_faults
from according.export.pack import ABOUT, FORM


class _About(msgspec.Struct):
    """What is checked of ``pack.json``."""

    form: str
    lines: dict[str, int]


def verify_pack(path: Path, tally: Tally) -> Iterator[PackFault]:
    """Everything in a pack that is not as it was written; ``path`` is the zip file, or the folder that it was unpacked to.

    A pack that could do harm is refused unopened, with the one fault that says why. Raises ``UsageError`` where there is nothing.
    """
    if not path.exists():
        raise UsageError(f"there is no {path}")
    with ExitStack() as stack:
        try:
            if path.is_dir():
                container = open_folder(path)
            else:
                container, opened = open_zip(path)
                stack.enter_context(opened)
                yield from layout_faults(opened, path)
        except Refused as refused:
            yield refused.fault
            return
        yield from _faults(container, tally)


def _faults(container: Container, tally: Tally) -> Iterator[PackFault]:
    hashes: dict[str, str] = {}
    yield from bag_faults(container, tally, hashes)
    found: list[PackFault] = []
    contents = Contents(container, hashes, tally, found.append)
    contents.check()
    entries = read_lines(container, "log", LogLine, tally, found.append)
    reasons = list(log_reasons(entries, contents.judgements()))
    found += [PackFault(path_of("log"), reason) for reason in reasons]
    yield from found
    yield from _about_faults(container, tally)
    yield from view_faults(container, contents)


def _about_faults(container: Container, tally: Tally) -> Iterator[PackFault]:
    path = PAYLOAD + ABOUT
    try:
        said = msgspec.json.decode(read_whole(container, path), type=_About)
    except Refused as refused:
        yield refused.fault
        return
    except msgspec.DecodeError as error:
        yield PackFault(path, f"does not say what the pack is: {error}")
        return
    if said.form != FORM:
        yield PackFault(path, f"is of the form {said.form}, and this version knows {FORM} only")
    for name, number in said.lines.items():
        if tally.lines.get(name) != number:
            yield PackFault(path_of(name), f"has {tally.lines.get(name, 0)} lines, and {ABOUT} says {number}")
