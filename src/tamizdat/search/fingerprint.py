"""Which analysis wrote an index: a fingerprint of what it makes of one sentence in each language.

A new rule, a new stemmer or a new field gives a new fingerprint, and the worker makes the index anew: nobody has to
remember a number.
"""

from __future__ import annotations

import hashlib
from functools import cache

from tamizdat.search import fields
from tamizdat.search.documents import Document

FORMAT = 1
"""Raise it when what is stored changes."""
SAMPLE = {
    "en": "The ministers' elections were postponed; Alexander Lukashenko didn't answer Khrushchev's questions in Jalal-Abad.",
    "ru": "Выборов министров не будет: Александру Лукашенко нечего было ответить Хрущёву в Джалал-Абаде.",
    "be": "Выбараў міністраў ня будзе, сказаў Аляксандр Лукашэнка ў Гродне.",
    "uk": "Вибори міністрів відклали, сказав Володимир Зеленський у Кам'янці.",
    "kk": "Қазақстанның министрлері Қасым-Жомарт Тоқаевқа жауап берді. Qazaqstan ministrleri.",
    "ky": "Кыргызстандын министрлери Садыр Жапаровго жооп беришти.",
    "uz": "O‘zbekiston vazirlari Shavkat Mirziyoyevga javob berdilar. Ўзбекистон вазирлари.",
    "tg": "Вазирони Тоҷикистон ба Эмомалӣ Раҳмон ҷавоб доданд.",
    "az": "Azərbaycanın nazirləri İlham Əliyevə Bakıda cavab verdilər. ISTI.",
    "tr": "Türkiye'nin bakanları Iğdır'da Recep Tayyip Erdoğan'a İstanbul'u sordu.",
    "ka": "საქართველოს მინისტრებმა ბიძინა ივანიშვილს თბილისში უპასუხეს.",
    "hy": "Հայաստանի նախարարները պատասխանեցին Նիկոլ Փաշինյանին Երևանում։",
    "ar": "أجاب الوزراء على أسئلة الرئيس محمود عباس في القاهرة.",
    "fa": "وزیران به پرسش‌های محمود احمدی‌نژاد در تهران پاسخ دادند.",
    "ro": "Miniștrii i-au răspuns Maiei Sandu la Chișinău.",
    "pl": "Ministrowie odpowiedzieli Łukaszence w Mińsku.",
    "de": "Die Minister antworteten Chruschtschow in Straßburg.",
    "": "ＦＵＬＬ-width, so­ft and за́мок 2026 κόσμος 北京",
}


@cache
def fingerprint() -> str:
    digest = hashlib.sha256(f"{FORMAT} {fields.FACETS}".encode())
    for language, text in SAMPLE.items():
        document = Document(id=1, url="", language=language, headline=text, dek=text, names=(text,), text=text)
        for name, values in sorted(fields.entry(document).to_dict().items()):
            digest.update(f"{name} {values}\n".encode())
    return digest.hexdigest()[:16]
