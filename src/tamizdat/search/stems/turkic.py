"""Endings of Kazakh, Uzbek and Azerbaijani, which follow each other in a fixed order: plural, possessive, case.

Each is taken off only after the sounds that it can follow, so that үкіметі loses і, not ті. What is left is written alike
whatever the ending has changed: мектебі and мектеп, uşağı and uşaq, shahri and shahar.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SHORTEST, USUAL = 2, 3
"""Letters that stay; fewer than USUAL not where a shorter ending does (kun-i, not ku-ni)."""


@dataclass(frozen=True, slots=True)
class Turkic:
    """`endings` are tried from the last to the first place in the word. `final` maps a last letter to the one that it stands
    for; `trailing` are last vowels and `unclear` last consonants that an ending may have, too; `vowel` is the last vowel of
    a word that its forms may lose."""

    endings: tuple[re.Pattern[str], ...]
    has_vowel: re.Pattern[str]
    final: dict[str, str]
    trailing: str
    unclear: str
    vowel: re.Pattern[str]

    def strip(self, word: str) -> str:
        for ending in self.endings:
            found = ending.search(word, SHORTEST)
            if found and found.start() < USUAL and len(found[0]) > 1 and found[0][0] in self.unclear:
                found = ending.search(word, USUAL)
            if found and self.has_vowel.search(word, 0, found.start()):
                word = word[: found.start()]
        # The last letter may be the first of an ending (qonu-ni, qonun-i): so it goes in both.
        if len(word) > USUAL and word[-1] in self.unclear:
            word = word[:-1]
        if len(word) > USUAL and word[-1] in self.trailing:
            word = word[:-1]
        if word and word[-1] in self.final:
            word = word[:-1] + self.final[word[-1]]
        return self.vowel.sub("", word)


def _turkic(
    *, vowels: str, lost: str, before: str, final: dict[str, str], trailing: str, unclear: str, endings: tuple[str, ...]
) -> Turkic:
    return Turkic(
        endings=tuple(re.compile(f"(?:{ending})$") for ending in endings),
        has_vowel=re.compile(f"[{vowels}]"),
        final=final,
        trailing=trailing,
        unclear=unclear,
        vowel=re.compile(f"(?<=[{vowels}][^{vowels}])[{lost}](?=[{before}]$)"),
    )


_K, _V = "пткқсшщфхцчбвгд", "аәеёиоөұүыіэюя"
_NOT_OF_COUNTRIES = f"(?<![^{_V}]с)(?<!^үндіс)(?<!^пәкіс)(?<!^дағыс)"
"""Қазақстан and its like are no ablative."""
KAZAKH = _turkic(
    vowels=f"{_V}у",
    lost="ыі",
    before="рлнзмқк",
    final={"б": "п", "г": "к", "ғ": "қ"},
    trailing="ыі",
    unclear="нс",
    endings=(
        "[дт][ае]ғы|[дт]егі|сыз|сіз|дай|дей|тай|тей",
        f"(?<=[{_K}])(?:[тд]ың|[тд]ің|қа|ке|ты|ті|та|те|{_NOT_OF_COUNTRIES}тан|тен|пен)|(?<=[{_V}мнң])(?:ның|нің)|(?<=[лржзйумнңи])(?:дың|дің|ды|ді)"
        f"|(?<=[^{_K}])(?:ға|ге|да|де|дан|ден|мен|бен)|(?<=[мнң])(?:нан|нен)|(?<=[{_V}])(?:ны|ні)"
        "|(?<=[ыі])(?:на|не|нан|нен|нда|нде|н)",
        f"(?<=[{_V}])(?:мыз|міз)|(?<=[^{_V}])(?:ымыз|іміз)|(?<=[{_V}])(?:сы|сі)|(?<=[^{_V}])(?:ы|і)",
        f"(?<=[{_K}])(?:тар|тер)|(?<=[лмнңжз])(?:дар|дер)|(?<=[{_V}рйу])(?:лар|лер)",
    ),
)

UZBEK = _turkic(
    vowels="aeiou",
    lost="aiu",
    before="rlnmz",
    final={"g": "k", "q": "k"},
    trailing="i",
    unclear="ns",
    endings=(
        "dagi|gacha|kacha|qacha|dek|day|dir",
        "(?<=k)ka|(?<=q)qa|ning|ni|ga|dan|da",
        "(?<=[aeou])miz|(?<=[^aeiou])imiz|(?<=[aeiou])si|(?<=[^aeiou])i",
        "lar",
    ),
)

AZERBAIJANI = _turkic(
    vowels="aeəıioöuü",
    lost="əıiuü",
    before="rlnzm",
    final={"ğ": "q", "g": "k", "y": "k"},
    trailing="aəıiuü",
    unclear="ns",
    endings=(
        "d[ae]kı|dəki|dır|dir|dur|dür|la|lə",
        "(?<=[aəeıioöuü])(?:n[ıiuü]n|n[ıiuü]|n[aə]|nd[aə]n|nd[aə]|y[aə])|(?<=[^aəeıioöuü])(?:[ıiuü]n|d[aə]n|d[aə]|[aə])"
        "|(?<=[aəeıioöuü])(?:d[aə]n|d[aə])",
        "(?<=[aəeıioöuü])m[ıiuü]z|(?<=[^aəeıioöuü])[ıiuü]m[ıiuü]z|(?<=[aəeıioöuü])s[ıiuü]|(?<=[^aəeıioöuü])[ıiuü]",
        "lar|lər",
    ),
)
TURKIC = {"kk": KAZAKH, "uz": UZBEK, "az": AZERBAIJANI}
