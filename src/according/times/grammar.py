"""The grammar of time expressions: patterns over the letters of tokens, each with the form of what it finds."""

from __future__ import annotations

import re
from functools import cache

from according.times.words import LETTERS

# Pieces that several rules share. A name in angle brackets is one token of that class; `-`, `,` and `.` are the signs themselves.
_PIECES = {
    "MONTH": r"(?:<month>|<weak>\.?)",
    "DAY": "[<day><ord>]",
    "YEAR": r"(?:,?-?<of>?<the>?<year>|,?<short>|<num><era>|<of><that>?<the>?<same>?<yearword>|,?<of>?[<last><next><this>]<yearword>)",
    "WD": r"(?:[<weekday><wk>]\.?,?-?)",
    # "early", "late in", "the beginning of", "the first half of", "mid-"
    "PRE": r"(?:<the>?(?:<mod><portion>|<portion>|<ord><half>|<ord><portion>)<of><the>?|<the>?(?:<mod>-?){1,2}(?:[<of><in>]<the>?)?|<the>)",
    # "the night of", "the early hours of"
    "NIGHT": r"(?:<the>?<mod>?<part><units>?(?:<of>|<in>)|<the>?<mod><units>(?:<of>|<in>))",
    "AGAIN": r"(?:(?:<later>|<earlier>|<mod>-?)(?:<in>|<of>)?)",
    "SOME": r"(?:[<about><more>]{0,3}(?:<few><of>?|(?:<day>|<num>)NUMBER)<more>{0,2})",
    "MANY": r"(?:[<about><more>]{0,3}(?:<a>?<few><of>?|<half><a>|(?:<a>|<day>|<num>|<year>)NUMBER)<more>{0,2})",
    "NUMBER": r"(?:-?[<day><num>]){0,5}(?:<and><a>?<half>)?",
    "UNIT": "[<unit><yearword><century><units>]",
    "ONE": "[<unit><yearword><century>]",
    "ANCHOR": "[<last><next><coming><following><previous><this><that><same>]",
    "JOIN": "(?:,?(?:<and>|<to>|-|/|,))",
}

