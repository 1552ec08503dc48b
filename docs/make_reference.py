"""Writes ``docs/reference`` from the code: commands, settings, the reading's fields, what Python programs may use, errors.

Run it with ``python docs/make_reference.py`` after a change; a test fails while the pages are not what it would write.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

import according
from according import config, errors, model
from according.cli import app
from according.export.dictionary import make_dictionary
from according.vocab.crosswalks import load_crosswalk, load_party_words

HERE = Path(__file__).parent / "reference"
PUBLIC = ("according", "according.python", "according.views", "according.export", "according.compare")
"""The packages that programs may use; whatever else there is may change with any version."""

READING = (
    model.Reading,
    model.Report,
    model.Post,
    model.Source,
    model.Claim,
    model.Event,
    model.Figure,
    model.Place,
    model.Time,
    model.Name,
    model.Capture,
)


def make_pages() -> dict[str, str]:
    """The reference pages by file name."""
    return {
        "commands.md": "\n".join(("# Commands", "", *_commands())),
        "settings.md": "\n".join(("# Settings", "", inspect.cleandoc(config.__doc__ or ""), "", *_settings())),
        "reading.md": "\n".join(("# Fields of a reading", "", inspect.cleandoc(model.__doc__ or ""), "", *_fields())),
        "tables.md": make_dictionary(str),
        "crosswalks.md": "\n".join(_crosswalks()),
        "python.md": "\n".join(("# Python", "", *_python())),
        "errors.md": "\n".join(("# Errors", "", "```text", inspect.cleandoc(errors.__doc__ or ""), "```", "")),
    }


def _crosswalks() -> Iterator[str]:
    """How our words stand in other codebooks, from the reviewed lists."""
    yield from (
        "# Crosswalks",
        "",
        "How our kinds stand in other codebooks: the lists in `according/vocab`, each choice with its note.",
        "",
    )
    yield from ("## ACLED", "", "| kind | event type | sub-event type | note |", "|---|---|---|---|")
    for kind, one in load_crosswalk("acled")["kinds"].items():
        others = [f"{key}: {' / '.join(pair)}" for key, pair in _acled_others(one)]
        yield f"| `{kind}` | {one.get('event', '')} | {'; '.join(filter(None, (one.get('sub'), *others)))} | {one['note']} |"
    yield from ("", "## UCDP", "", "| kind | which of them |", "|---|---|")
    for kind, note in load_crosswalk("ucdp")["violence"].items():
        yield f"| `{kind}` | {note} |"
    yield from ("", "## PLOVER", "", "| kind | event | mode | context | CAMEO root | note |", "|---|---|---|---|---|---|")
    for kind, one in load_crosswalk("plover")["kinds"].items():
        words = [f"{word}: {' '.join((other.get('event', one['event']), *other['mode']))}" for word, other in one.get("words", {}).items()]
        modes, contexts = "; ".join((*one.get("mode", ()), *words)), ", ".join(one.get("context", ()))
        yield f"| `{kind}` | {one.get('event', '')} | {modes} | {contexts} | {one.get('cameo', '')} | {one['note']} |"
    yield from ("", "## Kinds of party", "", "| kind | ACLED | UCDP | PLOVER | nouns |", "|---|---|---|---|---|")
    ucdp, nouns = load_crosswalk("ucdp"), load_party_words().nouns
    for kind, sector in load_crosswalk("plover")["sectors"].items():
        label = load_crosswalk("acled")["inter"].get(kind, ("", ""))[1]
        group = next((name for name in ("state", "groups", "unarmed", "unclear") if kind in ucdp[name]), "")
        yield f"| {kind} | {label} | {group} | {sector} | {', '.join(noun for noun, of in nouns.items() if of == kind)} |"
    yield ""


def _acled_others(one: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """What ACLED calls a kind where words beside it, or who did or suffered it, decide."""
    yield from one.get("words", {}).items()
    for group in load_crosswalk("acled")["groups"]:
        if group in one:
            yield f"{one['by']} {group}", one[group]


def _each(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    """The command itself, or all commands of a group with their whole names."""
    if not hasattr(command, "commands"):
        yield name, command
        return
    for part, inner in command.commands.items():
        yield from _each(f"{name} {part}", inner)


def _commands() -> Iterator[str]:
    yield "Exit codes: 0 all was read or found, 1 something failed, 2 the command was called wrongly, 130 interrupted."
    yield ""
    for name, command in _each("according", get_command(app)):
        yield f"## {name}"
        yield ""
        yield inspect.cleandoc(command.help or "")
        yield ""
        yield "| argument or option | meaning |"
        yield "|---|---|"
        for parameter in command.params:
            is_option = parameter.opts[0].startswith("-")
            names = parameter.opts if is_option else [parameter.metavar or parameter.name.upper()]
            yield f"| {' '.join(f'`{name}`' for name in names)} | {(parameter.help or '').replace('|', ' or ')} |"
        yield ""


def _settings() -> Iterator[str]:
    yield "| setting | default | meaning |"
    yield "|---|---|---|"
    meanings = _docstrings_of_fields(config.Config)
    for field in dataclasses.fields(config.Config):
        yield f"| `{field.name}` | `{field.default!r}` | {meanings[field.name]} |"
    yield ""


def _docstrings_of_fields(kind: type) -> dict[str, str]:
    """The sentence that stands below each field of a dataclass."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    for field, text in zip(body.body, body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Expr):
            found[field.target.id] = inspect.cleandoc(ast.literal_eval(text.value))
    return found


