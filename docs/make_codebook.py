"""Writes ``docs/codebook.md``: what each code means (``codebook.yml``), and what ACLED, UCDP, PLOVER and CAMEO call it.

Run it with ``python docs/make_codebook.py`` after a change; a test fails while the page is not what it would write.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from according.incidents import DifferenceType
from according.tag import labels
from according.vocab.crosswalks import load_crosswalk
from according.vocab.lists import read_list

HERE = Path(__file__).parent


def _source_kinds() -> tuple[str, ...]:
    """What a source may be: by its words, by what kind of actor it is, or what is left."""
    blocks = read_list("according.vocab", "heads.yml").items()
    by_words = [kind for kind, words in blocks if kind != "loose" and isinstance(words, Mapping) and {"always", "mostly"} & words.keys()]
    by_actor = read_list("according.vocab", "actors.yml")["kinds"].values()
    return tuple(dict.fromkeys((*by_words, *by_actor, "document", "anonymous")))


LISTS: Mapping[str, tuple[str, ...]] = {
    "kinds": labels.KINDS,
    "statuses": labels.STATUSES,
    "acts": labels.ACTS,
    "forms": ("direct", "mixed", "indirect"),
    "certainties": ("certain", "probable", "possible", "doubted"),
    "measures": labels.MEASURES,
    "scopes": ("new", "total"),
    "source_kinds": _source_kinds(),
    "differences": typing.get_args(DifferenceType),
}
"""The codes that the program itself knows, by the names of the lists in ``codebook.yml``."""


def read_meanings() -> Mapping[str, Mapping[str, str]]:
    """The meanings of all codes, by list and code."""
    found: Mapping[str, Mapping[str, str]] = yaml.safe_load((HERE / "codebook.yml").read_text(encoding="utf-8"))
    return found


def make_codebook() -> str:
    """The whole page."""
    return "\n".join(_lines(read_meanings()))


def _lines(meanings: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    yield from (
        "# Codebook",
        "",
        "Every code that According gives, what it means, and what other codebooks call it. The list is made by "
        "`docs/make_codebook.py` from the lists that the program itself uses. [The crosswalks in "
        "full](reference/crosswalks.md)",
        "give the note behind each choice; [the concepts](concepts.md) say what a claim, an event and a figure are; [how well "
        "each is told](../bench/RESULTS.md) was measured. In every field *null* or an empty cell means *not said* or",
        "*not known*: no code stands for it, and nothing is guessed.",
        "",
        "## Kinds of happening",
        "",
        "One mention is one word that names a happening. Wars, violence in general and standing states are no mentions. An "
        "incident's kind is what most of its origins give.",
        "",
        "| kind | means |",
        "|---|---|",
    )
    yield from _rows(meanings["kinds"])
    yield from ("", "## The same kinds elsewhere", "")
    yield (
        "Where a codebook needs more than the kind (who did it, who suffered it, a word beside it), *depends* stands, and the "
        "full list says on what. A dash means that it has no word for it: exports leave such incidents out and count them."
    )
    yield from ("", "| kind | ACLED | UCDP GED counts it | PLOVER | CAMEO |", "|---|---|---|---|---|")
    acled, ucdp, plover = (load_crosswalk(name) for name in ("acled", "ucdp", "plover"))
    for kind in labels.KINDS:
        theirs = plover["kinds"].get(kind, {})
        ours, counted = _acled(acled["kinds"].get(kind, {})), _ucdp(ucdp["violence"].get(kind))
        yield f"| `{kind}` | {ours} | {counted} | {_plover(theirs)} | {theirs.get('cameo', '–')} |"
    yield from (
        "",
        "UCDP asks for at least one death besides.",
        "",
        "## Status of an event",
        "",
        "| status | means | an event of ACLED or UCDP |",
        "|---|---|---|",
    )
    for status, meaning in meanings["statuses"].items():
        counts = " / ".join("yes" if book["status"][status] else "no" for book in (acled, ucdp))
        yield f"| `{status}` | {meaning} | {counts} |"
    for title, key, before in _OTHERS:
        yield from ("", f"## {title}", "", *((before, "") if before else ()), "| code | means |", "|---|---|")
        yield from _rows(meanings[key])
    yield ""


_OTHERS = (
    ("What a claim does (act)", "acts", ""),
    ("Form of a claim", "forms", ""),
    (
        "Certainty of the source",
        "certainties",
        "The source's own. `distance` holds the word by which the *reporter* keeps off (claimed, allegedly), `confidence` is "
        "the machine's, between 0 and 1. The three are never mixed.",
    ),
    (
        "What a figure measures",
        "measures",
        'A figure is a range: "at least 40" is 40 to open, "dozens" 24 to 99. Ages, dates, distances, money and ordinals are no figures.',
    ),
    ("Scope of a figure", "scopes", "Null where the text does not tell. Running totals are never added up."),
    (
        "Kinds of source",
        "source_kinds",
        "What a speaker is, by its name in `vocab/actors.yml`, else by its nouns and titles in `vocab/heads.yml`. It says "
        "nothing of how far to believe it. Null where nothing shows it.",
    ),
    ("Differences between accounts", "differences", ""),
)


def _rows(meanings: Mapping[str, str]) -> Iterator[str]:
    yield from (f"| `{code}` | {meaning} |" for code, meaning in meanings.items())


def _acled(one: Mapping[str, Any]) -> str:
    name = " / ".join(filter(None, (one.get("event"), one.get("sub"))))
    if "by" in one:
        return f"{name or 'several'} (depends on the {one['by']})"
    return name + (" (depends on words)" if "words" in one else "") if name else "–"


def _ucdp(note: str | None) -> str:
    if note is None:
        return "no"
    return note.removesuffix(".").lower() if note.startswith("Only") else "yes"


def _plover(one: Mapping[str, Any]) -> str:
    if "event" not in one:
        return "–"
    return " ".join((one["event"], *one.get("mode", ()))) + (" (depends on words)" if "words" in one else "")


def main() -> None:
    """Write the page."""
    (HERE / "codebook.md").write_text(make_codebook(), encoding="utf-8")


if __name__ == "__main__":
    main()