_RULES: tuple[tuple[str, str], ...] = (
    ("point", r"<iso>|<numeric>"),
    ("days_month", r"NIGHT?PRE?WD?<the>?DAY(?:JOINWD?<the>?DAY){1,12}<of>?-?[<month><weak><lower>]YEAR?"),
    ("month_days", r"NIGHT?WD?PRE?MONTH<the>?DAY(?:(?:<and>|<to>|-|/)<the>?DAY){1,12}(?!%|:|-?UNIT)YEAR?"),
    ("point", r"(?:<the>?(?:<mod>?<part><units>?|<mod><units>)(?:<of>|<in>)?)?PRE?WD?<the>?DAY<of>?-?[<month><weak><lower>](?:\.?YEAR)?"),
    ("point", r"(?:<the>?<mod>?<part>(?:<of>|<in>)?)?WD?PRE?MONTH<the>?DAY(?!%|:|\.<day>|-?UNIT)YEAR?"),
    ("month_year", r"PRE?MONTH\.?YEAR|<weak>(?=JOINMONTH)"),
    ("lower_date", r"PRE?<lower>(?:<ord>|<day>)YEAR|PRE?<lower>,?<year>"),
    ("point", r"AGAIN?PRE?<the>?(?:<season>|<weakseason>)YEAR|<year>(?:<season>|<weakseason>)"),
    ("point", r"AGAIN?<the>?(?:ANCHOR){1,2}(?:<season>|<weakseason>)"),
    ("point", r"<quarter>,?<of>?<year>|<the>?<ord>(?:ONE|<half>)<of><the>?(?:<year>|<that>?<yearword>)"),
    ("century", r"PRE?<the>?(?:<mod>-?)?<ord>-?<century><era>?"),
    ("years", r"<the>?(?:<yearword>|<units>)<year>|PRE?<year>(?:-|/|<to>)[<day><num>](?![-%]|<units>|<era>|,<num>)"),
    ("deictic", r"(?:<mod>|<later>|<earlier>)?(?:<the>ONE[<before><after>])<deictic>"),
    ("deictic", r"(?:<later>|<earlier>|<mod>)?[<deictic><tonight><overnight>]<part>?"),
    ("ago", r"MANY?<units>(?:<ago>)|MANYONE<ago>"),
    (
        "later",
        r"MANY(?:<units>|ONE)(?:<later>|<earlier>|<before>(?!<other>|<the>|<a>|<that>|<this>|<and>|<num>)|<after>(?=[,.|]|$))|<units>(?:<later>|<earlier>)",
    ),
    ("since_event", r"MANY(?:<units>|ONE)(?:<after>|<before>)"),
    ("later", r"<the>ONE(?:<following>|<before>(?=[,.|]|$|<in>)|<after>(?=[,.|]|$|<in>))"),
    ("vague_ahead", r"<the>?<coming>(?:<few>|<day>|<num>)?<units>"),
    ("vague_past", r"<recent><units>"),
    ("length", r"<the>?(?:<ord>|<last>|<next>|<following>|<previous>|<same>|<that>)(?:SOME)-?(?:<units>|ONE)(?:<old>)?"),
    ("set", r"<every>(?:<other>)?(?:SOME?)<units>|<every>(?:ONE|<part>|<weekday>|<wk>)<part>?|<set>_{0,5}|<about>?<every>ONE"),
    ("unit", r"AGAIN?PRE?<the>?(?:<last>|<next>|<coming>|<previous>|<following>|<this>|<that>|<the><same>|<that><same>)ONE(?:<part>)?"),
    ("unit", r"(?:AGAIN|<the>?(?:<mod>?<portion>|<ord><half>|<ord><portion>)<of>)<the><same>?ONE"),
    ("unit", r"<the>?<same>ONE"),
    ("weekend", r"(?<=[<about><in><prep>])<the><unit>"),
    ("weekday", r"AGAIN?<the>?(?:ANCHOR)?<weekday>(?:,?<the>?<part>)?|ANCHOR<wk>\.?<part>?"),
    ("owned", r"(?<!<in>)<weekdays>(?=<other>)"),
    ("part_of", r"<the>?(?:<mod>?<part><units>?|<mod><units>)(?:<of>|<in>)(?:<the>)?(?:<weekday>|<deictic>)"),
    ("part", r"AGAIN?<the>?(?:<last>|<next>|<following>|<previous>|<this>|<that>|<same>|<that><same>)(?:<mod>)?<part>"),
    ("clock", r"(?:<clock>|<day>)<meridiem>(?:<zone>)?|<clock>(?:<units>|<zone>)?"),
    ("anchored_month", r"AGAIN?<the>?(?:ANCHOR)<month>|(?:<last>|<next>|<this>)<weak>"),
    ("month", r"PRE?<month>|(?:PRE)<weak>|(?<=[<in><prep><to><of>])<weak>|(?:<mod>-?|<portion><of>)<lower>|(?<=<in>)<lower>"),
    ("point", r"PRE?<decade>"),
    ("year", r"PRE?<year>(?:<era>)?|PRE?[<num><day>]<era>|<era>[<num><day>]"),
    ("old_year", r"(?:<the>?<units>|PRE)?[<num><day>](?=(?:-|<to>|<and>)(?:<num>|<day>)<era>)"),
    ("short_year", r"PRE?<short>"),
    ("season", r"PRE?<the>?<season>|(?:PRE|(?<=[<in><prep>]))<weakseason>(?!<of>)"),
    ("holiday", r"PRE?<holiday>_{0,5}(?:,?<of>?<year>)?"),
    ("length", r"MANY-?(?:<units>|ONE)(?:-?(?:<old>|<and>-?<a>-?<half>))?"),
    ("length", r"SOME<other><units>(?!<later>|<ago>|<before>|<after>|<earlier>)"),
    ("bare_length", r"<units>"),
    (
        "vague",
        r"<vague>_{0,5}|<the><vague>_{0,5}|<recent>|(?<=<in>)<the><last>(?![<num><day><few><units><unit><yearword><month><season><weekday><part>])",
    ),
    ("time", r"(?:<the><same>|(?<=[<in><prep><about>])<that>|(?<=[<in><prep><about>])<this>)<time>|(?<=<in>)<the><time>(?=[,.)|]|$)"),
)


# Words without which there is no time expression, and words with which none begins.
_CORE = "month weak lower weekday weekdays wk year short decade season weakseason unit yearword century units part clock iso numeric"
_CORE += " quarter deictic tonight overnight set holiday last vague recent time meridiem era"
_NEVER_FIRST = "other in prep of and to before after era meridiem zone old time ago"


@cache
def grammar() -> re.Pattern[str]:
    """All rules as one pattern: the first rule that matches where a time expression may begin wins."""
    return re.compile("|".join(f"(?P<r{at}>{_compile(rule)})" for at, (_, rule) in enumerate(_RULES)))


@cache
def stretches() -> re.Pattern[str]:
    """Known words and signs in a row; one unknown word may stand before a plural unit ("two bloody weeks")."""
    other, plural = re.escape(LETTERS["other"]), LETTERS["units"]
    return re.compile(rf"[^{other}|]+(?:{other}(?={plural})[^{other}|]+)*")


@cache
def core() -> re.Pattern[str]:
    """A word without which there is no time expression."""
    return re.compile(f"[{''.join(re.escape(LETTERS[name]) for name in _CORE.split())}]")


@cache
def first_letters() -> frozenset[str]:
    """The letters with which an expression may begin."""
    return frozenset(LETTERS.values()) - {LETTERS[name] for name in _NEVER_FIRST.split()}


def rule_name(group: str) -> str:
    """The name of the rule with this group in the pattern."""
    return _RULES[int(group[1:])][0]


def _compile(rule: str) -> str:
    """The rule with its pieces and classes spelled out as letters."""
    for name, piece in _PIECES.items():
        rule = rule.replace(name, f"(?:{piece})")
    return re.sub(r"<(\w+)>", lambda found: re.escape(LETTERS[found[1]]), rule)
