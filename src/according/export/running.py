"""Writes an export beside its target and moves it there once it is whole: who looks finds all of it or nothing."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import uuid
from dataclasses import asdict, replace
from pathlib import Path

from according import __version__
from according.errors import UsageError
from according.export.formats import Choices, Format, Written
from according.hiding import EXPORT, redact
from according.store import Account
from according.views.filters import Filter

STANDARD_OUTPUT = Path("-")
NOTE = "according-export.json"
"""What stands in every exported folder: what was asked for, how many rows it holds, and what was left out for which reason."""


def run_export(account: Account, form: Format, asked: Filter, target: Path, choices: Choices, *, force: bool = False) -> Written:
    """Write the account, or what was asked of it, in a format; ``-`` as the target is standard output.

    Raises ``UsageError`` for an option that the format does not know, where there is something at the target already (unless ``force``),
    where that is a folder that holds no export, and for a folder that is to go to standard output.
    """
    if unknown := sorted(choices.options.keys() - form.options.keys()):
        known = ", ".join(form.options) or "no options"
        raise UsageError(f"the format {form.name} has no option {unknown[0]!r}: it takes {known}")
    if target == STANDARD_OUTPUT:
        return _to_standard_output(account, form, asked, choices)
    _check(target, form, force=force)
    draft = target.with_name(f".{uuid.uuid4().hex}.part{form.suffix}")
    try:
        written = form.write(account, asked, draft, choices)
        if form.is_folder:
            _write_note(draft / NOTE, form, asked, choices, written)
        _settle(draft)
        _check(target, form, force=force)
        _move(draft, target)
    finally:
        _remove(draft)
    return replace(written, path=target)


def _to_standard_output(account: Account, form: Format, asked: Filter, choices: Choices) -> Written:
    if form.is_folder:
        raise UsageError(f"the format {form.name} is a folder of files: give the name of one with -o")
    with tempfile.TemporaryDirectory(prefix="according-") as folder:
        draft = Path(folder) / f"export{form.suffix}"
        written = form.write(account, asked, draft, choices)
        with draft.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    return replace(written, path=STANDARD_OUTPUT)


def _check(target: Path, form: Format, *, force: bool) -> None:
    """Refuse a target that cannot be made, or that holds what must not be lost."""
    if not target.name or not target.parent.is_dir():
        raise UsageError(f"cannot write {target}: there is no folder {target.parent}")
    if not (target.exists() or target.is_symlink()):
        return
    if not force:
        raise UsageError(f"{target} is there already: --force writes over it")
    if target.is_dir() and not target.is_symlink():
        if not form.is_folder or (any(target.iterdir()) and not (target / NOTE).is_file()):
            raise UsageError(f"{target} is a folder that holds no export: it is not written over")
    elif form.is_folder:
        raise UsageError(f"{target} is a file, and the format {form.name} is a folder: it is not written over")


def _write_note(file: Path, form: Format, asked: Filter, choices: Choices, written: Written) -> None:
    said = {
        "format": form.name,
        "version": __version__,
        "asked": redact(asdict(asked), choices.policy, EXPORT),
        "options": dict(choices.options),
        "rows": dict(written.rows),
        "left_out": dict(written.left_out),
        "unmapped": dict(written.unmapped),
    }
    file.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _settle(draft: Path) -> None:
    """See to it that all that was written is on the disk."""
    for file in [draft] if draft.is_file() else [one for one in draft.rglob("*") if one.is_file()]:
        with file.open("rb") as opened:
            os.fsync(opened.fileno())


def _move(draft: Path, target: Path) -> None:
    if not target.is_dir() or target.is_symlink():
        os.replace(draft, target)
        return
    old = target.with_name(f".{uuid.uuid4().hex}.old")
    os.replace(target, old)
    os.replace(draft, target)
    _remove(old)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
