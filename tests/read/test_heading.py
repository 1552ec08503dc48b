"""What the head of a text must give: its title, byline, dateline and credit, and none of what the story tells."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from according.read.datelines import find_datelines, is_date_line, past_dateline
from according.read.heading import find_byline, find_credit, find_title, usual_name

STORY = "\nThe army entered the town of Darvel on Monday, residents said. Shops were closed and schools too.\n"

DATED = r"""
KYIV, Feb. 24, 2022 (Qast Agency) — The army
KYIV, February 24, 2022 — The army
KYIV, 24 February 2022 (Reuters) - The army
Kyiv, Ukraine, 24 February 2022 – The army
NEW YORK, 24 February 2022 -- The army
24 February 2022, Kyiv - The army
(Qast, 24 February 2022) The army
BEIRUT | 24 February 2022 | The army
Published: 24 Feb 2022 | Updated: 25 Feb 2022 10:30 GMT\n
Published 24 Feb 2022 18:30 GMT\n
Published on 24 February 2022 by Anna Darvel\n
Published 24 February 2022, Orlan Pravda\n
By our reporter, Qast, 24 February 2022\n
By Anna Darvel Published on 24 February 2022 The army
Posted at 10:30 on February 24, 2022\n
Posted: Feb 24, 2022 6:31 PM ET\n
Last Updated: Feb 25, 2022 | Posted: Feb 24, 2022\n
First published on Thu 24 Feb 2022 07.00 GMT\n
Issued: 24 February 2022\n
Date of publication 24 February 2022 The army
date 2022-02-24 The army
Date: 24 February 2022\n
Thursday 24 February 2022 18.30 GMT\n
Thu 24 Feb 2022 at 0914 The army
Feb 24, 2022, 10:30 AM\n
February 24, 2022 10:30 AM EST\n
February 24 2022 by Anna Darvel The army
24.02.2022 14:20\n
14:20 24.02.2022\n
24.02.2022(updated 1935 25.02.2022) The army
24/02/2022 - 14:20\n
[2022-02-24] The army
2022-02-24\n
Qast Herald | 24 Feb 2022 | News\n
By Anna Darvel | February 24, 2022\n
Anna Darvel, 24 February 2022\n
Reuters, 24 February 2022\n
Army enters Darvel AFP Thursday 24 Feb 2022 The army
Army enters Darvel\n24 February 2022\n
Army enters Darvel\nBy Anna Darvel\nFebruary 24, 2022 at 10:30 a.m.\n
القاهرة - 24 فبراير 2022 - دخل الجيش
الخميس 24 فبراير 2022\n
نشر في: 24 فبراير 2022\n
بيروت، 24 شباط 2022 (رويترز) - دخل
КИЕВ, 24 февраля 2022 г. (Агентство) — Армия
Опубликовано: 24 февраля 2022, 14:20\n
24 лютого 2022, 14:30\n
Опубліковано 24 лютого 2022 року\n
PARIS, 24 février 2022 (AFP) - L'armée
Publié le 24 février 2022 à 14h30\n
Publié le : 24/02/2022 - 14:30\n
Jeudi 24 février 2022\n
Madrid, 24 de febrero de 2022 (EFE).- El ejército
Publicado el 24 de febrero de 2022\n
Berlin, 24. Februar 2022 (dpa) - Die Armee
Veröffentlicht am 24. Februar 2022\n
Stand: 24.02.2022 14:20 Uhr\n
24 Şubat 2022 Perşembe\n
Yayınlanma: 24 Şubat 2022 14:20\n
Ankara, 24 Şubat 2022 (AA) - Ordu
2022年2月24日\n
24 กุมภาพันธ์ 2022\n
"""
UNDATED = r"""
On August 21, 2013 the army entered Darvel.
On 21 August 2013, the army entered.
The war began on 19 July 2012.
since 19 July 2012 the town
12 December 2016 was a dark day for Darvel.
August 21, 2013, the day of the attack, was hot.
Darvel, attacked on 21 August 2013, is empty.
In a report published on 12 December 2016, the office said
A letter dated 3 May 2012 said so.
The list was last updated on 3 May 2016 by the council.
A video posted 3 May 2016 by fighters shows
The statement, issued on 3 May 2016, said
Documents released 3 May 2016 show that
Photos posted on 3 May 2016 at 10:30 show
He told Reuters 3 May 2016 was bad.
Published in 2015, the book
By Thursday, 24 February 2022 was forgotten
KYIV, Feb. 24 (Reuters) — The army
KYIV, February 24 - The army
KYIV, Monday (Reuters) — The army
yesterday the army
Yesterday, 10:30\n
5 hours ago\n
The army entered Darvel on Monday.\n12 March 2011: Protests begin.\n15 March 2011: Shots.
A timeline of the war:\n12 March 2011\nProtests begin.
05/04/2017\n
General Karo, 3 May 2016 commander of the year, said
Karo (born 3 May 1961) commands
Between 3 May 2016 and 5 May 2016 the army
From 3 May 2016 to 5 May 2016 the army
12-13 December 2016\n
Copyright 2016\n
The resolution (3 May 2016) demands
24 февраля 2022 года армия вошла в город.
Le 24 février 2022, l'armée est entrée
24 février 2022 : l'armée entre.
Am 24. Februar 2022 rückte die Armee ein.
"""


def rows(table: str) -> list[str]:
    return [line.replace("\\n", "\n") for line in table.strip().splitlines()]


@pytest.mark.parametrize("head", rows(DATED))
def test_a_text_is_dated_by_its_own_dateline(head: str) -> None:
    """The datelines of agencies and papers of many countries."""
    assert find_datelines(head + STORY)[0] == "2022-02-24"


@pytest.mark.parametrize("head", rows(UNDATED))
def test_no_text_is_dated_by_what_its_story_tells(head: str) -> None:
    """Dates in the story, relative words and datelines without a year give no date, of publication or of change."""
    assert find_datelines(head + STORY) == (None, None)


@pytest.mark.parametrize(
    ("head", "modified"),
    [
        ("Published: 24 Feb 2022 | Updated: 25 Feb 2022 10:30 GMT\n", "2022-02-25"),
        ("Updated 25 Feb 2022\n", "2022-02-25"),
        ("Last updated at Feb 252022 The army", "2022-02-25"),
        ("24.02.2022(updated 1935 25.02.2022) The army", "2022-02-25"),
        ("Mis à jour le 25 février 2022\n", "2022-02-25"),
        ("Обновлено: 25 февраля 2022\n", "2022-02-25"),
        ("Published: 24 Feb 2022\n", None),
    ],
)
def test_the_date_of_a_change_is_kept_apart(head: str, modified: str | None) -> None:
    """A change is never taken for the publication."""
    published, changed = find_datelines(head + STORY)
    assert changed == modified
    assert published in (None, "2022-02-24")


TITLES = [
    ("Army enters Darvel", "Army enters Darvel"),
    ("ARMY ENTERS DARVEL", "ARMY ENTERS DARVEL"),
    ("# Army enters Darvel", "Army enters Darvel"),
    ("## **Army enters Darvel**", "Army enters Darvel"),
    ("Army enters Darvel?", "Army enters Darvel?"),
    ("“We will stay”: Darvel’s mayor", "“We will stay”: Darvel’s mayor"),
    ("Title: Army enters Darvel", "Army enters Darvel"),
    ("HEADLINE: Army enters Darvel", "Army enters Darvel"),
    ("date 2016-12-12 Army enters Darvel", "Army enters Darvel"),
    ("[2016-12-12] Army enters Darvel", "Army enters Darvel"),
    ("Mon 12 Dec 2016 - Army enters Darvel", "Army enters Darvel"),
    ("2016-12-12\nArmy enters Darvel", "Army enters Darvel"),
    ("12 December 2016\n\nBy Anna Darvel\n\nArmy enters Darvel", "Army enters Darvel"),
    ("Monday 12 December 2016 18.30 GMT\nArmy enters Darvel", "Army enters Darvel"),
    ("Published: 12 Dec 2016 | Updated: 13 Dec 2016 10:30 GMT\nArmy enters Darvel", "Army enters Darvel"),
    ("Updated at 8:50 p.m.\nArmy enters Darvel", "Army enters Darvel"),
    ("By Anna Darvel\nArmy enters Darvel", "Army enters Darvel"),
    ("Reuters\nArmy enters Darvel", "Army enters Darvel"),
    ("24 февраля 2022\nАрмия вошла в Дарвель", "Армия вошла в Дарвель"),
    ("الجيش يدخل درويل", "الجيش يدخل درويل"),
    ("\n\n  Army enters Darvel\r", "Army enters Darvel"),
    ("\ufeffArmy enters Darvel", "Army enters Darvel"),
    ("Army enters Darvel, 12 December 2016", "Army enters Darvel, 12 December 2016"),
    ("The army entered Darvel on Monday.", None),
    ("The army entered Darvel on Monday, residents said:", None),
    ("DARVEL, Dec. 12 (Reuters) - The army entered", None),
    ("Near Darvel, Qast (QPA) -- Will the army enter?", None),
    ("A boy at the bridge. Photo: Karo Tem", None),
    ("A boy at the bridge. Karo Tem / Getty Images", None),
    ("Joy tonight — Karo (@karo) December 12, 2016", None),
    ("2016-12-12", None),
    ("Darvel", None),
    ("=====", None),
    ("word " * 38, None),
    ("x" * 201, None),
    ("date 2016-12-12 " + "x " * 250, None),
]


@pytest.mark.parametrize(("head", "title"), TITLES)
def test_the_title_is_the_short_line_above_the_story(head: str, title: str | None) -> None:
    """With dateline, byline or agency above it, in capitals, as a question; a sentence or a caption is none."""
    text = head + "\n" + STORY
    span = find_title(text)
    assert (text[slice(*span)] if span else None) == title


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Army enters Darvel", "Army enters Darvel\n", "Army enters Darvel\nShort", "2016-12-12\n\n", "2016-12-12\n" * 6]
)
def test_a_line_with_nothing_below_is_no_title(text: str) -> None:
    """A title needs more text than itself under it."""
    assert find_title(text) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Anna Darvel", "Anna Darvel"),
        ("By Anna Darvel and Karo Tem", "Anna Darvel and Karo Tem"),
        ("By: Anna Darvel", "Anna Darvel"),
        ("BY ANNA DARVEL", "ANNA DARVEL"),
        ("Written by Anna Darvel", "Anna Darvel"),
        ("By Anna Darvel, Qast Herald", "Anna Darvel, Qast Herald"),
        ("By Anna Darvel | Qast", "Anna Darvel"),
        ("By Anna Darvel 12 December 2016", "Anna Darvel"),
        ("By Anna Darvel in Qast\r", "Anna Darvel in Qast"),
        ("By May Darvel", "May Darvel"),
        ("By Reuters", "Reuters"),
        ("Von Anna Darvel", "Anna Darvel"),
        ("Автор: Анна Дарвель", "Анна Дарвель"),
        ("By nightfall the army had entered.", None),
        ("By Monday the army had entered the town, residents said.", None),
        ("By Friday Evening", None),
        ("By The Time It Ended All The People Had Left.", None),
        ("By 12 December 2016", None),
        ("Par ailleurs la route est fermée", None),
        ("Anna Darvel", None),
    ],
)
def test_a_byline_names_its_author_on_a_line_of_its_own(line: str, name: str | None) -> None:
    """A sentence that begins with "By" is no byline."""
    assert find_byline("Army enters Darvel\n" + line + "\n" + STORY) == name


TOLD = " The army entered the town of Darvel on Monday, residents said. Shops were closed."
CREDITS = [
    ("QAST (AFP) —" + TOLD, "AFP"),
    ("QAST, May 4, 2016 (Reuters) -" + TOLD, "Reuters"),
    ("Qast (AFP) -" + TOLD, "AFP"),
    ("QAST (AFP)" + TOLD, "AFP"),
    ("BEIRUT (AFP/Reuters) —" + TOLD, "AFP"),
    ("(Reuters) -" + TOLD, "Reuters"),
    ("Reuters –" + TOLD, "Reuters"),
    ("QAST, Reuters -" + TOLD, "Reuters"),
    ("Damascus, SANA-The army entered" + TOLD, "SANA"),
    ("Army enters Darvel\n\nQAST (AP) —" + TOLD, "AP"),
    ("Army enters Darvel AFP Monday 2 Feb 2015" + TOLD, "AFP"),
    ("GAZA, Feb. 22 (Xinhua) --" + TOLD, "Xinhua"),
    ("KYIV. February 24 (Interfax-Ukraine) –" + TOLD, "Interfax-Ukraine"),
    ("KABUL (Pajhwok):" + TOLD, "Pajhwok"),
    ("Qast City [India], December 12 (ANI):" + TOLD, "ANI"),
    ("SANAA, May 4 (Saba) –" + TOLD, "Saba"),
    ("AMMAN, May 4 (Petra) –" + TOLD, "Petra"),
    ("КИЕВ, 24 февраля. /ТАСС/. Армия вошла" + TOLD, "TASS"),
    ("МОСКВА, 24 фев — РИА Новости. Армия" + TOLD, "RIA Novosti"),
    ("بيروت (رويترز) - دخل الجيش" + TOLD, "Reuters"),
    (TOLD + " (AFP)", "AFP"),
    (TOLD + " (Reuters).\n", "Reuters"),
    (TOLD + "\n\nSource: AFP", "AFP"),
    (TOLD + "\nИсточник: ТАСС\n", "TASS"),
    ("Source: AFP\n" + TOLD, "AFP"),
    ("Agence France-Presse\n" + TOLD, "AFP"),
    ("QAST, May 4 (Qast Press) —" + TOLD, "Qast Press"),
    ("QAST (QPA) —" + TOLD, "QPA"),
    ("New Qast (QNN) --" + TOLD, "QNN"),
    ("The alliance (NATO) said." + TOLD, None),
    ("The Syrian Democratic Forces (SDF) —" + TOLD, None),
    ("Islamic State (ISIS) — the group —" + TOLD, None),
    ("The United Nations (UN) —" + TOLD, None),
    ("The Qast Relief Council (QRC) -- The council" + TOLD, None),
    ("The Palestinian Authority (PA) said" + TOLD, None),
    (TOLD + " So said the Palestinian Authority (PA).", None),
    ("Middle East and North Africa (MENA) states" + TOLD, None),
    ("armour-piercing (AP) rounds" + TOLD, None),
    ("The news agency Agence France-Presse (AFP) reported" + TOLD, None),
    ("The Saudi Press Agency (SPA) said" + TOLD, None),
    ("He told Reuters (by phone) that" + TOLD, None),
    ("Fighters told AFP on Monday." + TOLD, None),
    ("according to AP, AFP, Reuters. The" + TOLD, None),
    ("A boy stands in ruins. (Reuters) Syrian troops" + TOLD, None),
    ("The road to Petra (Petra) is closed" + TOLD, None),
    ("The ministry, Saba - a nurse - said" + TOLD, None),
    ("Anna Darvel (QRC) — a nurse —" + TOLD, None),
    ("General Karo Tem (SAA) - commander" + TOLD, None),
    ("KYIV (Ukraine) — The army" + TOLD, None),
    ("QAST (Monday) — The" + TOLD, None),
    ("TOLD" * 400 + " QAST (Qast Press) — The", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "agency"), CREDITS)
def test_an_agency_is_credited_where_credits_stand(text: str, agency: str | None) -> None:
    """In datelines, at the end, in a label; not where an agency is quoted or initials are explained."""
    assert find_credit(text) == agency


@pytest.mark.parametrize(
    ("name", "usual"),
    [
        ("Agence France-Presse", "AFP"),
        (" the associated press ", "AP"),
        ("AA", "Anadolu Agency"),
        ("Petra", None),
        ("PETRA", "Petra"),
        ("Anna Darvel", None),
        ("", None),
    ],
)
def test_a_byline_that_is_an_agency_gets_its_usual_name(name: str, usual: str | None) -> None:
    """An agency's name that is also a first name is taken for one only in capitals."""
    assert usual_name(name) == usual


