"""An account of invented places to compare tables with, and tables as text."""

from __future__ import annotations

from pathlib import Path

from according.compare import BadRow, CodedEvent, Compared, compare, open_coded
from according.compare.days import Order
from according.store import Account
from tests.views.material import Tale

ACLED = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,country,location,latitude,longitude,geo_precision,"
    "fatalities,source,notes"
)
UCDP = "id,type_of_violence,date_start,date_end,side_a,side_b,where_prec,where_coordinates,latitude,longitude,country,best,low,high"
SHEET = (
    "Incident code,Date,Location,Latitude,Longitude,Strike type,Civilians killed min,Civilians killed max,Civilians injured,Belligerent,"
    "Grade"
)


def fill(account: Account) -> dict[str, str]:
    """Incidents by a name: a strike that two origins count differently, a battle, an aid convoy, a killing without a day, a denial."""
    tale = Tale(account)
    post = tale.report("https://post.example/1", "Orna Post", "2016-03-04")
    wire = tale.report("https://wire.example/1", "Orna Wire", "2016-03-05", "The strike on Orna killed 18, a doctor said.")
    later = tale.report("https://post.example/2", "Orna Post", "2016-06-02", "In June there was fighting.")
    found = {
        "strike": tale.incident(
            tale.tell(
                post, "air_strike", "Orna", "2016-03-03", killed=(12, 15), injured=(30, None), who="the mayor", origin="source:The mayor"
            ),
            tale.tell(wire, "air_strike", "Orna", "2016-03-03", killed=(18, 18), who="a doctor", origin="publisher:Orna Wire/medical"),
        ),
        "battle": tale.alone(post, "battle", "Kesh", "2016-03-03", trigger=(7, 11), killed=(3, 3)),
        "convoy": tale.alone(post, "aid", "Farholm", "2016-03-04", trigger=(12, 15)),
        "undated": tale.alone(later, "killing", "Kesh", None, trigger=(0, 2), killed=(2, 2)),
        "denied": tale.alone(later, "shelling", "Farholm", "2016-06-01", trigger=(3, 7), status="denied"),
        "wide": tale.alone(later, "battle", "Kesharia", "2016-06-01", trigger=(8, 13)),
    }
    with tale.asking():
        pass
    return found


def read(folder: Path, content: str | bytes, layout: str = "auto", order: Order | None = None) -> list[CodedEvent | BadRow]:
    """The rows of a table that is written to a file first."""
    file = folder / "table.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with open_coded(file, layout, order) as table:
        return list(table.rows)


def compared(account: Account, folder: Path, content: str) -> list[Compared | BadRow]:
    """The rows of a table with what the account has of them."""
    with account.reading_rows() as connection:
        return list(compare(connection, read(folder, content)))
