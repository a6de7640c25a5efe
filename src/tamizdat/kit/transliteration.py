"""Transliteration tables: the ASCII forms of the letters of each language, as data that slugs.py applies.

An entry is `letters:ascii`; entries of more letters go first. A mark limits where an entry applies: ^x at the start of a word,
x$ at its end, ~x where no consonant is before it. No entry has an ASCII letter on its left side: a slug must not change when
it is made a slug again.

Sources: Russian as AP and Reuters spell names (BGN/PCGN without its marks); Ukrainian, resolution 55 of 2010; Belarusian
as on passports; Georgian, national system of 2002; Armenian, BGN/PCGN; Kazakh and Kyrgyz, BGN/PCGN; Mongolian,
MNS 5217; Bulgarian, law of 2009; Uzbek, Azerbaijani and Turkmen Cyrillic after their own Latin alphabets. Where a
language has two alphabets, both give one address.
"""

from __future__ import annotations

from collections.abc import Mapping

Table = Mapping[str, str]


def _table(entries: str) -> Table:
    pairs = (entry.partition(":") for entry in entries.split())
    return {letters: ascii_form for letters, _, ascii_form in pairs}


_CYRILLIC = _table("""
    а:a б:b в:v г:g д:d е:e ё:yo ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh
    щ:shch ъ: ы:y ь: э:e ю:yu я:ya
    і:i ї:yi є:ye ґ:g ў:u ә:a ғ:gh қ:q ҝ:g ң:ng ө:o ұ:u ү:u һ:h ҳ:h ҷ:j ҹ:ch җ:j ӣ:i ӯ:u ҡ:q ҙ:z ҫ:s ј:y ђ:dj љ:lj
    њ:nj ћ:c џ:dz ѓ:gj ќ:kj ѕ:dz ӏ: ӕ:a ӂ:g ӷ:gh ҕ:gh ҟ:q ҭ:t ҧ:p ԥ:p ҵ:ts ҽ:ch ҿ:ch ҩ:o ӡ:dz ѐ:e ѝ:i
""")

_GEORGIAN = _table("""
    ა:a ბ:b გ:g დ:d ე:e ვ:v ზ:z თ:t ი:i კ:k ლ:l მ:m ნ:n ო:o პ:p ჟ:zh რ:r ს:s ტ:t უ:u ფ:p ქ:k ღ:gh ყ:q შ:sh ჩ:ch ც:ts
    ძ:dz წ:ts ჭ:ch ხ:kh ჯ:j ჰ:h
""")

_ARMENIAN = _table("""
    ա:a բ:b գ:g դ:d ե:e ^ե:ye զ:z է:e ը:y թ:t ժ:zh ի:i լ:l խ:kh ծ:ts կ:k հ:h ձ:dz ղ:gh ճ:ch մ:m յ:y ն:n շ:sh
    ո:o ^ո:vo ^ով:ov չ:ch պ:p ջ:j ռ:r ս:s վ:v տ:t ր:r ց:ts ւ:v ու:u փ:p ք:k և:ev ^և:yev օ:o ֆ:f
""")

# Persian, and what other languages of the script share with it. Short vowels are not written: see slugs.py.
_ARABIC = _table("""
    ا:a آ:a أ:a إ:i ٱ:a ب:b پ:p ت:t ث:s ج:j چ:ch ح:h خ:kh د:d ذ:z ر:r ز:z ژ:zh س:s ش:sh ص:s ض:z ط:t ظ:z ع:a عا:a عی:i
    عي:i غ:gh ف:f ق:q ک:k ك:k گ:g ل:l م:m ن:n و:u ^و:v ~و:v وا:va وی:vi خوا:kha ه:h ه$:e ~ه$:h یه$:iye ھ:h ہ:h ی:i ^ی:y ~ی:y یا:ya
    ي:i ^ي:y ~ي:y يا:ya ى:a ئ:y ؤ:u ء: ة:a ۀ:e ^ای:i ^اي:i ^او:u ٹ:t ڈ:d ڑ:r ں:n ے:e ټ:t ډ:d ړ:r ڼ:n ښ:sh ږ:zh
    ځ:z څ:ts ګ:g ې:e ۍ:ai ڭ:ng ۆ:o ۇ:u ۈ:u ۋ:w ە:e ێ:e ڵ:l ڕ:r ڤ:v \u064e:a \u064f:o \u0650:e \u064b:an \u0640:
""")

_LATIN = _table("""
    ß:ss ẞ:ss æ:ae œ:oe ø:o đ:d ð:d þ:th ł:l ı:i ə:e ħ:h ŋ:ng ŧ:t ĸ:k ǝ:e ƶ:z ɵ:o ƣ:gh ʙ:b
""")

BASE: Table = {**_CYRILLIC, **_GEORGIAN, **_ARMENIAN, **_ARABIC, **_LATIN}

# е is ye where names are spelled so (Yeltsin, Yekaterinburg, Solovyev); ё after ж, ч, ш or щ is e (Khrushchev); the endings
# ий and ый are y (Dmitry, Nizhny, Grozny).
_RUSSIAN = _table("^е:ye ье:ye ъе:ye ьё:yo ъё:yo ьи:yi жё:zhe чё:che шё:she щё:shche ий$:y ый$:y")

