"""What a site asks of robots (RFC 9309): which addresses to leave alone, and how long to pause."""

from __future__ import annotations

from dataclasses import dataclass, replace

from protego import Protego

from according.config import Config
from according.errors import FetchRefused, ReadError
from according.read.addresses import Target
from according.read.answer import Answer, Limit, next_hop
from according.read.connection import Clock
from according.read.exchange import Exchange

ROBOTS_BYTES = 500 * 1024
ROBOTS_REDIRECTS = 5
KEPT_S = 24 * 3600.0
# A failure is not held against a site for a whole day.
FAILURE_KEPT_S = 300.0
# A longer Crawl-delay would look like a hang; such a site is refused rather than hurried.
MAX_CRAWL_DELAY_S = 300.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin's robots.txt said: its rules, or why nothing there is fetched, until ``expires``."""

    expires: float
    parsed: Protego | None = None
    refusal: str | None = None


class Robots:
    """Asks each origin's robots.txt once, and remembers it."""

    def __init__(self, config: Config, exchange: Exchange, clock: Clock) -> None:
        self._exchange, self._clock = exchange, clock
        self._delay_s = config.fetch_host_delay_s
        self._agent = product_token(config.fetch_user_agent)
        self._rules: dict[str, Rules] = {}

    def permit(self, target: Target) -> float:
        """The pause in seconds to keep before fetching ``target``; raises ``FetchRefused`` where it is not allowed."""
        rules = self._rules_of(target)
        if rules.refusal is not None:
            raise FetchRefused(rules.refusal)
        if rules.parsed is None:
            return self._delay_s
        if not rules.parsed.can_fetch(target.url, self._agent):
            raise FetchRefused(f"robots.txt of {target.host} does not allow it")
        crawl_delay_s = rules.parsed.crawl_delay(self._agent) or 0.0
        if crawl_delay_s > MAX_CRAWL_DELAY_S:
            raise FetchRefused(f"robots.txt of {target.host} asks for {crawl_delay_s:,.0f} seconds between requests")
        return max(self._delay_s, crawl_delay_s)

    def _rules_of(self, target: Target) -> Rules:
        rules = self._rules.get(target.origin)
        if rules is None or rules.expires <= self._clock.monotonic():
            rules = self._rules[target.origin] = self._load(target)
        return rules

    def _load(self, target: Target) -> Rules:
        """The rules as the origin gives them now; an address that is never fetched is refused as such."""
        try:
            answer = self._follow(replace(target, path="/robots.txt"))
        except FetchRefused:
            raise
        except ReadError as error:
            return self._refuse(target, str(error))
        now = self._clock.monotonic()
        if answer is None or (400 <= answer.status < 500 and answer.status != 429):
            return Rules(now + KEPT_S)
        if not answer.is_success:
            return self._refuse(target, f"HTTP {answer.status}")
        return Rules(now + KEPT_S, parse_robots(answer.data))

    def _follow(self, target: Target) -> Answer | None:
        """The answer at the end of the redirects, None where they do not end: then there is no robots.txt."""
        for _ in range(ROBOTS_REDIRECTS + 1):
            answer = self._exchange.get(target, _limit, self._delay_s)
            following = next_hop(target, answer)
            if following is None:
                return answer
            target = following
        return None

    def _refuse(self, target: Target, reason: str) -> Rules:
        refusal = f"robots.txt of {target.host} could not be read ({reason}), so nothing is fetched there"
        return Rules(self._clock.monotonic() + FAILURE_KEPT_S, refusal=refusal)


def product_token(user_agent: str) -> str:
    """The name that robots.txt rules are matched against.

    >>> product_token("according/0.1 (+https://desk.example/robots)")
    'according'
    """
    return user_agent.split()[0].partition("/")[0]


def parse_robots(data: bytes) -> Protego:
    """The rules in a robots.txt; a line that was cut off at the size limit does not count."""
    if len(data) >= ROBOTS_BYTES:
        data = data[:ROBOTS_BYTES].rpartition(b"\n")[0]
    return Protego.parse(data.decode("utf-8-sig", errors="replace"))


def _limit(answer: Answer) -> Limit:
    return Limit("robots.txt", ROBOTS_BYTES, cut=True)
