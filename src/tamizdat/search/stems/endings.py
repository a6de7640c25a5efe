"""Endings that are taken off where Snowball has no stemmer, or (Persian) a worse one.

A word loses the longest ending that it has, and the next, as many times as a language piles them up (evlerinizden), while
enough of it is left. That is crude: it makes stems that are no roots. Measured on news in each language it finds what
Snowball's finer rules find elsewhere (docs/search.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Endings:
    """At most `times` endings are taken off, and one of the `beginnings`, so that at least `least` letters stay."""

    endings: frozenset[str]
    longest: int
    least: int
    times: int
    beginnings: tuple[str, ...] = ()
    vowels: re.Pattern[str] | None = None
    """One of them stays, unless the ending has one letter."""

    def strip(self, word: str) -> str:
        for beginning in self.beginnings:
            if word.startswith(beginning) and len(word) - len(beginning) > self.least:
                word = word[len(beginning) :]
                break
        for _ in range(self.times):
            for size in range(min(self.longest, len(word) - self.least), 0, -1):
                if word[-size:] in self.endings and (size == 1 or not self.vowels or self.vowels.search(word[:-size])):
                    word = word[:-size]
                    break
            else:
                break
        return word


def _endings(text: str, *, least: int, times: int = 3, beginnings: str = "", vowels: str = "") -> Endings:
    endings = frozenset(text.split())
    stay = re.compile(f"[{vowels}]") if vowels else None
    return Endings(endings, max(map(len, endings)), least, times, tuple(beginnings.split()), stay)


ENDINGS = {
    "ky": _endings(  # Kyrgyz
        """
        лар лер лор лөр дар дер дор дөр тар тер тор төр лары лери дары дери тары тери ым им ум үм ың иң уң үң ы и у ү сы
        си су сү быз биз нын нин нун нүн дын дин дун дүн тын тин тун түн ынын инин унун үнүн га ге го гө ка ке ко кө на
        не но нө ына ине уна үнө сына сине ны ни ну нү ды ди ду дү ты ти ту тү ын ин ун үн сын син да де до дө та те то
        тө нда нде ында инде унда үндө сында синде дан ден дон дөн тан тен тон төн нан нен ынан инен унан үнөн дагы деги
        догу дөгү тагы теги гы ги ган ген гон гөн кан кен кон көн ып ип уп үп п уу үү лык лик лук лүк лыктын чы чи чу чү
        сыз сиз суз сүз луу лүү дуу дүү туу түү ча че дай дей тай тей ат ет йт
        """,
        least=3,
        times=2,
    ),
    "tk": _endings(  # Turkmen
        """
        lar ler lary leri laryň leriň laryny lerini larda lerde lardan lerden lara lere yň iň uň üň nyň niň nuň nüň ynyň
        iniň a e na ne ya ýa ýe yna ine sy si su sü y i ny ni nu nü yny ini syny sini da de nda nde ynda inde synda
        sinde dan den ndan nden yndan inden ym im um üm ymyz imiz lyk lik luk lük dyr dir dur dür an en ýan ýen yp ip up
        üp mak mek ma me jak jek dy di du dü ar er ýar ýär çy çi syz siz ly li lu lü daky däki
        """,
        least=4,
    ),
    "tg": _endings(  # Tajik
        """
        ҳо ҳои ҳое ҳоро ҳояш он они онро гон гони ро и аш ат ам ашон амон атон ашро е я яш яи ии ӣ иву у ву ест аст анд
        нд ем ед ад да даи даанд дааст дан даст тар тарин вор нок она ият ияти
        """,
        least=3,
    ),
    "ka": _endings(  # Georgian
        """
        ი მა მ ს ის ით ად ო ა ე ების ებს ებმა ებით ებად ები ებში ებზე ებთან ებისთვის ებიდან ებიც ში ზე თან დან იდან მდე
        ამდე თვის ისთვის კენ ისკენ გან ისგან ული ური ელი ც ვე აც იც ია ულ ურ ობა ობის ობას ება ებას იანი თა ნი ას
        """,
        least=3,
    ),
    "be": _endings(  # Belarusian
        """
        а я у ю ы і е э ь ой ай ей ёй ою аю ёю ом ам ем ём ям ах ях амі ямі оў аў ёў яў еў ага яга ога аму яму ому ым ім
        ых іх ымі імі ая яя ое ае яе ую юю ыя ія ыі іі ыю ію іяй ыяй іям ыям ать ять іть ыть уть ость ості асть асті
        """,
        least=2,
        times=1,
        vowels="аеёіоуыэюя",
    ),
    "uk": _endings(  # Ukrainian, of what the dictionary does not have
        """
        а я у ю и і ї е є о ь ою ею єю ам ом ем єм ям ах ях ами ями ів їв ев єв ові еві єві ого його ому йому ій им їм
        их їх ими їми ая яя ое ую юю ати яти ити іти увати ювати ість ості істю
        """,
        least=3,
        times=1,
    ),
    "fa": _endings(  # Persian
        """
        ها های هایی هایش ان ات ی ای یی مان تان شان تر ترین را
        """,
        least=2,
        times=1,
    ),
    "ar": _endings(  # Arabic, after Snowball, which leaves them on words without an article
        "هما ها هم ان ات ون ین یه نا کم ه ی وا تم ا",
        least=3,
        times=1,
        beginnings="وال فال بال کال ولل فلل لل ال و",
    ),
}
