"""What it costs to reconcile one new report into an account of N: ``python bench/reconciling.py --n 10000 100000 1000000``.

Each account is filled straight into its tables by a seeded generator, since reading a million reports would take a day: reports
come at the same rate a day whatever N is, so that a larger account is a longer time; most incidents are told by one report, a
few by forty; keys for copies and happenings are as many, and as often shared, as those of real reports. Then new reports with
real text come in through the real door, a third of them reprints or rewrites of one another, each telling of two happenings, of
which half are known to the account, and each is timed by itself, its transaction included. What the account's last days tell, which
is what new reports meet, was compared as the real door would have done it, and has the rule's judgements.
"""

from __future__ import annotations

import argparse
import hashlib
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import median

from sqlalchemy import func, select

from according.codec import from_happening, to_body
from according.engines import spare_what_is_loaded
from according.ids import claim_id, event_id, report_id, sha256_hex, text_sha256
from according.incidents import Happening, Judgement, Mention
from according.model import Claim, Event, Figure, Item, Outcome, Place, Reading, Report, Source
from according.reconcile.blocking import block_keys
from according.reconcile.columns import make_ready
from according.reconcile.scoring import load_scorer, score_near
from according.reconciling import reconcile
from according.reconciling.joining import LEAST_SCORE, RULE
from according.store import Account
from according.store.judging import add_judgements, make_judgement
from according.store.ledger import incidents
from material import add_work_option, delete_account
from measure import format_table

_PER_DAY = 600
_FIRST = date(2012, 7, 19)
_TOWNS = 1_500
_KEYS = 55
_SHARED_KEYS = 0.3
_HAPPENINGS = 2
_MOST_TOLD = 40
_JUDGED_DAYS, _JUDGED = 3, "2030-12-31T00:00:00.000000+00:00"
_KINDS = ("shelling", "air_strike", "battle", "explosion", "attack", "territory", "killing", "abduction", "evacuation", "aid")
_NEW = 400
_BATCH = 50_000
_STEMS = [a + b for a in "kesh orn tam dor vel rin bal sar mok len".split() for b in "a el im ora us ane ir oth ul ean".split()]
_VOCABULARY = [one + other for one in _STEMS for other in _STEMS]
_FREQUENCIES = list(accumulate(1.0 / (rank + 50) for rank in range(len(_VOCABULARY))))
"""Words are as unevenly used as in any language: few very often, most hardly ever."""
_FORMS = (
    "{lead} {town} was {word} on {day}, {who} said. At least {killed} people were killed near the old {thing}, most of them {people}.",
    "{lead} According to {who}, somebody {word} {town} on {day} and {killed} {people} were killed as they slept beside the {thing}.",
    "{lead} {who} told reporters that {town} had been {word} on {day}; {killed} {people} were killed in it, all close to a {thing}.",
    "{lead} On {day} forces {word} {town}. In all {killed} {people} were killed, {who} said by telephone from a {thing}.",
)
_WORDS = {"shelling": "shelled", "air_strike": "bombed", "battle": "attacked", "territory": "captured"}
_PEOPLE = ("villagers", "civilians", "residents", "traders", "farmers", "travellers")
_THINGS = ("market", "mill", "school", "bridge", "station", "clinic", "bakery", "depot")
_WHO = ("Kesh Civil Defence", "a hospital official", "the Orna Front", "residents", "the Keshan army", "Velin Monitor")


class World:
    """The invented country: its towns, and what happened on which day."""

    def __init__(self, days: int) -> None:
        rng = Random("world")
        self.days = days
        self.towns = [
            (f"{rng.choice(_STEMS).title()}{rng.choice(_STEMS)}", rng.uniform(30, 37), rng.uniform(36, 44)) for _ in range(_TOWNS)
        ]
        self.weights = [1.0 / (n + 20) for n in range(_TOWNS)]

    def scene(self, rng: Random, day: date) -> tuple[str, date, int, int]:
        """A kind, a day, a town's number and how many died."""
        return rng.choice(_KINDS), day, rng.choices(range(_TOWNS), self.weights)[0], 1 + int(rng.paretovariate(1.2)) % 90

    def happening(self, name: str, report: str, scene: tuple[str, date, int, int], published: date, words: tuple[str, ...]) -> Happening:
        """What one report tells of a scene."""
        kind, day, town, killed = scene
        called, lat, lon = self.towns[town]
        return Happening(
            id=name, report=report, mentions=(Mention("E1", (0, 5), kind),), trigger=(0, 5), sentence=(0, 90), kind=kind, status="happened",
            date_from=day.isoformat(), date_to=day.isoformat(), date_how="explicit", published=published.isoformat(), place=called,
            place_name=called, lat=lat, lon=lon, radius_km=4.0, country="XX", killed=(killed, killed), who="residents", words=words,
        )  # fmt: skip


