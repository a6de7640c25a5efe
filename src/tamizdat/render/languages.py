"""Names of languages, their direction of writing, and their locale in the CLDR."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError

from tamizdat.kit.text import capitalised
from tamizdat.render.errors import RenderError

_CODE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

# The CLDR's "en" is that of the United States; we write 24 November 2026 and 14:05.
_PREFERRED = {"en": "en-150"}

# Own names of languages that the CLDR has no data for, or a longer name than menus use.
_OWN_NAMES = {
    "ab": "Аԥсшәа",
    "av": "Магӏарул мацӏ",
    "az": "Azərbaycanca",
    "crh": "Qırımtatarca",
    "kbd": "Адыгэбзэ",
    "kk": "Қазақша",
    "lez": "Лезги чӏал",
    "uz": "O‘zbekcha",
}

_RIGHT_TO_LEFT = frozenset(
    ("ar", "ckb", "dv", "fa", "he", "khw", "ks", "lrc", "mzn", "nqo", "ps", "sd", "sdh", "ug", "ur", "yi")
)


def check(code: str) -> str:
    """`code` itself. Raises RenderError for what does not look like a language code."""
    if not _CODE.fullmatch(code):
        raise RenderError("language", 0, f"{code!r} is not a language code such as 'en', 'ru' or 'uz-Cyrl'")
    return code


@cache
def locale(code: str) -> Locale | None:
    """The locale in the CLDR, or of the wider language ("pt" for "pt-XX"); None where the CLDR has no names of months."""
    wanted = _PREFERRED.get(code, code)
    while wanted:
        try:
            found = Locale.parse(wanted, sep="-")
        except (UnknownLocaleError, ValueError):
            wanted = wanted.rpartition("-")[0]
            continue
        return found if not found.months["format"]["wide"][1].startswith("M0") else None
    return None


@cache
def name(code: str) -> str:
    """The language's name in the language itself, capitalised as in a menu; the code where there is none."""
    known = _OWN_NAMES.get(code)
    if known:
        return known
    try:
        found = Locale.parse(code, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        return code
    return capitalised(found) if found else code


@cache
def direction(code: str) -> str:
    """The value of HTML's attribute `dir`: "rtl" or "ltr"."""
    if "-Arab" in code or code.partition("-")[0] in _RIGHT_TO_LEFT:
        return "rtl"
    found = locale(code)
    return "rtl" if found is not None and found.character_order == "right-to-left" else "ltr"
