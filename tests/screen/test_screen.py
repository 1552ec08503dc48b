"""What the relevance screen keeps and drops, on invented texts; places, people and clubs are made up unless a war is named."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.screen import Screened, is_about_conflict
from according.screen.judge import is_readable, load_weights
from according.screen.words import SLOTS, WINDOW, find_windows, hash_words, pair_slots, word_slots

CONFLICT = """
Two missiles slammed into the thermal plant outside Zaporizhzhia before sunrise and the city lost power.
Our brigade pulled back from the tree line after three assaults; two men are missing.
RSF men on pickups went door to door in our street in Omdurman and shot my uncle
el fasher is starving. no trucks for 40 days. drones every night
At least 31 people queueing for flour were killed when tanks opened fire near Netzarim, doctors at al-Awda said.
The army told residents of four neighbourhoods of Khan Younis to leave at once.
Resistance groups overran a junta outpost in Sagaing and seized ammunition.
Jets dropped bombs on a monastery where villagers were sheltering, killing nine.
Eritrean soldiers looted the clinic in Adigrat and raped nurses, survivors told investigators.
Fano fighters have taken the road junction and cut off the garrison.
Jihadists on motorbikes rode into the village on market day and slit the throats of five farmers.
The mining convoy hit an improvised explosive device between Djibo and Bourzanga.
M23 columns entered the town at noon; the governor had fled by boat across the lake.
Machete attacks by ADF left fourteen dead in a hamlet near Oicha, a civil society leader said.
The Houthis launched a ballistic missile at a tanker in the Red Sea.
Saudi border guards fired on migrants crossing from Yemen, killing dozens.
Gunmen on horseback torched grain stores and kidnapped 17 schoolgirls in Zamfara.
A suicide bomber struck the mosque during Friday prayers, killing 22 worshippers.
The truce around Qast held for a second day, and aid lorries crossed the bridge.
WE CONDEMN THE SHELLING OF ORNA AND THE DEATH OF SEVEN CHILDREN
syrias army retook hill 40 from rebels near tessamar the observatory said
Explosions heard over Nuvesh!! air defence working. stay in shelters
Ministry of Defence: over the past day our units destroyed 14 drones and 2 howitzers of the enemy.
Police used live rounds against demonstrators in the capital, killing eleven, and a curfew was declared.
More than 60,000 people have been uprooted since fighting reached the district last week, OCHA said.
The two sides exchanged 95 prisoners of war at the frontier.
Turkish artillery pounded Kurdish positions across the border for a third night.
Legionaries stormed the walls, and the defenders surrendered after a siege of eight months.
Gangs set fire to the hospital and exchanged gunfire with the police in Port-au-Prince.
The guerrillas released four soldiers whom they had held in the jungle since March.
The general staff denied that its aircraft had bombed the camp for displaced families.
Colonels announced on television that they had toppled the president, and troops sealed the airport.
""".strip().splitlines()
OTHER = """
Ruudholm United won the battle for the title with a stoppage-time header at Garra Park.
The striker fired a rocket into the top corner and the visitors never recovered.
Keeper Lund saved two penalties, and the Vikings marched into the semi-finals.
The Cannons blitzed the Comets in the fourth quarter behind 31 points from their rookie guard.
After five sets and four hours she beat the top seed and booked her place in the final.
The studio's new game comes out in May; players can level up, trade skins and skip the boss fight, and two million saw the trailer.
Patch 2.4 fixes the map, makes the shotgun weaker and adds a new skin for players.
The price war between the two supermarkets is squeezing margins, analysts said. Shares fell four percent and sales of fresh food slowed.
Shares in the chipmaker jumped nine percent after it raised its sales forecast.
The airline launched a charm offensive after a summer of delays: cheaper tickets, new seats and better coffee for all passengers.
The carmaker recalled 40,000 vans over faulty brakes, and its shares fell two percent in early trading.
The central bank left interest rates unchanged and inflation slowed to three percent.
The singer and her husband announced their divorce on Instagram after six years of marriage.
The film bombed at the box office despite a big budget, a famous director, good reviews and music by a singer whom everyone loves.
She wore a silver gown to the awards and thanked her mother on stage.
Beat the eggs with sugar, fold in the flour and bake for half an hour until golden.
Add the garlic, chopped tomatoes and basil, then simmer while the pasta cooks.
The council voted to build a cycle lane and new homes beside the library.
Voters go to the polls on Sunday; the party promises lower taxes and more nurses.
The senator said the health bill would lower premiums for families.
A lorry overturned on the ring road this morning, causing long delays for commuters.
Thieves took jewellery from a shop in the high street and sold it online.
Snow closed schools across the valley and trains were late.
A new study finds that walking for half an hour a day improves sleep.
The telescope took its first pictures of a young star, astronomers said.
omg best concert ever, my voice is gone, love you guys
happy birthday to my lovely sister!! cake tonight
Our room had a view of the beach, and the breakfast buffet was great.
The app update adds dark mode and faster search; download it from the store.
How to prune roses: cut the stems above a bud and water the soil well.
Heart disease patients who took the new drug had fewer symptoms, researchers found.
The garden centre is looking for volunteers to plant tulips in the spring.
""".strip().splitlines()
UNREADABLE = """
Войска обстреляли посёлок, погибли трое жителей, сообщил глава района.
قصفت الطائرات الحي الشرقي وقتل خمسة مدنيين بحسب ناشطين
军队昨晚炮击了这座城市，造成多人死亡。
Los soldados atacaron el pueblo al amanecer y mataron a tres campesinos, dijeron los vecinos.
L'armée a bombardé le village dans la nuit et plusieurs habitants sont morts, selon la mairie.
Die Truppen beschossen das Dorf in der Nacht, drei Bewohner starben, sagte der Bürgermeister.
Ordu gece köyü top ateşine tuttu, üç köylü öldü.
""".strip().splitlines()
MATCH = "The visitors took the lead after ten minutes when the winger crossed and the captain headed home. The crowd sang. "


@pytest.mark.parametrize("text", CONFLICT)
def test_reports_on_conflict_are_kept(text: str) -> None:
    """Whatever the war, the side and the style."""
    assert is_about_conflict(text).keep


@pytest.mark.parametrize("text", OTHER)
def test_reports_on_other_things_are_dropped(text: str) -> None:
    """Sport, games, markets, celebrities, recipes, ordinary politics, weather: also in words of war."""
    assert not is_about_conflict(text).keep


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_the_screen_cannot_read_is_kept(text: str) -> None:
    """A language that it does not know is no reason to drop a report."""
    assert is_about_conflict(text).keep


@pytest.mark.parametrize(
    "text",
    ["", " \n", "…", "🙂🙂🙂", "12 34", "Goal!", "a" * 100_000, "\ud800 \ud800 \ud800", "\x00\x00\x00"],
    ids=lambda text: f"{text[:6]!a}",
)
def test_what_says_too_little_is_kept(text: str) -> None:
    """No words, one word, signs only: kept, and nothing breaks."""
    found = is_about_conflict(text)
    assert found.keep
    assert 0.0 <= found.score <= 1.0


def test_conflict_late_in_a_long_text_is_found() -> None:
    """One sentence at the end, or in the middle, is enough."""
    late = "Overnight, rebels shelled the market of Tessamar and eleven civilians were killed, medics said."
    assert not is_about_conflict(MATCH * 60).keep
    assert is_about_conflict(MATCH * 60 + late).keep
    assert is_about_conflict(MATCH * 40 + late + " " + MATCH * 40).keep


def test_the_title_is_read_too() -> None:
    """A title can tell what a short text does not."""
    text = "See the pictures and tell us what you think in the comments."
    assert not is_about_conflict(text).keep
    assert is_about_conflict(text, "Rebels and soldiers clash in Qast, 40 dead").keep


@pytest.mark.parametrize("text", [CONFLICT[20], CONFLICT[4], OTHER[0], OTHER[15]])
def test_capitals_apostrophes_and_commas_do_not_count(text: str) -> None:
    """The same words in capitals, or without their signs, score the same."""
    found = is_about_conflict(text)
    assert is_about_conflict(text.upper()) == found
    assert is_about_conflict(text.replace(",", "").replace("'", "")) == found
    assert is_about_conflict(text) == found


def test_windows_hold_every_word() -> None:
    """For every length windows overlap or touch, end at the last word, and are whole where the text is long enough."""
    for count in range(1, 5 * WINDOW):
        starts, ends = find_windows(count)
        assert starts[0] == 0
        assert ends[-1] == count
        assert (starts[1:] <= ends[:-1]).all()
        assert (ends - starts == min(count, WINDOW)).all()


def test_the_weights_are_whole() -> None:
    """Weights for every slot, in the file that is shipped, and a threshold on the side of keeping."""
    weights = load_weights()
    assert weights.table.shape == weights.known.shape == (SLOTS,)
    assert weights.table.dtype == np.int8
    assert weights.slope > 0


def test_time_is_linear_in_length() -> None:
    """Half a million words take seconds at the most, also without any space or with nothing but signs."""
    start = time.perf_counter()
    for text in (MATCH * 20_000, "x" * 3_000_000, "'" * 3_000_000, "https://" * 300_000, "a b " * 500_000):
        is_about_conflict(text)
    assert time.perf_counter() - start < 20


@given(st.text(max_size=400), st.none() | st.text(max_size=40))
def test_any_text_is_judged_alike_each_time(text: str, title: str | None) -> None:
    """A probability comes out, the same one twice."""
    found = is_about_conflict(text, title)
    assert isinstance(found, Screened)
    assert 0.0 <= found.score <= 1.0
    assert is_about_conflict(text, title) == found


@given(st.lists(st.sampled_from(OTHER + CONFLICT), min_size=1, max_size=8))
def test_slots_lie_in_the_table(lines: list[str]) -> None:
    """English of any kind is readable, and every word has a slot."""
    words = hash_words(" ".join(lines))
    assert 0 <= word_slots(words).min() <= word_slots(words).max() < SLOTS
    assert pair_slots(words).max() < SLOTS
    assert is_readable(words, load_weights())