def fill(path: Path, count: int) -> None:
    """An account with that many reports, straight into its tables."""
    delete_account(path)
    Account.open(str(path)).close()
    world = World(max(1, count // _PER_DAY))
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -2000000"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("BEGIN")
        stories = _stories(world, count)
        last: list[Happening] = []
        while batch := [story for _, story in zip(range(_BATCH), stories, strict=False)]:
            keys, blocks, told = _write(database, world, batch)
            last = [*last, *told][-_JUDGED_DAYS * _PER_DAY * _HAPPENINGS :]
            database.executemany("INSERT OR IGNORE INTO bands (key, report_seq) VALUES (?, ?)", sorted(keys))
            database.executemany("INSERT OR IGNORE INTO blocks (key, happening_seq) VALUES (?, ?)", sorted(blocks))
        database.execute("COMMIT")
        database.execute("PRAGMA journal_mode = WAL")
    with Account.open(str(path)) as account, account.writing_rows() as connection:
        add_judgements(connection, _judgements(last))


def _judgements(told: Sequence[Happening]) -> Iterator[Judgement]:
    """What the rule holds of some happenings, of those that share a key and are of two reports."""
    telling = load_scorer().telling
    ready = [make_ready(one, telling) for one in told]
    holders: dict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(told):
        met = {other for key in block_keys(one) for other in holders[key] if told[other].report != one.report}
        others = sorted(met)
        for number, pair in score_near([(ready[at], [ready[other] for other in others])], LEAST_SCORE)[0]:
            of = told[others[number]].id
            yield make_judgement("happening", "same", one.id, of, RULE, _JUDGED, score=pair.score, reasons=pair.reasons)
        for key in block_keys(one):
            holders[key].append(at)


Story = tuple[int, date, list[tuple[tuple[str, date, int, int], int]], int | None]


def _stories(world: World, count: int) -> Iterator[Story]:
    """Reports in the order of their days: number, day, its scenes with the first happening that told each, the report it copies."""
    rng = Random("stories")
    recent: list[tuple[tuple[str, date, int, int], int, int]] = []
    happening = 0
    for number in range(1, count + 1):
        day = _FIRST + timedelta(days=number // _PER_DAY)
        recent = recent[-_PER_DAY:]
        scenes = []
        copied = None
        for _ in range(_HAPPENINGS):
            happening += 1
            if recent and rng.random() < 0.5:
                scene, first, times = recent.pop(int(len(recent) * rng.random() ** 2))
                if times < _MOST_TOLD:
                    recent.append((scene, first, times + 1))
                copied = number - rng.randrange(1, 50) if number > 50 and rng.random() < _SHARED_KEYS else copied
            else:
                scene, first = world.scene(rng, day - timedelta(days=rng.choice((0, 1)))), happening
                recent.append((scene, first, 1))
            scenes.append((scene, first))
        yield number, day, scenes, copied


def _write(
    database: sqlite3.Connection, world: World, batch: list[Story]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]], list[Happening]]:
    """The rows of a batch; returns its keys for copies and for happenings, which have tables of their own, and the happenings."""
    keys: list[tuple[int, int]] = []
    blocks: list[tuple[int, int]] = []
    rng = Random(batch[0][0])
    reports, readings, facts, told, sums = [], [], [], [], []
    happenings: list[Happening] = []
    for number, day, scenes, copied in batch:
        name = f"sha256:{hashlib.sha256(f'report {number}'.encode()).hexdigest()}"
        text = f"Report {number} of {day}."
        ref = f"https://outlet.example/{number}"
        reports.append((number, name, 1, None, None, ref, "article", ref, text_sha256(text), text))
        body = to_body(Reading(Report(name, ref, "article", text, publisher=f"Outlet {number % 120}", published=day.isoformat())))
        readings.append((number, f"r{number}", number, "bench", body.decode()))
        origin = f"publisher:Outlet {number % 120}"
        facts.append((number, f"r{number}", f"Outlet {number % 120}", day.isoformat(), f"Report {number}", origin, origin))
        own, other = Random(number), Random(copied or number)
        shared = {other.getrandbits(63) for _ in range(_KEYS)} if copied else set()
        keys += [(key, number) for key in [*sorted(shared)[: _KEYS // 2], *(own.getrandbits(63) for _ in range(_KEYS - len(shared) // 2))]]
        for at, (scene, first) in enumerate(scenes):
            seq = (number - 1) * _HAPPENINGS + at + 1
            words = tuple(sorted(set(rng.choices(_VOCABULARY, cum_weights=_FREQUENCIES, k=18))))
            one = world.happening(_happening_name(seq), name, scene, day, words)
            incident = _happening_name(first)
            happenings.append(one)
            told.append(
                (seq, one.id, number, incident, first, one.kind, one.status, one.date_from, one.date_to, one.place, one.place_name, one.lat,
                 one.lon, one.radius_km, scene[3], scene[3], one.who, False, day.isoformat(), origin, 0.9, 0, 5, from_happening(one))
            )  # fmt: skip
            blocks += [(key, seq) for key in block_keys(one)]
            if seq == first:
                sums.append((incident, one.kind, one.date_from, one.date_to, one.place, one.lat, one.lon, "[]", 1, 1, False, "[]"))
    _insert(database, "reports", "seq id capture_seq parent_id locator ref kind url text_sha256 text", reports)
    _insert(database, "readings", "seq id report_seq version body", readings)
    _insert(database, "facts", "report_seq reading_id publisher published title own_origin origin", facts)
    _insert(
        database,
        "happenings",
        "seq id report_seq incident component kind status date_from date_to place place_name lat lon radius_km killed_low killed_high who "
        "is_own_voice published origin confidence trigger_start trigger_end body",
        told,
    )
    _insert(database, "incidents", "id kind date_from date_to place lat lon actors origins reports is_contested differences", sums)
    return keys, blocks, happenings


def _happening_name(seq: int) -> str:
    return f"sha256:{hashlib.sha256(f'happening {seq}'.encode()).hexdigest()}"


def _insert(database: sqlite3.Connection, table: str, columns: str, rows: Sequence[tuple[object, ...]]) -> None:
    names = columns.split()
    database.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", rows)


def new_reports(world: World, count: int) -> Iterator[Outcome]:
    """Reports of the account's last days, half of their happenings known to it, a third copies of one another."""
    rng = Random("new")
    known = [scene for *_, scenes, _ in _last_stories(world) for scene, _ in scenes]
    texts: list[tuple[str, list[tuple[tuple[str, date, int, int], str]]]] = []
    last = _FIRST + timedelta(days=world.days)
    for number in range(count):
        if texts and rng.random() < 0.33:
            text, scenes = rng.choice(texts[-30:])
            text = text if rng.random() < 0.5 else text.replace(" people ", " persons ") + " More was not known."
        else:
            scenes = []
            parts = []
            for at in range(_HAPPENINGS):
                kind, day, town, killed = rng.choice(known) if rng.random() < 0.5 else world.scene(rng, last)
                scene = (kind, day, town, max(1, killed + rng.choice((0, 0, 0, 1, 2, -1))))
                sentence = _sentence(rng, world, scene, number * _HAPPENINGS + at)
                scenes.append((scene, sentence))
                parts.append(sentence)
            filler = " ".join(f"Resident {' '.join(rng.choices(_VOCABULARY, cum_weights=_FREQUENCIES, k=9))}." for _ in range(30))
            text = " ".join((*parts, filler))
            texts.append((text, scenes))
        yield _outcome(f"new-{number}", text, scenes, last, world, f"Outlet {rng.randrange(120)}")


def _last_stories(world: World) -> Iterator[Story]:
    """The stories of the last two days that the account was filled with."""
    count = world.days * _PER_DAY
    return (story for story in _stories(world, count) if story[0] > count - 2 * _PER_DAY)


def _sentence(rng: Random, world: World, scene: tuple[str, date, int, int], number: int) -> str:
    kind, day, town, killed = scene
    return rng.choice(_FORMS).format(
        lead=f"Dispatch {number} {' '.join(rng.choices(_VOCABULARY, cum_weights=_FREQUENCIES, k=6))}:",
        town=world.towns[town][0],
        word=_WORDS.get(kind, "hit"),
        day=day.isoformat(),
        who=rng.choice(_WHO),
        killed=killed,
        people=rng.choice(_PEOPLE),
        thing=rng.choice(_THINGS),
    )


def _outcome(
    ref: str, text: str, scenes: list[tuple[tuple[str, date, int, int], str]], published: date, world: World, publisher: str
) -> Outcome:
    """The report as the pipeline would read it."""
    data = f"{ref}\n{text}".encode()
    name = report_id("article", None, sha256_hex(data), None, text)
    report = Report(name, ref, "article", text, publisher=publisher, published=published.isoformat())
    claims, events, figures, places = [], [], [], []
    for at, ((kind, day, town, killed), sentence) in enumerate(scenes):
        start = text.find(sentence)
        if start < 0:
            continue
        called, lat, lon = world.towns[town]

        def span(words: str, start: int = start) -> tuple[int, int]:
            found = text.index(words, start)
            return found, found + len(words)

        content = ((start, start + len(sentence)),)
        who = next(name for name in _WHO if name in sentence)
        claim = Claim(claim_id(report.id, content, None), content, span(who), None, who, f"s{at + 1}", "indirect", "state")
        act, death = span(_WORDS.get(kind, "hit")), span("were killed")
        when = (day.isoformat(), "explicit", "happened")
        events += [
            Event(event_id(report.id, trigger, what), trigger, what, f"E{at + 1}", None, None, span(called), *when, claim.id, 0.9)
            for trigger, what in ((act, kind), (death, "killing"))
        ]
        figures.append(Figure(span(f"{killed} "), killed, killed, None, "killed", "people", "new", f"E{at + 1}", claim.id, 0.9))
        places.append(Place(span(called), called, None, lat, lon, 4.0, "named", None, "XX"))
        claims.append(claim)
    sources = tuple(Source(f"s{at + 1}", claim.who, "rescue", None, None, (claim.source or (0, 1),)) for at, claim in enumerate(claims))
    item = Item(ref=ref, data=data, form="text", retrieved_at="2031-01-01T00:00:00Z")
    return Outcome(item, (Reading(report, sources, tuple(claims), tuple(events), tuple(figures), tuple(places)),))


def measure(path: Path, count: int) -> tuple[str, ...]:
    """How long the real door takes for each new report, in milliseconds, as cells of a table."""
    world = World(max(1, count // _PER_DAY))
    times_ms: list[float] = []
    cpu_ms: list[float] = []
    joined = 0
    with Account.open(str(path)) as account:
        for number, outcome in enumerate(new_reports(world, _NEW)):
            account.add(outcome, reader="bench")
            start, start_cpu = time.perf_counter(), time.process_time()
            spare_what_is_loaded()  # as the command does
            done = reconcile(account, f"2031-01-01T00:00:00.{number:06}+00:00")
            times_ms.append((time.perf_counter() - start) * 1_000)
            cpu_ms.append((time.process_time() - start_cpu) * 1_000)
            if done.failures or done.reports != 1:
                raise SystemExit(f"report {number}: {done}")
        with account.reading_rows() as connection:
            told = select(func.count()).select_from(incidents).where(incidents.c.reports > 1, incidents.c.origins > 1)
            joined = connection.scalar(told) or 0
    cells = [cell for times in (cpu_ms, times_ms) for cell in _spread(sorted(times[_NEW // 10 :]))]
    return f"{count:,}", f"{path.stat().st_size / 1e9:.2f}", *cells, f"{joined:,}"


def _spread(times_ms: list[float]) -> tuple[str, str]:
    """Median and 99th percentile."""
    return f"{median(times_ms):.1f}", f"{times_ms[min(len(times_ms) - 1, int(len(times_ms) * 0.99))]:.1f}"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, nargs="+", default=[10_000, 100_000])
    add_work_option(parser)
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    heads = (
        "reports",
        "account, GB",
        "processor ms, median",
        "99th percentile",
        "ms by the clock, median",
        "99th percentile",
        "incidents of several",
    )
    print(f"{_NEW} new reports, one by one, the first tenth left out as warming up.\n")
    print(format_table(heads, []))
    for count in given.n:
        path = given.work / f"reconciling-{count}.db"
        fill(path, count)
        print(format_table(measure(path, count), []).splitlines()[0], flush=True)
        delete_account(path)


if __name__ == "__main__":
    main()
