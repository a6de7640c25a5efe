"""How letters of five scripts sound, as data; fold.py applies it.

An entry is `letters:sound|other sound|…`, the likeliest first: who reads a name in Latin letters doesn't know whose
spelling it is (Chruschtschow, Khrouchtchev), so each reading that some tongue gives is kept. Longer letters win over
shorter ones. A mark tells where an entry holds: ^x at the start of a word, x$ at its end, x% where no vowel comes after.

Sounds: p b t d k g f v s z m n l r as in English; c is ts, S sh, Z zh, C ch, J dzh, x kh; a e i o u stand for all vowels.

Sources: the tables of kit/transliteration.py read backwards, the national spellings of Russian names in English, French,
German, Dutch, Polish, Czech, Hungarian, Swedish, Turkish, Spanish and Italian newspapers, Hepburn and Kunrei for Japanese
names, and Cyrillic's practice for foreign names. Checked on half of a public list of names (docs/search.md).
"""

from __future__ import annotations

from collections.abc import Mapping

Table = Mapping[str, tuple[str, ...]]


def _table(entries: str) -> Table:
    pairs = (entry.partition(":") for entry in entries.split())
    return {letters: tuple(sounds.split("|")) for letters, _, sounds in pairs}


_LATIN = _table("""
    shch:SC schtsch:SC szcz:SC chtch:SC šč:SC sjtsj:SC stsj:SC chtsch:SC şç:SC chtsj:SC sjtj:SC sch:S|Z|sk sh:S|sx
    sz:S|s š:S ś:S|s ş:S ș:S sj:S|si ŝ:S ssj:S ssh:sx|S tsch:C tch:C cz:C|c č:C ç:C|s ć:C|c tx:C|ks cs:C|ks tsj:C
    tj:C|ti ĉ:C tsh:C tš:C dsch:J dsj:J dch:J ch:C|x|S|k cch:k|C tz:c ts:c tc:c|C c:k|c|C ce:se|ce|Ce ci:si|ci|Ci
    cy:si|ci ck:k|ck cki$:cki|ki cky$:cki|ki zh:Z zs:Z ž:Z ż:Z ź:Z|z ĵ:Z rz:rz|Z|S zj:Z dj:J|d|di dzh:J dž:J đ:J|d dż:J
    dz:z|c|J dzs:J j:i|J|x ^j:i|J|x g:g ge:ge|Je|xe gi:gi|Ji|xi gy:gi|Ji|di gh:g ğ:g| gu:gu|g gue:ge|gue gui:gi|gui
    gg:g ģ:g|d kh:x h:x|g| q:k|g|C qu:k|kv k:k x:ks|S|x xh:x|J xi:ksi|si|Si|xi xu:ksu|su|Su cht:xt|Ct dge:Je dg:J|dg
    igh:ai|ig schn:Sn|xSn ķ:k ph:f pf:f|pf f:f v:v|f w:v|u b:b p:p th:t|f|s t:t d:d ð:d þ:t ţ:c ț:c ť:t|ti ď:d|di ļ:l
    ņ:n s:s|z|S ß:s z:z|c|s zz:c|z sc:sk|S sci:Si|si l:l ł:l ll:l|i lh:l|lx|li ľ:l ĺ:l m:m n:n ň:n ñ:n nh:n|nx|ni ń:n
    gn:n|gn ny:n|ni r:r ř:rZ|r rh:r|rx a:a e:e i:i o:o u:u y:i ä:e|a å:o|a ö:e|o|u ő:e|o ø:e|o ü:u|i ű:u|i æ:e œ:e
    ı:i|u ə:a|e ě:e ą:on|a ę:en|e ey:ei|i|ai ei:ei|ai|i ai:ai|e|ei ay:ai|e|ei oo:u|o ou:u|o|ou|ov oe:o|e|u|oe ee:i|e
    ea:i|ea eau:o aux$:o eu:eu|oi|e au%:au|o|av aw%:au|av|o ow%:ov|au iou:iu ie:i|ie ij:ii|ai ue:ue|u ah%:a eh%:e ih%:i
    oh%:o uh%:u ahn:an ': ^mc:mak e$:e| ow$:ov off$:ov eff$:ev ew$:ev iew$:iev jew$:iev evs$:ev ovs$:ov skis$:ski
    ius$:ius|i us$:us| as$:as| is$:is|i os$:os| es$:es| ov$:ov eva$:eva|ev ová$:ova|o|ova ier$:ier|e oux$:u eux$:eu|e
    ois$:ois|ua oy$:oi|ua ent$:ent|an ant$:ant|an ont$:ont|on er$:er|e en%:en|an in$:in|en son$:son rt$:rt|r
    and$:and|an ond$:ond|on ille:il|ii ill:il|ii et$:et|e ot$:ot|o ault$:alt|o aud$:aud|o rd$:rd|r ts$:c|c ijj$:ii
    tu:tu|cu ti:ti|Ci|si tya:ta|Ca hu:xu|u|fu zi:zi|Ji|ci si:si|Si|zi du:du|zu qi:ki|ci|Ci
""")

