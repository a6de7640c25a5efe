"""The table of spellings that a newsroom starts with: places whose names differ by more than their script.

Within one script family the search brings spellings together by rule; here stand old names, names in other tongues, and
short forms. The desk adds to it and takes from it.
"""

from __future__ import annotations

from tamizdat.newsroom.models import SearchAlias

FIRST = """
Nagorno-Karabakh · Artsakh · Нагорный Карабах · Арцах · Լեռնային Ղարաբաղ · Արցախ · Dağlıq Qarabağ · ყარაბაღი
Stepanakert · Khankendi · Степанакерт · Ханкенди · Ստեփանակերտ · Xankəndi
Transnistria · Transdniestria · Transdniester · Pridnestrovie · Приднестровье · Transnistria · Stînga Nistrului · Придністров'я
Kyrgyzstan · Kirghizia · Kirgizia · Киргизия · Кыргызстан · Киргизстан · Kırgızistan · ყირგიზეთი · Ղրղզստան
Belarus · Byelorussia · Беларусь · Белоруссия · Білорусь · Białoruś · Weißrussland · Biélorussie · ბელარუსი · Բելառուս · بلاروس
Georgia · Sakartvelo · Грузия · Грузія · საქართველო · Վրաստան · Gürcistan · Gruzja · Georgien · گرجستان · جورجيا
Armenia · Hayastan · Армения · Вірменія · Հայաստան · სომხეთი · Ermənistan · Ermenistan · ارمنستان · أرمينيا
Azerbaijan · Азербайджан · Azərbaycan · Ադրբեջան · აზერბაიჯანი · آذربایجان · أذربيجان
Abkhazia · Apsny · Абхазия · Аԥсны · აფხაზეთი · Աբխազիա
South Ossetia · Tskhinvali region · Южная Осетия · Хуссар Ирыстон · სამხრეთ ოსეთი · Հարավային Օսիա
Moldova · Moldavia · Молдова · Молдавия · Молдавія · მოლდოვა · مولداوی
Turkey · Türkiye · Турция · Туреччина · თურქეთი · Թուրքիա · ترکیه · تركيا
Ukraine · Украина · Україна · უკრაინა · Ուկրաինա · اوکراین · أوكرانيا
Russia · Россия · Росія · რუსეთი · Ռուսաստան · Rusya · Rusiya · روسیه · روسيا
China · Китай · Kitay · ჩინეთი · Չինաստան · Çin · چین · الصين
Germany · Германия · Німеччина · გერმანია · Գերմանիա · Almanya · Almaniya · آلمان · ألمانيا
Poland · Польша · Польща · Polska · პოლონეთი · Լեհաստան · Polonya · لهستان · بولندا
Hungary · Венгрия · Угорщина · Magyarország · უნგრეთი · Հունգարիա · Macaristan · مجارستان · المجر
Greece · Греция · Греція · საბერძნეთი · Հունաստան · Yunanistan · یونان · اليونان
United States · USA · США · Соединённые Штаты · აშშ · ԱՄՆ · ABD · ABŞ
United Kingdom · Great Britain · Великобритания · Велика Британія · დიდი ბრიტანეთი · Մեծ Բրիտանիա
European Union · EU · Европейский союз · Евросоюз · ЕС · Європейський Союз · ЄС · ევროკავშირი · Եվրամիություն · Avrupa Birliği
Tbilisi · Tiflis · Тбилиси · Тифлис · თბილისი · Թիֆլիս
Yerevan · Erivan · Ереван · Єреван · Երևան · ერევანი · İrəvan
Kyiv · Kiev · Київ · Киев · კიევი · Կիև
Chișinău · Kishinev · Кишинёв · Кишинів
Bishkek · Frunze · Бишкек · Фрунзе
Dushanbe · Stalinabad · Душанбе · Сталинабад
Almaty · Alma-Ata · Алматы · Алма-Ата
Astana · Nur-Sultan · Akmola · Tselinograd · Астана · Нур-Султан · Акмола · Целиноград
Ganja · Kirovabad · Elisabethpol · Гянджа · Кировабад · Gəncə
Gyumri · Leninakan · Alexandropol · Гюмри · Ленинакан · Գյումրի
Khujand · Leninabad · Худжанд · Ленинабад
St Petersburg · Saint Petersburg · Leningrad · Санкт-Петербург · Петербург · Ленинград
Vilnius · Wilno · Vilna · Вильнюс · Вільня · Вільнюс
Lviv · Lvov · Lwów · Lemberg · Львів · Львов
Tallinn · Reval · Таллин · Таллинн
Istanbul · Constantinople · Стамбул · Константинополь · სტამბოლი · Ստամբուլ
Khrushchev · Khrouchtchev · Chruschtschow · Chruszczow · Chruščov · Хрущёв · Хрущов · خروشچف
""".strip().splitlines()


def begin() -> None:
    """Fill the table of a newsroom that has none."""
    if not SearchAlias.objects.exists():
        for line in FIRST:
            SearchAlias(spellings="\n".join(line.split(" · "))).save()
