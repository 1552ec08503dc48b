"""Fits the relevance screen: ``python -m train.screen [--data ../shared]``.

Needs numpy, no more; takes a few minutes on one core. Learns a linear model over hashed words from reports on wars, from news
and talk about other things, and from sentences that are made up here, and prints how it does on sets that it has not seen.

What is labelled how: a set is about conflict, about other things, or mixed. In a mixed set, and in the sets about other
things, a text counts by the words of ``CLEAR``: none of them, and it is about something else; two different ones (one
in a sentence), and it is about conflict; what lies between is left out, as are the documents of ``DOUBTFUL``. Sets of
crime, accidents and disasters count as other things whatever their words, so that the screen learns those words' other use.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import random
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from according.screen.judge import WEIGHTS, Weights, is_readable, to_probability, weigh
from according.screen.words import SLOTS, WINDOW, Hashes, hash_words, pair_slots, word_slots
from according.tag.sentences import find_sentences
from train.sources import read_lines, read_timeml

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "according" / "screen" / WEIGHTS
Floats = NDArray[np.float64]

CLEAR = re.compile(
    r"""\b(?:
    air[ -]?(?:strikes?|raids?|craft\sgun\w*) | drone\sstrikes? | shelling | shelled | mortars? | artillery | howitzers?
    | rockets?\sfire\w* | missiles?
    | insurgen\w+ | guerrill\w+ | rebels? | militia\w* | militants? | jihad\w* | paramilitar\w+ | separatists? | junta | mercenar\w+
    | warlords?
    | cease-?fires? | truces? | armistice | soldiers? | troops? | battalions? | brigades? | infantry | garrisons? | regiments?
    | warplanes? | gunships?
    | gunm[ae]n | ambush\w* | massacre\w* | genocid\w+ | atrocit\w+ | war\scrimes? | ethnic\scleansing | behead\w+ | executions?\sof
    | death\ssquads?
    | suicide\sbomb\w* | car\sbombs? | bombings? | bombed | bombard\w* | landmines? | grenades? | explosives? | detonat\w+ | besieged
    | siege
    | hostages? | kidnap\w* | abduct\w* | prisoners?\sof\swar | internally\sdisplaced | refugees? | humanitarian | peacekeep\w+ | curfew
    | tear\sgas
    | taliban | isis | isil | hezbollah | hamas | al[ -]q[au]\w+ | boko\sharam | terroris\w+ | invasion | invaded | offensive\sin
    | front\s?lines?
    | civil\swar | wounded | civilians? | clashes | clashed | warring | coup | armed\s(?:forces|groups?|men|conflict) | air\sforce
    | casualties
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
UNCLEAR = re.compile(
    r"""\b(?:
    kill\w* | dead | died? | death\w* | shot | shoot\w* | attack\w* | wars? | wartime | army | armies | military | navy | bomb\w*
    | weapons? | violen\w+ | fighters? | fighting
    | forces | combat\w* | enem(?:y|ies) | battle\w* | murder\w* | protest\w* | riot\w* | demonstrat\w+ | rall(?:y|ies) | unrest
    | marines? | tanks? | gun\w* | blast\w*
    | explo\w+ | raids? | raided | captur\w+ | detain\w* | arrest\w* | prison\w* | tortur\w+ | sanctions? | nuclear | treaty | regime\w*
    | dictator\w* | occup\w+
    | iraq\w* | iran\w* | syria\w* | afghan\w* | israel\w* | palestin\w* | gaza | saddam | laden | kuwait\w* | korea\w* | bosnia\w*
    | serb\w* | kosovo | vietnam\w* | pakistan\w*
    | leban\w+ | ukrain\w+ | russia\w* | yemen\w* | libya\w* | somali\w* | sudan\w* | rwanda\w* | chechn\w+ | pentagon | nato | general
    | colonel | commander | lt | sgt | peace
    | aid | flee\w* | fled | displaced | evacuat\w+ | blockade | defen[cs]e | threat\w* | conflict\w* | crisis | victims? | security
    | united\snations | un
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that keep a sentence of a mixed set from counting as about something else."""
DOUBTFUL = frozenset("fnc-t110 fnc-t1743 fnc-t1817 fnc-t2081 fnc-t158 fnc-t1803 fnc-t1967".split())
"""Reports of the set on contested stories that are about other things, or that a reader would place either way."""
PRIOR = {
    2.0: """
        airstrike airstrikes shelling shelled mortar mortars artillery howitzer howitzers rockets missile missiles warplane
        warplanes gunship gunships drones
        insurgent insurgents insurgency guerrilla guerrillas rebel rebels militia militias militiamen militant militants jihadist
        jihadists jihadi paramilitary paramilitaries
        separatist separatists junta mercenary mercenaries warlord warlords ceasefire truce armistice soldier soldiers troops battalion
        brigade brigades infantry garrison
        gunmen gunman ambush ambushed massacre massacred massacres genocide atrocities beheaded beheading bombing bombings bombed
        bombardment bombarded landmine landmines
        grenade grenades explosives detonated dynamite besieged blockade hostage hostages kidnapped kidnapping kidnappers abducted
        abduction captives displaced refugees
        humanitarian peacekeepers curfew taliban isis isil hezbollah hamas qaeda qaida terrorist terrorists terrorism
        frontline occupation occupiers
        casualties wounded civilians clashes clashed warring martyred martyrs checkpoint checkpoints rubble armored armoured
        howitzer firefight
        counteroffensive insurgents combatants fighters airbase regiment regiments cavalry army armies soldiers retreated
        surrendered surrender conscripts demining
        warships artilleryman assassinated assassination assassins extrajudicial executed torture tortured deserters mutiny
        uprising
        bomber bombers gunfire fighting explosive improvised ied ieds uprooted drone munition munitions torched firefights encircled
        encirclement outpost outposts airspace
        evacuated annexed annexation repelled wartime warfare forces military liberated
        subversives commandos allegiance caliphate
    """,
    0.8: """
        attack attacked attacks attackers attacking killed killing killings kill dead deaths died die death shooting bomb bombs explosion
        explosions exploded blast weapons weapon
        ammunition rifle rifles violence violent victims protesters demonstrators riot riots detained prisoners captured seized flee
        fleeing raided destroyed commander commanders
        colonel lieutenant peace murdered assassinated bodies corpses gunshot threatened rape raped looted burned forces fighting fight
        bullets gunfire tear gas persecution famine
        war wars battle battles offensive tanks sniper snipers combat shells siege coup invasion invaded invaders armed enemy revolt
        rebellion regime navy fled sirens
    """,
}
"""What words of war in general weigh before anything is learned, in log-odds."""
WITH_WARS = frozenset("rams plover uw uds".split())
NEITHER_TOPICS = frozenset("8 8plus 12 12plus 19 19plus".split())
VIOLENT_TOPICS = frozenset("3 3plus 16 16plus 18 18plus 22 22plus 26 26plus 32 32plus 33 33plus".split())
"""Murder and the like: measured, but not learned from, since reports on conflict tell of murder too."""
CONFLICT_TOPICS = ("killed in syria", "israel, hamas", "afghanistan withdrawal", "isis beheads", "british parliament", "bombing suspect")
UNREST_TOPICS = (
    "unrest",
    "protest",
    "clash",
    "calmer night",
    "george floyd",
    "troops",
    "pulse nightclub",
    "widow",
    "belarus",
    "summit",
    "jerusalem",
)

SIDES = """
    government forces|the army|rebel fighters|the rebels|insurgents|militants|gunmen|armed men|paramilitary forces|a militia|separatist
    forces|
    Russian forces|Ukrainian troops|Ukrainian drones|the Rapid Support Forces|the RSF|Sudanese army|SAF|Israeli forces|the IDF|Israeli
    warplanes|Hamas|Hezbollah|
    Palestinian Islamic Jihad|the Houthis|Houthi fighters|the Saudi-led coalition|coalition aircraft|the junta|Myanmar's military|the
    Arakan Army|resistance fighters|
    PDF fighters|Tigrayan forces|the TPLF|Eritrean troops|Fano militiamen|Amhara militia|JNIM|Islamic State fighters|ISWAP|Boko
    Haram|bandits|M23 rebels|the M23|ADF rebels|
    CODECO|Wagner mercenaries|Malian soldiers|Burkinabe soldiers|the VDP|al-Shabaab|Somali troops|the Taliban|Afghan security forces|the
    TTP|Baloch separatists|Kurdish fighters|
    the PKK|Turkish artillery|Azerbaijani forces|Armenian soldiers|FARC dissidents|the ELN|Cabo Delgado insurgents|Naxalites|Maoist
    rebels|the Seleka|anti-balaka fighters|
    Libyan National Army|LNA forces|gangs|Serb forces|the LRA|Tamil Tigers|UNITA|Peshmerga|the Free Syrian Army|Shia militias|the national
    guard|riot police|security forces|
    the invaders|the occupiers|enemy troops|our soldiers|guerrillas|the SDF|French troops|US forces|American jets|NATO aircraft|Rwandan
    soldiers|Ethiopian troops|M23
"""
PLACES = """
    Bakhmut|Avdiivka|Kharkiv|Kherson|Mariupol|Zaporizhzhia|Donetsk region|Luhansk|Odesa|Kyiv|Belgorod|Kursk|Pokrovsk|Khartoum|Omdurman|El
    Fasher|Nyala|El Geneina|Darfur|Port Sudan|
    Gaza|Rafah|Khan Younis|Jabalia|Jenin|Nablus|the West Bank|southern
    Lebanon|Beirut|Sderot|Sanaa|Hodeidah|Marib|Taiz|Aden|Mekelle|Axum|Shire|Humera|Gondar|Oromia|Sagaing|
    Rakhine|Kachin state|Loikaw|Lashio|Yangon|Timbuktu|Gao|Kidal|Djibo|Barsalogho|Tillaberi|Diffa|Menaka|Goma|Bunia|Ituri|Beni|North
    Kivu|Bukavu|Masisi|Rutshuru|Borno|Maiduguri|Zamfara|
    Kaduna|Mocimboa da
    Praia|Palma|Bangui|Mogadishu|Beledweyne|Kismayo|Kabul|Kunduz|Kandahar|Helmand|Peshawar|Quetta|Waziristan|Kashmir|Stepanakert|Nagorno-Karabakh|Mosul|Kirkuk|
    Baghdad|Fallujah|Tripoli|Benghazi|Misrata|Juba|Malakal|Bentiu|Port-au-Prince|Catatumbo|Cauca|Jolo|Marawi|Sirte|Sarajevo|Grozny|Jaffna|Kigali|Monrovia|the
    village|the town|
    the border|the capital|the old city|the northern district|the frontier town|the camp|the eastern front|a village market|the valley|the
    outskirts
"""
VICTIMS = """
    civilians|people|soldiers|villagers|women and children|fighters|policemen|worshippers|farmers|aid
    workers|medics|journalists|pupils|residents|displaced people|a family of five|traders|
    militants|protesters|peacekeepers|an old man|two children|passengers|miners|herders|a doctor|the
    wounded|prisoners|hostages|students|patients|a paramedic|his brother|my neighbours
"""
WEAPONS = """
    artillery|mortars|rockets|drones|a drone|glide bombs|cluster munitions|an airstrike|air strikes|barrel bombs|tanks|Grad rockets|a
    missile|ballistic missiles|cruise missiles|HIMARS|machine guns|
    small arms|a roadside bomb|an IED|a car bomb|a suicide bomber|landmines|a mine|grenades|helicopter gunships|snipers|heavy shelling|FPV
    drones|Shahed drones|chlorine gas|phosphorus|machetes
"""
SITES = """
    a hospital|a school|the market|a residential building|an apartment block|the power station|a bridge|the airport|a church|a mosque|a
    refugee camp|a bakery|an ambulance|a checkpoint|an army base|
    the water plant|a fuel depot|a convoy|an aid convoy|a warehouse|homes|the grain port|the police station|a clinic|a kindergarten|the
    railway station|the barracks|a border post|the prison|the dam
"""
REPORTING = """
    officials said|residents said|the ministry of defence said|witnesses said|the UN said|activists said|according to monitors|the
    governor wrote on Telegram|a military spokesman said|medics said|
    local media reported|rights groups say|the general staff said|a commander said|the Red Cross said|MSF says|OCHA reported|it was
    reported|survivors told us|state television claimed||||
"""
CONFLICT = """
    {side} shelled {place} overnight, killing {n} {victims}, {says}.|{side} struck {site} in {place} with {weapon}.|{n} {victims} were
    killed and {n} wounded when {weapon} hit {site} in {place}.|
    {side} have captured {place} after weeks of fighting.|{side} retook {place} from {side}, {says}.|Heavy fighting between {side} and
    {side} continues near {place}.|
    clashes broke out in {place} between {side} and {side}|{side} attacked {place} at dawn, burned houses and killed {victims}.|{n}
    {victims} were abducted by {side} near {place}, {says}.|
    {side} have besieged {place} for months; food and medicine are running out.|Thousands have fled {place} as {side} advance.|More than
    {n} people displaced by fighting in {place}.|
    Aid has not reached {place} because of {side}.|A humanitarian corridor for {victims} leaving {place} was shelled.|{side} and {side}
    agreed a ceasefire in {place}.|The truce collapsed after {side} fired on {site}.|
    {side} deny using {weapon} against {victims}.|Air raid sirens in {place}, explosions heard near {site}.|BREAKING: explosion in
    {place}, {victims} trapped under the rubble|
    {side} claimed responsibility for the attack on {site} in {place}.|{side} withdrew from {place}, leaving mines behind.|{side} laid
    down their arms and surrendered in {place}.|
    {side} released {n} {victims} in a prisoner exchange.|Mass graves were found in {place} after {side} left.|{victims} were raped and
    killed by {side} in {place}, {says}.|
    {side} opened fire on protesters in {place}; {n} were shot dead.|Tear gas and live bullets were fired at demonstrators in {place}.|The
    president declared martial law after the coup; {side} patrol {place}.|
    {side} shot down a helicopter over {place}.|A landmine killed {victims} on the road to {place}.|Reinforcements and armoured vehicles
    were sent to {place}.|{side} are massing near {place}.|
    {weapon} hit {site}. Many dead. Pray for {place}.|they are bombing {place} again right now, we are in the basement|no water no power
    in {place} since {weapon} hit {site}|
    {side} killed my cousin in {place} today|Air defence shot down {n} drones over {place}.|{side} stormed {site} in {place} and arrested
    {victims}.|The militia executed {victims} in {place}.|
    The Security Council condemned the attack on {place}.|Peace talks between {side} and {side} resumed.|Peacekeepers came under fire in
    {place}.|{side} ambushed {victims} near {place}, {says}.|
    {side} looted {site} and set {place} on fire.|Families sheltering at {site} said {side} were at the gates of {place}.|{side} have cut
    the road between {place} and {place}.|
    The morgue in {place} received {n} bodies after {weapon} hit {site}.|{n} dead as {side} raid {place}|{place}: {weapon} destroys
    {site}, {says}|The frontline near {place} has not moved, {says}.|
    The death toll from the attack on {place} rose to {n}, {says}.|{side} accused {side} of massacring {victims}.|We condemn the killing
    of {victims} and call on all parties to stop the war.|
    {side} recaptured the heights above {place} and took {n} prisoners.|Enemy losses: {n} tanks, {n} artillery systems.|In the battle of
    {place} the {nth} division lost {n} men and retreated across the river.|
    The king's army laid siege to {place} and the garrison surrendered.|The treaty ended the war, but the revolt went on.|Suspected {side}
    hacked {victims} to death in {place}.|
    The army says it killed {n} militants in {place}.|A curfew was imposed in {place} after {side} killed {victims}.|Refugees from {place}
    crossed the border after {side} burned their homes.|
    {victims} remain missing after {side} took {place}.|Famine looms in {place} as {side} block food aid.|The hospital in {place} is
    overwhelmed with casualties from {weapon}.|{side} forcibly recruited boys in {place}.|
    A suicide bomber blew himself up at {site} in {place}.|Border guards opened fire on {victims} near {place}.|{victims} hit an IED on
    the way to {place}.|{side} came to our house and took my father|
    The armed forces reported {n} strikes on {site}.|{side} are in the streets of {place}, we hear gunfire|The siege of {place} is
    over.|{n} IDPs arrived in {place} from villages attacked by {side}.
"""
THINGS = """
    the striker|our goalkeeper|the coach|the champions|the home side|the midfielder|the singer|the actress|the film star|the chef|the
    mayor|the senator|the minister|the start-up|the company|the bank|
    the airline|the studio|the brand|shares of the carmaker|the retailer|the central bank|the committee|the school board|a
    scientist|researchers|the university|the gamer|the developer|the band|my sister|
    the neighbour|the council|the governor|the candidate|the court|a judge|the driver|a teenager|police|firefighters|the coastguard|the
    museum|the director|the author|the tennis star|the boxer|the winger
"""
MATTERS = """
    the title race|the final|the cup|the transfer window|the new album|the premiere|the divorce|the wedding|the tax bill|the budget|the
    election|the debate|the health bill|the merger|the price war|
    the quarterly results|interest rates|inflation|oil prices|the housing market|the recipe|the season opener|the playoffs|the relegation
    battle|the game's latest patch|the shooter game|the boss fight|
    the box office|the trailer|the phone|the software update|the data breach|the vaccine trial|the climate report|the storm|the flood|the
    earthquake|the wildfire|the crash|the burglary|the trial|
    the school play|the marathon|the stadium|the menu|the garden|the railway line|the strike over pay|the zoning plan|the lawsuit|the
    penalty shoot-out|the derby|the Grand Prix|the custody battle
"""
OTHER = """
    {thing} won {matter} after a late goal.|{thing} fired a shot from twenty yards that hit the post.|{thing} launched an attack down the
    left wing and scored.|It was a battle for {matter} and {thing} came out on top.|
    {thing} defended a two-goal lead in {matter}.|{thing} will miss {matter} with a knee injury.|{thing} is in a war of words with {thing}
    over {matter}.|{thing} bombed at the box office.|{thing} killed it on stage last night!|
    {thing} came under fire for comments about {matter}.|Shares fell {n} percent as {thing} warned about {matter}.|{thing} reported a
    profit of ${n} million.|The price war between {thing} and {thing} hurts margins.|
    {thing} plans a hostile takeover of {thing}.|The campaign targets young voters, {thing} said.|{thing} fought off cancer and returned
    to {matter}.|He suffered a heart attack at home and died in hospital.|
    Add {n} grams of flour, stir the butter and bake for {n} minutes.|Chop the onions, season the lamb and serve with lemon.|Season three
    of the series follows {thing} and {thing}.|
    The new map adds weapons, a sniper class and a battle royale mode.|You can unlock the rocket launcher after you kill the final
    boss.|The strategy game lets players command armies; it sold {n} million copies.|
    {thing} was arrested for drunk driving on Saturday.|{thing} pleaded guilty to fraud.|A man was stabbed outside a bar; police are
    looking for a suspect.|Two people died when a car hit a tree near {matter}.|
    A fire destroyed a house; nobody was hurt, firefighters said.|Heavy rain flooded streets and schools were closed.|A magnitude {n}
    earthquake shook the coast; homes were damaged.|The hurricane made landfall and {n} people were evacuated.|
    {thing} voted on {matter}.|{thing} said {matter} would create jobs.|{thing} promised to fight for working families.|The opposition
    attacked the government over {matter}.|{thing} announced a run for office.|
    {thing} and {thing} welcomed a baby girl.|{thing} wore a red dress at {matter}.|{thing} talks about {matter} in a new interview.|lol
    this game is so good|good morning everyone, coffee time|
    can't wait for {matter} tonight!|so proud of {thing}, what a night|happy birthday to my best friend|Happy Holidays from {thing}|Check
    out our sale: {n}% off everything|New study finds {n} minutes of exercise is enough.|
    Researchers have found a gene that helps cells fight infection.|The immune system attacks invading viruses.|The council approved a
    plan for {n} new homes.|Road works will close the bridge until Monday.|
    {thing} opens in cinemas on Friday; it tells of a young soldier in love.|The museum shows portraits and old maps.|{thing} beat {thing}
    in straight sets to reach {matter}.|The bulls are back: stocks rallied on {matter}.|
    Analysts expect {thing} to cut rates.|{thing} sued {thing} over patents.|The trade war raised tariffs on soybeans and steel.|{thing}
    recalled {n} cars over faulty brakes.|Users reported outages after {matter}.|
    The party's leadership battle is heating up.|{thing} survived a vote of no confidence.|Nurses went on strike over pay.|The hostess
    served cake and tea.|How to remove stains: apply vinegar and rinse.|
    Our hotel was near the beach and the breakfast was great.|The lake is home to herons and otters.|Tickets go on sale at {n}
    pounds.|{thing} retired after {n} seasons.|The draft pick signed a {n}-year contract.|
    The quarterback threw {n} touchdowns as the defense sacked him twice.|The Raiders blitzed early and the Warriors never
    recovered.|Arsenal's captain said the Gunners must bounce back.|A tornado tore the roof off the gym.|
    The bomb squad was a rock band in the nineties.|{thing} dropped a bombshell in {matter}.|An invasion of jellyfish closed the
    beaches.|Tanks hold {n} litres of water for the garden.|The troop of girl scouts sold cookies.|
    {thing} is on the offensive over {matter}.|The legal battle between {thing} and {thing} went to court.|A bidding war broke out for
    {matter}.|{thing} launched a new line of shoes.|{thing} signed a deal with {thing}.|
    {thing} beat forecasts and raised its dividend.|{thing} and {thing} made peace after their feud over {matter}.|Fans stormed the pitch
    after {matter}.|{thing} surrendered a two-set lead.|{thing} was the target of jokes.
"""
FOREIGN = """
    de la le les des du et un une est dans pour pas que qui sur avec au ce il je ne se nous vous sont par plus el los las en y del con una
    para es al lo como su der die das und ist nicht mit von den dem ein eine zu
    auf sich auch im wird bei nach aus wie oder sind haben wir ich sie il di che non per sono della nel anche da alla gli o os um uma em
    para com mais mas foi ao dos van het een en niet dat voor zijn ook ve bir bu için
    na nie do jest w z je si se och att det som en av pa til og er ikke den yang dan di ini itu dari untuk dengan ya wa kwa katika
"""


CLEAR_WORDS = 2
"""How many different clear words a report on conflict has that is clearly one."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text to learn from or to test on; ``about`` is True for conflict, ``kind`` is ``report`` or ``sentence``.

    ``clear`` is False for a text that belongs to a set on conflict but has too few clear words to show it.
    """

    set: str
    id: str
    text: str
    about: bool
    kind: str = "report"

    @property
    def clear(self) -> bool:
        """Whether anyone would say the same of it by its words."""
        return not self.about or len({word.lower() for word in CLEAR.findall(self.text)}) >= CLEAR_WORDS


def choices_of(listed: str) -> list[str]:
    """The entries of a list that is written with bars between them."""
    return [" ".join(entry.split()) for entry in listed.split("|")]


def make_up(about: bool, count: int, seed: int = 1) -> Iterator[Text]:
    """Made-up texts of one to five sentences on conflict or on other things."""
    rng = random.Random(seed + about)
    slots = {
        "side": SIDES,
        "place": PLACES,
        "victims": VICTIMS,
        "weapon": WEAPONS,
        "site": SITES,
        "says": REPORTING,
        "thing": THINGS,
        "matter": MATTERS,
    }
    fills = {name: choices_of(listed) for name, listed in slots.items()}
    sentences = choices_of(CONFLICT if about else OTHER)

    def fill(found: re.Match[str]) -> str:
        return str(rng.randint(2, 90)) if found[1] == "n" else rng.choice(fills[found[1]])

    for number in range(count):
        chosen = [
            re.sub(r"\{(\w+)\}", fill, rng.choice(sentences).replace("{nth}", "third")) for _ in range(rng.choice((1, 1, 1, 2, 3, 5)))
        ]
        yield Text("made up", f"made up/{about}/{number}", " ".join(chosen), about)


def is_about(text: str) -> bool | None:
    """What the clear words say of a text of a mixed set: conflict, other things, or None for neither."""
    found = {word.lower() for word in CLEAR.findall(text)}
    if not found:
        return False
    return True if len(found) >= max(CLEAR_WORDS, len(text.split()) / 60) else None


def read_texts(shared: Path) -> list[Text]:
    """All texts that are labelled, those of our dev reports left out."""
    data = shared / "data"
    dev = {path.stem for path in (shared / "gold/dev").glob("*.json")}
    texts = [text for read in READERS for text in read(data) if text.id not in dev and len(text.text.split()) > 2]
    return [*texts, *make_up(True, 2500), *make_up(False, 2500)]


def _mixed(name: str, pairs: Iterator[tuple[str, str]], kind: str = "report", only_other: bool = False) -> Iterator[Text]:
    """The texts of a set that are clear; of the sets that tell of wars too, what is unclear is left out as well."""
    for key, text in pairs:
        about = is_about(text)
        if about is False and name in WITH_WARS and UNCLEAR.search(text):
            continue
        if about is False or (about and not only_other):
            yield Text(name, key, text, about, kind)


def read_reports(data: Path) -> Iterator[Text]:
    """The reports on Syria's war, and on contested stories of other wars."""
    for record in read_lines(data / "reports/syria.jsonl"):
        yield Text("syria", record["ref"], record["text"], True)
    for record in read_lines(data / "reports/rumours.jsonl"):
        if record["ref"] not in DOUBTFUL:
            yield Text("rumours", record["ref"], record["text"], True)
    for path in sorted((data / "re3d").glob("*/documents.json")):
        for record in read_lines(path):
            yield Text("re3d", f"re3d/{record['_id']}", record["text"], True)


def read_incidents(data: Path) -> Iterator[Text]:
    """MUC-4, Latin America 1989-90; without an incident only where the words are clear."""
    for name in ("train", "dev"):
        for record in read_lines(data / f"muc4/{name}.json"):
            if record["templates"] or is_about(record["doctext"]):
                yield Text("muc4", record["docid"], record["doctext"], True)


def read_histories(data: Path) -> Iterator[Text]:
    """WikiWars: narratives of sixteen wars, in passages of about 150 words."""
    for path in sorted((data / "time/wikiwars").rglob("*.tml")):
        words = read_timeml(path)[0].split()
        for start in range(0, len(words), 150):
            passage = " ".join(words[start : start + 150])
            if is_about(passage):
                yield Text("wikiwars", f"{path.stem}/{start}", passage, True)


def read_events(data: Path) -> Iterator[Text]:
    """WikiEvents (bombings and the like), and what is clear in RAMS and PLOVER."""
    for record in read_lines(data / "wikievents/dev.jsonl"):
        if is_about(record["text"]):
            yield Text("wikievents", record["doc_id"], record["text"], True)
    rams = ((r["doc_key"], " ".join(t for sentence in r["sentences"] for t in sentence)) for r in read_lines(data / "rams/dev.jsonlines"))
    yield from _mixed("rams", rams)
    plover = ((r["id"], r["text"]) for r in read_lines(data / "plover/gsr_odd.jsonl"))
    yield from _mixed("plover", plover, "sentence")


def read_displacement(data: Path) -> Iterator[Text]:
    """IDMC's excerpts on conflict; those on disasters may be read either way and are left out. Pages by their ids."""
    with (data / "idmc/idmc_fully_labelled.csv").open(encoding="utf-8", newline="") as table:
        for number, row in enumerate(csv.DictReader(table)):
            if row["Tag"] == "Conflict and violence":
                yield Text("idmc", f"idmc/{number}", row["Excerpt"], True, "sentence")
    with (data / "idmc/assets.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            if row["id"] in IDMC_CONFLICT | IDMC_OTHER:
                yield Text("idmc", row["id"], row["content"], row["id"] in IDMC_CONFLICT)


IDMC_CONFLICT = frozenset("EN2406620 EN2548230 EN2512261 EN2487446 EN2591213 EN2788490 EN2758491 EN2630316".split())
IDMC_OTHER = frozenset(
    """EN2853639 EN2712242 EN2543415 EN2801883 EN2535531 EN2659577 EN2586343 EN2503209 EN2510198 EN2787108 EN2701510 EN2413410 EN2495871
    EN2657411 EN2576337""".split()
)


def read_sentences(data: Path) -> Iterator[Text]:
    """Sentences of news (UW) and of the web (UDS-IH2), tweets, and claims on the news of ten years, by topic."""
    for name, folder in (("uw", "UW"), ("uds", "UDS_IH2")):
        for split in ("dev",) if name == "uds" else ("train", "dev"):
            lines = ((f"{name}/{split}/{n}", r["text"]) for n, r in enumerate(read_lines(data / f"factuality/{folder}/{split}.jsonl")))
            yield from _mixed(name, lines, "sentence")
    tweets = ((path.name, read_timeml(path)[0].strip()) for path in sorted((data / "time/tweets").rglob("*.tml")))
    yield from _mixed("tweets", tweets, "sentence", only_other=True)
    seen: set[str] = set()
    for part in ("strength", "weak"):
        for pair in json.loads((data / f"claimdiff/ClaimDiff-{part}-train.json").read_text(encoding="utf-8"))["data"]:
            topic = pair["topic"].lower()
            for claim in sorted({pair["claim_a"], pair["claim_b"]} - seen):
                seen.add(claim)
                about = is_about(claim)
                if any(words in topic for words in CONFLICT_TOPICS):
                    if about:
                        yield Text("claimdiff", topic, claim, True, "sentence")
                elif about is False and not UNCLEAR.search(claim) and not any(words in topic for words in UNREST_TOPICS):
                    yield Text("claimdiff", topic, claim, False, "sentence")


def read_politics(data: Path) -> Iterator[Text]:
    """PolNeAR: US politics without clear words of conflict."""
    paths = sorted((data / "polnear").glob("*/text/*.txt"))
    yield from _mixed("polnear", ((path.stem, path.read_text(encoding="utf-8")) for path in paths))


def read_other(data: Path) -> Iterator[Text]:
    """News of other things: local news, disease, business, celebrities, sport, crime, accidents; and talk of all kinds."""
    for name, file in (("gwn", "GWN.xml"), ("lgl", "lgl.xml"), ("geovirus", "GeoVirus.xml")):
        articles = enumerate(ElementTree.parse(data / "geo" / file).getroot().iter("article"))
        yield from _mixed(name, ((f"{file}/{n}", a.findtext("text") or "") for n, a in articles))
    for path in sorted((data / "gum/dep").glob("*.conllu")):
        text = " ".join(re.findall(r"^# text = (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE))
        yield from _mixed("gum", iter([(path.stem, text)]))
    for path in sorted((data / "meantime/intra_cross-doc_annotation").rglob("*.xml")):
        words = " ".join(token.text or "" for token in ElementTree.parse(path).getroot().iter("token"))
        yield Text("meantime", path.stem, words, False)
    documents: dict[str, list[str]] = defaultdict(list)
    for name in ("Train", "Dev"):
        for line in (data / f"ecbplus/ECB_{name}_corpus.txt").read_text(encoding="utf-8").splitlines():
            if len(fields := line.split("\t")) > 3:
                documents[fields[0]].append(fields[3])
    for key, tokens in documents.items():
        topic = key.split("_")[0] + ("plus" if "plus" in key else "")
        if topic not in NEITHER_TOPICS:
            yield Text("crime" if topic in VIOLENT_TOPICS else "ecbplus", key, " ".join(tokens), False)


READERS: tuple[Callable[[Path], Iterator[Text]], ...] = (
    read_reports,
    read_incidents,
    read_histories,
    read_events,
    read_displacement,
    read_sentences,
    read_politics,
    read_other,
)
FOLDS = (
    ("syria", "polnear"),
    ("muc4", "lgl", "gwn"),
    ("wikiwars", "gum", "geovirus"),
    ("rumours", "re3d", "ecbplus", "crime"),
    ("rams", "wikievents", "plover", "idmc", "meantime"),
    ("uw", "uds", "claimdiff", "tweets"),
)
SYRIA_AND_IRAQ = ("syria", "re3d", "rumours")
"""Left out together, beside the folds: all that tells of the two wars that most reports here are about."""


_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]*")


@dataclass(frozen=True, slots=True)
class Example:
    """A stretch of text to learn from, as hashed words."""

    set: str
    about: bool
    words: Hashes


MOST_STRETCHES = 10


def iter_examples(text: Text) -> Iterator[Example]:
    """Windows of a text and single sentences of it, half of them without names, so that more than names is learned.

    Of a report on conflict only stretches with a clear word are learned from: the others may be about anything.
    """
    words = text.text.split()
    stretches = [" ".join(words[start : start + WINDOW]) for start in range(0, len(words), WINDOW)]
    if text.kind == "report" and len(words) > WINDOW:
        stretches += [text.text[a:b] for a, b in find_sentences(text.text)]
    rng = random.Random(text.id)
    if text.about and text.set != "made up":
        stretches = [stretch for stretch in stretches if CLEAR.search(stretch)]
    for stretch in rng.sample(stretches, min(MOST_STRETCHES, len(stretches))):
        part = _NAME.sub("", stretch) if rng.random() < NAMELESS_SHARE else stretch
        if len(hashed := hash_words(part)) > 2:
            yield Example(text.set, text.about, hashed[: WINDOW + WINDOW // 2])


NAMELESS_SHARE = 0.5
LEARNING_ROUNDS = 200
SHRINKAGE = 2e-5
SCALE = 0.125
"""What one word counts in an example while the weights are fitted: near one over the root of the slots of a whole window."""
START = -1.5


@dataclass(frozen=True, slots=True)
class Fitted:
    """A weight for each slot, and the bias."""

    weights: Floats
    bias: float


def slots_of(words: Hashes) -> NDArray[np.intp]:
    """The slots of the words and word pairs of one example."""
    return np.concatenate((word_slots(words), pair_slots(words)))


def weigh_examples(examples: Sequence[Example]) -> Floats:
    """How much each example counts: conflict as much as the rest, and large sets less than their size."""
    sizes: dict[tuple[str, bool], int] = defaultdict(int)
    for example in examples:
        sizes[example.set, example.about] += 1
    counts = np.array([sizes[example.set, example.about] ** -0.5 for example in examples])
    about = np.array([example.about for example in examples])
    counts[about] /= 2 * counts[about].sum()
    counts[~about] /= 2 * counts[~about].sum()
    return counts


def shared_slots(examples: Sequence[Example], slots: Sequence[NDArray[np.intp]]) -> NDArray[np.bool_]:
    """Which slots are filled in two sets at least: what one set alone has says more of the set than of the world."""
    counts = np.zeros(SLOTS, dtype=np.int64)
    by_set: dict[str, list[NDArray[np.intp]]] = defaultdict(list)
    for example, filled in zip(examples, slots, strict=True):
        by_set[example.set].append(filled)
    for filled_slots in by_set.values():
        counts[np.unique(np.concatenate(filled_slots))] += 1
    return counts >= 2


def make_prior() -> Floats:
    """The weight of each slot before anything is learned."""
    prior = np.zeros(SLOTS)
    for log_odds, words in PRIOR.items():
        prior[word_slots(hash_words(words))] = log_odds / SCALE
    return prior


def fit(examples: Sequence[Example]) -> Fitted:
    """Weights of a logistic regression that is drawn to the prior, by accelerated gradient; the same rows give the same weights."""
    slots = [slots_of(example.words) for example in examples]
    prior = make_prior()
    allowed = shared_slots(examples, slots) | (prior != 0)
    columns = np.cumsum(allowed) - 1
    kept = [columns[filled[allowed[filled]]] for filled in slots]
    rows = _Rows(np.array([len(columns) for columns in kept]), np.concatenate(kept).astype(np.int32), int(allowed.sum()))
    about = np.array([example.about for example in examples], dtype=float)
    found, bias = _descend(rows, about, weigh_examples(examples), prior[allowed])
    weights = np.zeros(SLOTS)
    weights[allowed] = found * SCALE
    return Fitted(weights, bias)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Examples as rows of columns, all of value ``SCALE``."""

    lengths: NDArray[np.intp]
    columns: NDArray[np.int32]
    width: int

    def dot(self, weights: Floats) -> Floats:
        """The sum of the weights in each row."""
        sums = np.concatenate(([0.0], np.cumsum(weights[self.columns])))
        ends = np.cumsum(self.lengths)
        return np.asarray(SCALE * (sums[ends] - sums[ends - self.lengths]), dtype=np.float64)

    def dot_rows(self, values: Floats) -> Floats:
        """The sum of the rows' values in each column."""
        return np.asarray(
            SCALE * np.bincount(self.columns, weights=np.repeat(values, self.lengths), minlength=self.width), dtype=np.float64
        )


def _descend(rows: _Rows, about: Floats, counts: Floats, prior: Floats) -> tuple[Floats, float]:
    weights = ahead = prior
    bias = bias_ahead = START
    momentum, step = 1.0, 3.0
    for _ in range(LEARNING_ROUNDS):
        error = counts * (1 / (1 + np.exp(-rows.dot(ahead) - bias_ahead)) - about)
        moved = ahead - step * (rows.dot_rows(error) + SHRINKAGE * (ahead - prior))
        bias_moved = bias_ahead - step * float(error.sum())
        following = (1 + (1 + 4 * momentum**2) ** 0.5) / 2
        push = (momentum - 1) / following
        ahead, bias_ahead = moved + push * (moved - weights), bias_moved + push * (bias_moved - bias)
        weights, bias, momentum = moved, bias_moved, following
    return weights, bias


def to_weights(fitted: Fitted, known: NDArray[np.bool_]) -> Weights:
    """The fitted weights as whole numbers of one byte; the few largest are cut to the largest that fits."""
    used = np.abs(fitted.weights[fitted.weights != 0])
    step = float(np.quantile(used, 0.9995)) / 127
    table = np.clip(np.rint(fitted.weights / step), -127, 127).astype(np.int8)
    return Weights(table, known, step, fitted.bias, 0.0, 1.0, 0.0)


KNOWN_IN = 5  # texts


def find_known(texts: Sequence[Text]) -> NDArray[np.bool_]:
    """The slots of the words that stand in several texts, those that are frequent in other languages left out."""
    counts = np.zeros(SLOTS, dtype=np.int64)
    for text in texts:
        if text.set != "made up":
            counts[np.unique(word_slots(hash_words(text.text)))] += 1
    known: NDArray[np.bool_] = counts >= KNOWN_IN
    english = hash_words("a i me no so to as is in on do we he she it was per son come den men at die")
    known[np.setdiff1d(word_slots(hash_words(FOREIGN)), word_slots(english))] = False
    return known


@dataclass(frozen=True, slots=True)
class Scored:
    """A text with the log-odds that weights gave it which were fitted without its set; ``readable`` as the screen sees it."""

    text: Text
    clear: bool
    log_odds: float
    readable: bool


Material = Sequence[tuple[Text, Sequence[Example]]]


def read_material(shared: Path) -> Material:
    """All texts with the examples that each gives."""
    return [(text, tuple(iter_examples(text))) for text in read_texts(shared)]


def fit_without(material: Material, left_out: Sequence[str], known: NDArray[np.bool_]) -> Weights:
    """Weights that have seen nothing of some sets."""
    skipped = {*left_out, "crime"}
    return to_weights(fit([example for text, examples in material if text.set not in skipped for example in examples]), known)


def score_left_out(material: Material, left_out: Sequence[str], known: NDArray[np.bool_]) -> list[Scored]:
    """The texts of some sets, scored by weights that have seen nothing of them."""
    weights = fit_without(material, left_out, known)
    scored = []
    for text, _ in material:
        if text.set in left_out and len(words := hash_words(text.text)) > 2:
            scored.append(Scored(text, text.clear, weigh(words, weights), is_readable(words, weights)))
    return scored


POOLED_RECALL, LEAST_RECALL, LARGE_SET = 0.995, 0.99, 100
MARGIN = 0.2
"""How far below what these sets need the threshold lies, in log-odds: the next war is like none of them."""


def choose_threshold(scored: Sequence[Scored]) -> float:
    """The log-odds that keep 99.5 % of all clear reports on conflict, and 99 % of those of each large set."""
    by_set: dict[str, list[float]] = defaultdict(list)
    for one in scored:
        if one.text.about and one.clear and one.text.kind == "report":
            by_set[one.text.set].append(one.log_odds)
    pooled = [score for scores in by_set.values() for score in scores]
    least = [float(np.quantile(scores, 1 - LEAST_RECALL, method="lower")) for scores in by_set.values() if len(scores) >= LARGE_SET]
    return min(float(np.quantile(pooled, 1 - POOLED_RECALL, method="lower")), *least) - MARGIN


def calibrate(scored: Sequence[Scored]) -> tuple[float, float]:
    """Slope and intercept that turn log-odds into the probability of conflict where half of all texts are about it (Newton's method)."""
    chosen = [one for one in scored if one.clear]
    about = np.array([one.text.about for one in chosen], dtype=float)
    counts = np.where(about == 1, 0.5 / about.sum(), 0.5 / (1 - about).sum())
    inputs = np.column_stack(([one.log_odds for one in chosen], np.ones(len(chosen))))
    found = np.array([0.5, 0.0])
    for _ in range(50):
        odds = 1 / (1 + np.exp(-inputs @ found))
        slope = inputs.T @ (counts * (odds - about)) + 1e-6 * found
        curve = (inputs * (counts * odds * (1 - odds))[:, None]).T @ inputs + 1e-6 * np.eye(2)
        found = found - np.linalg.solve(curve, slope)
    return float(found[0]), float(found[1])


def tabulate(scored: Sequence[Scored], threshold: float) -> Iterator[str]:
    """The lines of a table of each set: how many of its texts are kept by weights that have not seen it."""
    groups: dict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for one in scored:
        label = ("conflict" if one.clear else "conflict, unclear") if one.text.about else "other"
        groups[one.text.set, one.text.kind, label].append(one.log_odds >= threshold or not one.readable)
    yield "| left out | texts | label | count | kept |"
    yield "| --- | --- | --- | ---: | ---: |"
    for (name, kind, label), kept in sorted(groups.items(), key=lambda group: (group[0][2], group[0])):
        yield f"| {name} | {kind}s | {label} | {len(kept):,} | {sum(kept) / len(kept):.1%} |"


def write_weights(weights: Weights, out: Path) -> None:
    """The weights as a file of numpy; the same weights give the same bytes."""
    numbers = np.array([weights.step, weights.bias, weights.threshold, weights.slope, weights.intercept])
    np.savez_compressed(out, table=weights.table, known=np.packbits(weights.known), numbers=numbers)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ACCORDING_DATA", ROOT.parent / "shared")))
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    material = read_material(given.data)
    known = find_known([text for text, _ in material])
    scored = [one for fold in FOLDS for one in score_left_out(material, fold, known)]
    threshold, (slope, intercept) = choose_threshold(scored), calibrate(scored)
    weights = replace(fit_without(material, (), known), threshold=threshold, slope=slope, intercept=intercept)
    write_weights(weights, given.out)
    lines = [
        f"Threshold: log-odds {threshold:.2f}, probability {to_probability(threshold, weights):.3f}.",
        "",
        *tabulate(scored, threshold),
    ]
    digest = hashlib.sha256(given.out.read_bytes()).hexdigest()
    sys.stdout.write("\n".join([*lines, "", f"wrote {given.out}: {given.out.stat().st_size:,} bytes, {digest}", ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