_CYRILLIC = _table("""
    а:a б:b в:v г:g|x ґ:g д:d е:e ё:io|e ж:Z з:z и:i й:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:x ц:c ч:C ш:S
    щ:SC|S ъ: ы:i ь: э:e ю:iu я:ia і:i ї:i є:e ў:v|u ә:a ғ:g қ:k ң:n ө:o|e ұ:u ү:u|i һ:x ҳ:x ҷ:J ҹ:J җ:J ӣ:i ӯ:u ј:i
    ђ:J|d љ:l њ:n ћ:C|c џ:J ѓ:g|d ќ:k|C ѕ:z ӂ:J дж:J чж:J|Z дз:z|J|c тс:c тц:c цз:c|z|J тч:C кх:x|k ау:au|av эу:eu
    ^уи:vi ^уэ:ve ^уо:vo ^уа:va ^у:u|v ': ти:ti|Ci тя:tia|Ca ци:ci|si ён:en|on уо:uo|vo уа:ua|va уи:ui|vi уэ:ue|ve
""")

_GEORGIAN = _table("""
    ა:a ბ:b გ:g დ:d ე:e ვ:v ზ:z თ:t ი:i კ:k ლ:l მ:m ნ:n ო:o პ:p ჟ:Z რ:r ს:s ტ:t უ:u ფ:p|f ქ:k ღ:g ყ:k შ:S ჩ:C ც:c ძ:z
    ჭ:C წ:c ხ:x ჯ:J ჰ:x|
""")

_ARMENIAN = _table("""
    ա:a բ:b գ:g դ:d ե:e զ:z է:e ը:i թ:t ժ:Z ի:i լ:l խ:x ծ:c կ:k հ:x ձ:z ղ:g ճ:C մ:m յ:i ն:n շ:S ո:o ^ո:vo|o չ:C պ:p ջ:J
    ռ:r ս:s վ:v տ:t ր:r ց:c ւ:v ու:u փ:p ք:k և:ev օ:o ֆ:f
""")

# Short vowels are not written; و and ی stand for a consonant or a vowel.
_ARABIC = _table("""
    ا:a آ:a أ:a|o|u|i إ:i ٱ:a ب:b|p|v پ:p ت:t ث:t|s ج:J|g چ:C ح:x خ:x د:d ذ:z|d ر:r ز:z ژ:Z س:s ش:S ص:s ض:z|d ط:t ظ:z
    ع:|a ^ع:a غ:g ف:f|v ق:k|g ک:k ك:k گ:g ل:l م:m ن:n و:u|v ^و:v|u وا:va|ua وي:vi|ui وی:vi|ui ه:x| ه$:a ھ:x ہ:x| ی:i
    ي:i ى:a|i ئ:i ؤ:u ٹ:t ڈ:d ڑ:r ں:n ے:e ۇ:u ء: ة:a ۀ:e ڤ:v ڨ:g ۋ:v ې:e ە:e ۆ:o تش:C دج:J تس:c کس:ks إي:i أي:e
    ^ای:i|ai ^او:u|av ^اي:i|ai ^أو:o|av يو:iu|io و$:o|u|v
""")

SOUNDS: Table = {**_LATIN, **_CYRILLIC, **_GEORGIAN, **_ARMENIAN, **_ARABIC}

# What x% must not precede.
VOWELS = "aeiouyäåöőøüűæœıəěąęáàâéèêíîóôúа"
