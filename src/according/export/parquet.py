"""The account as Parquet files: one for each table, with the types and the meanings of its columns in it."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path

from according.export.arrow import ParquetFile, load_pyarrow
from according.export.dictionary import load_tables, make_dictionary, make_package
from according.export.formats import Choices, Format, Written
from according.export.rows import open_rows
from according.export.table_rows import iter_rows
from according.store import Account
from according.views.filters import Filter

_FORM = {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}


def write(account: Account, asked: Filter, target: Path, choices: Choices) -> Written:
    """Write the tables into a folder; raises ``UsageError`` where pyarrow is not installed."""
    load_pyarrow()
    target.mkdir()
    with ExitStack() as open_files, open_rows(account, asked, choices) as rows:
        files = {name: open_files.enter_context(ParquetFile(target / _path(name), table.columns)) for name, table in load_tables().items()}
        for name, row in iter_rows(rows):
            files[name].write(row)
    (target / "datapackage.json").write_text(json.dumps(make_package(_path, _FORM), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (target / "dictionary.md").write_text(make_dictionary(_path), encoding="utf-8")
    return Written(target, {name: file.rows for name, file in files.items()})


def _path(table: str) -> str:
    return f"{table}.parquet"


FORMAT = Format("parquet", "the same tables as Parquet files (needs according[parquet])", "", write)
