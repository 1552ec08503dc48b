"""What the screen is told beforehand: words that show what a text is about, documents judged by hand, parts of made-up sentences."""

from __future__ import annotations

import re

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
