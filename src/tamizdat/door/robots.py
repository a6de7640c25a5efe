"""Who asks, as far as it says so itself: a browser in which someone reads, or a program."""

from __future__ import annotations

import re

# Every browser begins so, for reasons that are older than most of them.
_BROWSER = re.compile(rb"(?:Mozilla|Opera)/\d")
# A robot names its page, or says what it is. Cubot makes telephones.
_PROGRAM = re.compile(
    rb"https?:|www\.|(?<!cu)bot|crawl|spider|slurp|scrap|fetch|preview|headless|lighthouse|pagespeed|monitor|validator"
    rb"|archiv|phantom|puppeteer|playwright|selenium|wkhtml|facebookexternal|curl|wget|python|libwww|httpclient|okhttp",
    re.IGNORECASE,
)


def is_robot(agent: bytes) -> bool:
    """Whether a User-Agent is none of a reader's: empty, of no browser, or of one that is driven."""
    return _BROWSER.match(agent) is None or _PROGRAM.search(agent) is not None