_UKRAINIAN = _table("г:h ґ:g зг:zgh и:y є:ie ^є:ye ї:i ^ї:yi й:i ^й:y ю:iu ^ю:yu я:ia ^я:ya")
_BELARUSIAN = _table("г:h й:i ^й:y ~е:ye ё:io ~ё:yo ю:iu ~ю:yu я:ia ~я:ya")
_RUSYN = _table("г:h и:y і:i ї:yi")
_KAZAKH = _table("ä:a ğ:gh ı:y ñ:ng ö:o ş:sh ū:u ü:u")
_KYRGYZ = _table("ж:j")
_TAJIK = _table("~е:ye")
_UZBEK = _table("ў:o ж:j х:x ғ:g ~е:ye ş:sh ç:ch")
_AZERBAIJANI = _table("ş:sh ç:ch ğ:gh ә:e г:q ғ:gh ж:j х:x ҹ:c ы:i ч:ch й:y ј:y")
_TURKMEN = _table("ç:ch ž:zh ş:sh ң:n ~е:ye ж:zh х:h в:w")
_MONGOLIAN = _table("е:ye ж:j й:i ь:i")
_TATAR = _table("ң:n")
_CHECHEN = _table("аь:a оь:o уь:u юь:yu яь:ya хь:h къ:q кх:q гӏ:gh хӏ:h кӏ:k тӏ:t пӏ:p цӏ:ts чӏ:ch")
_OSSETIAN = _table("гъ:gh къ:k пъ:p тъ:t хъ:q цъ:ts чъ:ch дж:j дз:dz æ:a")
_ABKHAZ = _table("ә:w қ:k ҷ:ch")
_BULGARIAN = _table("щ:sht ъ:a ь:y х:h ия$:ia")
_SERBIAN = _table("ж:z ј:j х:h ц:c ч:c ш:s đ:dj")
_MACEDONIAN = _table("ј:j х:h ц:c џ:dzh")
_MOLDOVAN = _table("ж:j х:h ы:i э:a")
_GERMAN = _table("ä:ae ö:oe ü:ue")
_DANISH = _table("å:aa ø:oe")
_DARI = _table("یه$:iya ~و:w ^و:w وا:wa ه$:a")
_PASHTO = _table("~و:w ^و:w وا:wa ه$:a ئ:ai")
_ARABIC_OWN = _table("ث:th ذ:dh ~و:w ^و:w وا:wa وي:wi ه$:h ^ال:al- ئ:i \u064f:u \u0650:i إ:i لله:llah")
_URDU = _table("ہ$:a ~و:w ^و:w وا:wa")
_UYGHUR = _table("ئ: ى:i ^ى:i و:o ^و:o ~و:o وا:oa ې:e ي:y يا:ya ع: ه:e ه$:e")
_SORANI = _table("ئ: ~و:w ^و:w وو:u ع: ە:a ه:h ه$:h")

# Later tables replace entries of earlier ones. Cyrillic in a text of a language without Cyrillic is read as Russian.
LANGUAGES: Mapping[str, tuple[Table, ...]] = {
    "ab": (_ABKHAZ,),
    "ar": (_RUSSIAN, _ARABIC_OWN),
    "az": (_AZERBAIJANI,),
    "ba": (_TATAR,),
    "be": (_BELARUSIAN,),
    "bg": (_BULGARIAN,),
    "bs": (_SERBIAN,),
    "ce": (_CHECHEN,),
    "ckb": (_RUSSIAN, _SORANI),
    "da": (_RUSSIAN, _DANISH),
    "de": (_RUSSIAN, _GERMAN),
    "hr": (_SERBIAN,),
    "inh": (_CHECHEN,),
    "kk": (_KAZAKH,),
    "ky": (_KYRGYZ,),
    "mk": (_MACEDONIAN,),
    "mn": (_MONGOLIAN,),
    "os": (_OSSETIAN,),
    "prs": (_RUSSIAN, _DARI),
    "ps": (_RUSSIAN, _PASHTO),
    "ro": (_MOLDOVAN,),
    "rue": (_RUSYN,),
    "sr": (_SERBIAN,),
    "tg": (_TAJIK,),
    "tk": (_TURKMEN,),
    "tt": (_TATAR,),
    "ug": (_UYGHUR,),
    "uk": (_UKRAINIAN,),
    "ur": (_RUSSIAN, _URDU),
    "uz": (_UZBEK,),
}
DEFAULT: tuple[Table, ...] = (_RUSSIAN,)

ALIASES = {"fa-af": "prs", "mo": "ro", "ku-arab": "ckb", "sh": "sr", "cnr": "sr", "khk": "mn", "uzn": "uz", "azj": "az"}

# The letters that ~x must not follow.
CONSONANTS = "бвгґғӷҕдђѓжҗӂзҙӡѕкқҡҟҝќлљмнңњпҧԥрстҭћфхҳһцҵчҷҹҽҿшщџј" + "بپتثجچحخدذرزژسشصضطظغفقکكگلمنهھہټډړڼښږځڅګٹڈڑڵڕڤ"

# Languages that do not write short vowels: an `a` is inserted where a word could not be pronounced otherwise.
WITHOUT_SHORT_VOWELS = frozenset({"ar", "fa", "prs", "ps", "ur"})

# Languages in which an apostrophe separates two words (l'Iran); in others it is inside one (don't, Кам'янець, oʻzbek).
APOSTROPHE_SEPARATES = frozenset({"fr", "it", "ca", "oc"})
