"""What the tables of CSV and Parquet hold: their columns and what each means, said to people and to programs.

``datapackage.json`` says the same to programs as ``dictionary.md`` to people, in the form of a Frictionless Data Package.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from according.vocab.lists import read_list

Type = Literal["string", "integer", "number", "boolean", "list", "binary"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type, and what it means; ``refers`` names the table whose first column it points to."""

    name: str
    type: Type
    meaning: str
    refers: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table; its first column is its key."""

    name: str
    meaning: str
    columns: tuple[Column, ...]


@cache
def load_tables() -> Mapping[str, Table]:
    """All tables by name, in the order of ``dictionary.yml``."""
    given = read_list("according.export", "dictionary.yml")
    return {name: Table(name, one["meaning"], tuple(Column(**column) for column in one["columns"])) for name, one in given.items()}


def make_package(path: Callable[[str], str], form: Mapping[str, Any]) -> dict[str, Any]:
    """The tables as a Frictionless Data Package; ``path`` names a table's file, ``form`` says how all files are written."""
    return {
        "profile": "data-package",
        "name": "according-account",
        "resources": [
            {
                "name": table.name,
                "path": path(table.name),
                "description": table.meaning,
                **form,
                "schema": {
                    "fields": [
                        {"name": one.name, "type": "array" if one.type == "list" else one.type, "description": one.meaning}
                        for one in table.columns
                    ],
                    "primaryKey": [table.columns[0].name],
                    "foreignKeys": [
                        {
                            "fields": [one.name],
                            "reference": {
                                "resource": "" if one.refers == table.name else one.refers,
                                "fields": [load_tables()[one.refers].columns[0].name],
                            },
                        }
                        for one in table.columns
                        if one.refers
                    ],
                },
            }
            for table in load_tables().values()
        ],
    }


def make_dictionary(path: Callable[[str], str]) -> str:
    """The tables and their columns for people, in Markdown."""
    lines = ["# What the tables hold", ""]
    for table in load_tables().values():
        lines += [f"## {path(table.name)}", "", table.meaning, "", "| column | type | meaning |", "|---|---|---|"]
        for one in table.columns:
            where = f" (a row of {one.refers})" if one.refers else ""
            lines.append(f"| `{one.name}` | {one.type} | {one.meaning}{where} |")
        lines.append("")
    return "\n".join(lines)
