"""Which reports are copies of each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.model import Post, Report
from according.reconcile.copies import compare_prepared, compare_reports, group_copies, prepare

LEAD = "Rockets hit the market of Qast on Tuesday morning and killed 14 people, among them three children, rescuers said."
MIDDLE = (
    "The rockets came from the hills north of the river, where the Northern Front has held its lines since spring, a colonel of the army"
    " said. Ambulances from Orlan and Mervan took the wounded over the old stone bridge, because the new one was closed for repairs."
    " Shopkeepers swept glass from the arcades, and the baker whose oven had burst said that he would open again within a week."
)
END = "The governor called for a day of mourning and promised that the families would be paid before the feast of the harvest."
STORY = f"{LEAD} {MIDDLE} {END}"
OTHER_LEAD = (
    "At least a dozen shoppers died when shells fell on a crowded bazaar in the east of the province, local medics told this paper."
)
BACKGROUND = (
    "The war in Kesh began six years ago when soldiers fired on farmers who had marched against a tax on water, and it has since drawn in"
    " armies from three neighbouring countries. More than ninety thousand people have lost their lives, by a count of the Kesh Observatory,"
    " and one in four has had to leave home, most of them for the camps along the southern border."
)
ELSEWHERE = (
    "Two boats with fishermen were stopped off the cape of Tarn before dawn, the coast guard said. Its crew searched them for weapons and"
    " found none. The men were let go in the afternoon after their papers had been looked through at the harbour of Lisk."
    " The minister for the sea praised the patrol and said that nobody would smuggle arms past his ships again this winter."
)
OF_KESH = (
    "Tanks crossed the dry lake near Ubar at noon and took the salt works without a shot, a spokesman for the rebels said by telephone."
)


def report(text: str, name: str = "a", **facts: object) -> Report:
    return Report(id=name, ref=name, kind="article", text=text, **facts)  # type: ignore[arg-type]


def kind(left: str, right: str) -> str | None:
    found = compare_reports(report(left, "a"), report(right, "b"))
    return found.kind if found else None


@pytest.mark.parametrize(
    ("left", "right", "how"),
    [
        pytest.param(STORY, STORY, "reprint", id="the very same"),
        pytest.param(STORY, STORY.upper().replace(",", "").replace(".", ". \n"), "reprint", id="case and signs changed"),
        pytest.param(STORY, f"{LEAD} {MIDDLE}", "reprint", id="the last sentence cut"),
        pytest.param(STORY, f"{OTHER_LEAD} {MIDDLE} {END}", "reprint", id="a new lead"),
        pytest.param(f"{STORY} {ELSEWHERE} {BACKGROUND}", f"{LEAD} {END}", "part", id="cut to its ends"),
        pytest.param(f"{ELSEWHERE} {STORY} {OF_KESH}", STORY, "part", id="one story of a round-up"),
        pytest.param(f"{ELSEWHERE} {BACKGROUND}", f"{STORY} {BACKGROUND}", None, id="the same background behind other news"),
        pytest.param(STORY, ELSEWHERE, None, id="nothing in common"),
        pytest.param(STORY, f"{LEAD} {ELSEWHERE} {BACKGROUND} {OF_KESH}", None, id="one sentence in common"),
        pytest.param("Rockets hit market of Qast", f"Rockets hit market of Qast. {STORY}", None, id="a headline"),
        pytest.param("", "", None, id="no words"),
        pytest.param("…", STORY, None, id="signs only"),
        pytest.param(
            "Long live the heroes of the bridge at Qast!", "long live the heroes of the bridge at qast", "reprint", id="short posts"
        ),
    ],
)
def test_what_is_a_copy(left: str, right: str, how: str | None) -> None:
    """And how; the order of the two does not matter."""
    assert kind(left, right) == how
    assert kind(right, left) == how


def test_a_light_rewrite_is_found() -> None:
    """One word in each ten changed, as an editor does it."""
    words = STORY.split()
    words[7::10] = ["indeed" for _ in words[7::10]]
    assert kind(STORY, " ".join(words)) == "rewrite"


@pytest.mark.parametrize(
    "changed",
    [
        STORY.replace("neighbouring", "neighboring").replace("three", "3"),
        STORY.replace("the Northern Front's", "the Northern Fronts"),
        STORY.replace("Qast", "Qasst").replace("Tuesday", "TUESDAY"),
    ],
)
def test_house_style_hides_nothing(changed: str) -> None:
    """Spelling, numbers in words, doubled letters and lost apostrophes leave a reprint whole."""
    found = compare_reports(report(STORY, "a"), report(changed, "b"))
    assert found is not None
    assert found.share == 1.0


def test_boilerplate_is_no_copy() -> None:
    """What an outlet prints with every report counts nothing."""
    menu = " Subscribe to our newsletter and follow us on all channels for news from Kesh and beyond."
    menu += " All rights reserved, this material may not be published without leave of the Kesh Herald."
    assert kind(OF_KESH + menu, ELSEWHERE + menu) is None


def test_articles_with_the_same_post_are_no_copies() -> None:
    """A post that stands in two articles makes them no copies, nor the article and the post."""
    post = f"{MIDDLE} — Tem Orlan (@orlan) May 4, 2021"
    articles = []
    for name, own in (("a", OF_KESH), ("b", ELSEWHERE)):
        text = f"{own}\n{post}\n"
        start = len(own) + 1
        span = (start, start + len(post))
        articles.append(report(text, name, posts=(Post(span, (start, start + len(MIDDLE)), "twitter", "Tem Orlan", "orlan"),)))
    assert compare_reports(*articles) is None
    alone = Report("p", "p", "post", MIDDLE, parent="a")
    assert compare_reports(articles[0], alone) is None


def test_a_quotation_weighs_less_than_a_report() -> None:
    """Two reporters who took down the same long statement did not copy each other."""
    said = f"“{MIDDLE}”"
    assert kind(f"{OF_KESH} He added: {said}", f"{ELSEWHERE} In a statement: {said}") is None


def test_both_credit_one_agency() -> None:
    """The credit of a copy is that which both give; None where one gives none or another."""
    left, right = report(f"QAST (AFP) - {STORY}", "a"), report(STORY, "b", credit="AFP")
    found = compare_reports(left, right)
    assert found is not None
    assert found.credit == "AFP"
    other = compare_reports(left, report(STORY, "b"))
    assert other is not None
    assert other.credit is None


def test_groups_hold_all_that_pairs_tie() -> None:
    """Whatever the order of the pairs; those without a pair are alone."""
    pairs = [("b", "c"), ("e", "d"), ("a", "b")]
    assert group_copies(pairs, "f") == group_copies(reversed(pairs), "f") == [("a", "b", "c"), ("d", "e"), ("f",)]


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_text_breaks_the_comparison(left: str, right: str) -> None:
    """It is symmetric, the share lies between 0 and 1, and the same comes out again."""
    one, other = prepare(report(left, "a")), prepare(report(right, "b"))
    found = compare_prepared(one, other)
    assert found == compare_prepared(other, one) == compare_reports(report(right, "b"), report(left, "a"))
    assert found is None or (0 < found.share <= 1 and found.left < found.right)


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=12))
def test_groups_part_the_reports(pairs: list[tuple[str, str]]) -> None:
    """Each report stands in one group, and the two of a pair in the same."""
    groups = group_copies(pairs, "abcdefgh")
    assert sorted(name for group in groups for name in group) == list("abcdefgh")
    assert all(any(left in group and right in group for group in groups) for left, right in pairs)
