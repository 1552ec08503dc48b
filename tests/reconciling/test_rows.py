"""Which happening a figure is counted for."""

from __future__ import annotations

import json
from dataclasses import replace

from according.reconcile.happenings import make_happenings
from according.reconciling.origins import Origins
from according.reconciling.rows import make_rows
from according.reconciling.summing import incident_row
from tests.reconcile.told import happening, read


def test_a_figure_belongs_to_the_happening_of_its_own_sentence() -> None:
    """An event id that was parted into two happenings does not give the first one all figures."""
    reading = read(
        "[9 men|killed E1] were [killed|killing E1 on=2031-05-13 at=Orro] in [Orro|place]. "
        "[4 men|killed E1] were [killed|killing E1 on=2031-05-12 at=Kesh] in [Kesh|place]."
    )
    happenings = make_happenings(reading)
    rows = make_rows(reading, happenings, Origins(reading, None))
    assert [one.killed for one in happenings] == [(9, 9), (4, 4)]
    assert [row["happening"] for row in rows.counts] == [one.id for one in happenings]


def test_the_risen_toll_of_one_strike_is_counted_with_it() -> None:
    """And not as a running total, which no sum holds."""
    reading = read("The toll of the [blast|explosion E1 on=2031-05-13 at=Orro] in [Orro|place] has risen to [24|killed total E1].")
    rows = make_rows(reading, make_happenings(reading), Origins(reading, None))
    assert [row["scope"] for row in rows.counts] == ["new"]
    earlier = read("The [blast|explosion E1] killed [8 people|killed E1], up from an earlier [6|killed E1].")
    assert [row["scope"] for row in make_rows(earlier, make_happenings(earlier), Origins(earlier, None)).counts] == ["new", None]
    running = replace(reading, figures=tuple(replace(one, event=None) for one in reading.figures))
    rows = make_rows(running, make_happenings(running), Origins(running, None))
    assert [row["scope"] for row in rows.counts] == ["total"]


def test_a_pronoun_is_nobody_who_did_it() -> None:
    """But the US is."""
    row = incident_row(
        [happening(actor="US", target="them"), happening("b", actor="They", target="nine men")], {"a": "a", "b": "b"}, lambda *_: 1.0
    )
    assert json.loads(str(row["actors"])) == ["US", "nine men"]