def _fields() -> Iterator[str]:
    for kind in READING:
        yield f"## {kind.__name__}"
        yield ""
        yield inspect.cleandoc(kind.__doc__ or "")
        yield ""
        yield "| field | type |"
        yield "|---|---|"
        for field in dataclasses.fields(kind):
            yield f"| `{field.name}` | `{field.type}` |".replace(" | None`", " or null`")
        yield ""


def _python() -> Iterator[str]:
    """Each public name of the public packages, as it is called, with what it says of itself."""
    yield "What programs may use; [how](../python.md) is told with examples. Whatever is not listed here may change with any version."
    yield ""
    for package in PUBLIC:
        module = importlib.import_module(package)
        yield from (f"## {package}", "", inspect.cleandoc(module.__doc__ or ""), "")
        for name in sorted(module.__all__):
            thing = getattr(module, name)
            thing = according.read_one if thing is according.read else thing  # the room of that name passes calls on to the function
            if inspect.isclass(thing):
                yield from _class(thing)
            elif inspect.isfunction(thing):
                yield from (f"### {name}", "", f"`{name}{_signature(thing)}`", "", inspect.cleandoc(thing.__doc__ or ""), "")


def _class(kind: type) -> Iterator[str]:
    """A class with its fields or how it is made, and its public methods."""
    yield from (f"### {kind.__name__}", "")
    if dataclasses.is_dataclass(kind):
        yield from ("Fields: " + ", ".join(f"`{field.name}: {field.type}`" for field in dataclasses.fields(kind)), "")
    yield from (inspect.cleandoc(kind.__doc__ or ""), "")
    for name, method in vars(kind).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            yield f"- `.{name}{_signature(method)}`: {' '.join(inspect.cleandoc(method.__doc__ or '').split(chr(10) * 2)[0].split())}"
        elif isinstance(method, property) and not name.startswith("_"):
            yield f"- `.{name}`: {' '.join(inspect.cleandoc(method.__doc__ or '').split(chr(10) * 2)[0].split())}"
    yield ""


def _signature(called: Callable[..., Any]) -> str:
    """How a function is called, with the types as they are written and without ``self``."""
    return str(inspect.signature(called)).replace("(self, ", "(").replace("(self)", "()").replace("'", "")


def main() -> None:
    """Write the pages."""
    HERE.mkdir(exist_ok=True)
    for name, text in make_pages().items():
        (HERE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