def test_a_date_line_says_nothing_but_the_date() -> None:
    """Weekday, time and zone may stand beside it; words of a title may not."""
    assert is_date_line("Monday 12 December 2016 18.30 GMT")
    assert is_date_line("Updated: 13 Dec 2016")
    assert not is_date_line("date 2016-12-12 Army enters Darvel")
    assert not is_date_line("The war began on 19 July 2012")
    assert not is_date_line("Army enters Darvel")
    assert past_dateline("12 December 2016", 0, 16) == 0


HOSTILE = [
    "— ",
    "(",
    "By ",
    "By A",
    "Published ",
    "1",
    "12 ",
    " ",
    "\n",
    " \n",
    "-",
    "@",
    "January ",
    "January 1 ",
    "A ",
    "A, ",
    "(AP) - ",
    "2016-",
    "Аб ",
]


@pytest.mark.parametrize("unit", [*HOSTILE, "(Reuters/ a", "Source: ", "Mon ", "12:30 ", "\nA ", "\nA("])
def test_a_hostile_line_is_read_like_any_other(unit: str) -> None:
    """Near-matches repeated for a million characters end, each within the head that counts."""
    text = unit * (1_000_000 // len(unit))
    assert find_title(text) is None
    assert find_byline(text) is None
    assert find_datelines(text) == (None, None)
    assert find_credit(text) in (None, "AP")


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_a_head(text: str) -> None:
    """Nothing crashes, and a title is a stretch of the text without white space around it."""
    span = find_title(text)
    if span:
        assert text[slice(*span)].strip() == text[slice(*span)] != ""
    find_byline(text), find_datelines(text), find_credit(text)
