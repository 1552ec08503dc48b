"""``according read --engine ray``: reading by many workers, on this machine or on a cluster."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from according.cli.options import open_account
from according.cli.settling import settle

if TYPE_CHECKING:  # the rooms are imported where they are used, so that a question costs no wait for what it does not need
    from according.config import Config
    from according.engines.loading import Step
    from according.engines.planning import Job, Plan
    from according.run import Tally
    from according.store import Account


class Engine(StrEnum):
    """Where reports are read."""

    local = "local"
    ray = "ray"


EngineOption = Annotated[
    Engine, typer.Option(help="Where reports are read: in processes of this machine, or by the workers of a Ray cluster.")
]
AddressOption = Annotated[
    str | None, typer.Option(help="The Ray cluster: host:port, or auto. [default: Ray on this machine]", show_default=False)
]
ShardsOption = Annotated[
    str | None,
    typer.Option(
        metavar="FOLDER", help="Where Ray's workers keep what they read, as Parquet. [default: beside the account]", show_default=False
    ),
]
PerShardOption = Annotated[
    int | None, typer.Option(help="Most items that one of Ray's workers reads at a time. [default: 200]", min=1, show_default=False)
]


@dataclass(frozen=True, slots=True)
class Cluster:
    """What the options say of a Ray cluster; None is for each what their help says."""

    address: str | None
    shards: str | None
    per_shard: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What becomes of what is read: whether it is kept, and how it is printed."""

    store: bool
    as_json: bool
    quiet: bool


def cluster_of(engine: Engine, address: str | None, shards: str | None, per_shard: int | None) -> Cluster | None:
    """The cluster that is to read, None for this machine; raises ``UsageError`` for options that only a cluster has."""
    from according.errors import UsageError

    if engine is Engine.ray:
        return Cluster(address, shards, per_shard)
    given = {"--address": address, "--shards": shards, "--per-shard": per_shard}
    if name := next((name for name, value in given.items() if value is not None), None):
        raise UsageError(f"{name} goes with --engine ray")
    return None


def read_on_cluster(cluster: Cluster, inputs: list[str], config: Config, workers: int | None, shown: Shown) -> NoReturn:
    """Read all inputs by the workers of a Ray cluster, into the account if what is read is kept, and end as ``read`` does."""
    from according import terminal

    job = _job(cluster, inputs, config, workers)
    with ExitStack() as stack:
        keep = stack.enter_context(open_account(config, create=True)) if shown.store else None
        tally = _read(job, keep, shown)
        if keep is not None:
            settle(keep, config, quiet=shown.as_json)
    if not shown.as_json:
        terminal.note(terminal.tally_line(tally, config.account if shown.store else None))
    raise typer.Exit(1 if tally.failed else 0)


def _job(cluster: Cluster, inputs: list[str], config: Config, workers: int | None) -> Job:
    from according.engines.parts import Size
    from according.engines.planning import Job
    from according.errors import UsageError

    if cluster.shards is None and "://" in config.account:
        raise UsageError("name a folder for what is read with --shards: beside an account in a database there is none")
    size = Size() if cluster.per_shard is None else Size(items=cluster.per_shard)
    return Job(tuple(inputs), cluster.shards or f"{config.account}.shards", config, size, cluster.address, workers)


def _read(job: Job, account: Account | None, shown: Shown) -> Tally:
    """Read all inputs; each item is printed only once it is safely kept."""
    from according import terminal
    from according.cli.reports import write_readings
    from according.engines.loading import load_shards
    from according.engines.planning import make_plan
    from according.engines.ray import connected, map_shards
    from according.engines.shards import Finished, ShardFolder
    from according.run import Tally

    tally = Tally()
    finished: list[Finished] = []
    with connected(job) as workers:
        folder = ShardFolder(job.shards)
        plan = make_plan(job, folder, datetime.now(UTC))
        _tell(plan, folder.finished(), tally, quiet=shown.as_json)
        with terminal.progress(sum(shard.bytes for shard in plan.shards), as_json=shown.as_json) as advance:
            done = 0
            for step in load_shards(plan.shards, map_shards(plan.shards, folder, job.config, workers), folder, account, finished):
                _count(step, tally)
                for loaded in step.loaded:
                    write_readings(loaded.readings, as_json=shown.as_json, quiet=shown.quiet)
                done += step.bytes
                advance(done, tally.reports)
        folder.write_manifest(finished)
    return tally


def _tell(plan: Plan, finished: frozenset[str], tally: Tally, *, quiet: bool) -> None:
    """Say what the run begins with: what cannot be read, what has changed, and how much was read before."""
    from according import terminal

    for failure in plan.failures:
        terminal.complain(f"{failure.ref}: {failure.reason}")
    tally.failed += len(plan.failures)
    if quiet:
        return
    for ref in plan.changed:
        terminal.note(f"{ref} has changed since it was read; what is different in it is read again")
    if plan.skipped:
        terminal.note(terminal.skipped_line(Counter(one.kind for one in plan.skipped)))
    known = sum(shard.id in finished for shard in plan.shards)
    terminal.note(f"{len(plan.shards):,} shards, {known:,} of them finished before")


def _count(step: Step, tally: Tally) -> None:
    from according import terminal

    for loaded in step.loaded:
        for failure in loaded.failures:
            terminal.complain(f"{failure.ref}: {failure.reason}")
        tally.failed += len(loaded.failures)
        tally.new += loaded.new
        tally.posts += sum(reading.report.kind == "post" for reading in loaded.readings)
        tally.reports += sum(reading.report.kind != "post" for reading in loaded.readings)
