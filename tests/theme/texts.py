"""Words of our own in three scripts, for pages that look like a newsroom's."""

from __future__ import annotations

HEADLINES = {
    "en": (
        "The road over the pass opens a month early, and nobody is sure it will hold",
        "A village that elects its shepherd",
        "Three banks, one owner: what the registry of a free zone shows",
        "Why the river now belongs to two ministries",
        "“We mend what comes over the border”",
        "The last typesetter of the valley press",
        "Grain trains wait nine days at the gauge change",
        "Parliament returns to a building without heating",
        "The teachers who kept the second alphabet",
        "A dam, a drought and a map that will not be published",
        "Election observers count the buses, then the votes",
        "How the market town learned to price water",
        "What the satellites saw of the salt flats this autumn, and what the ministry of agriculture told the "
        "growers' assembly it had not seen in any year since measurements began in the high basin",
        "Letters from a closed station",
    ),
    "ru": (
        "Дорогу через перевал открыли на месяц раньше срока, и никто не уверен, что она выдержит",
        "Село, которое выбирает себе пастуха",
        "Три банка, один владелец: что видно из реестра свободной зоны",
        "Почему река теперь принадлежит двум министерствам",
        "«Мы чиним всё, что приходит через границу»",
        "Последний наборщик долинной типографии",
        "Составы с зерном ждут девять дней на смене колеи",
        "Парламент возвращается в здание без отопления",
        "Учителя, сохранившие второй алфавит",
        "Плотина, засуха и карта, которую не опубликуют",
    ),
    "fa": (
        "جادهٔ گردنه یک ماه زودتر باز شد و هیچ‌کس مطمئن نیست دوام بیاورد",
        "دهی که چوپانش را با رأی برمی‌گزیند",
        "سه بانک و یک مالک: آنچه دفتر ثبت منطقهٔ آزاد نشان می‌دهد",
        "چرا رودخانه حالا از آنِ دو وزارتخانه است",
        "«هر چه از مرز بگذرد تعمیر می‌کنیم»",
        "آخرین حروف‌چین چاپخانهٔ دره",
        "قطارهای غله نه روز پشت تغییر ریل می‌مانند",
    ),
}

DEKS = {
    "en": (
        "Engineers cleared the avalanche galleries in eleven days. Drivers who use the road every week say the hard part "
        "begins when the snow above it starts to move.",
        "Every spring forty households vote for the person who will take their animals to the summer pasture.",
        "Company papers from four countries lead to the same office above a pharmacy.",
        "",
        "In the workshops of the lower town a broken tractor is a foreign policy question.",
    ),
    "ru": (
        "Инженеры расчистили лавинные галереи за одиннадцать дней. Водители, которые ездят здесь каждую неделю, говорят: "
        "трудное начнётся, когда тронется снег над дорогой.",
        "Каждую весну сорок дворов голосуют за того, кто поведёт скот на летние пастбища.",
        "Документы компаний из четырёх стран ведут в один кабинет над аптекой.",
        "",
        "В мастерских нижнего города сломанный трактор — вопрос внешней политики.",
    ),
    "fa": (
        "مهندسان دالان‌های بهمن‌گیر را یازده‌روزه پاک کردند. راننده‌هایی که هر هفته از این جاده می‌گذرند می‌گویند سختی کار "
        "وقتی شروع می‌شود که برف بالای جاده به راه بیفتد.",
        "هر بهار چهل خانوار رأی می‌دهند که چه کسی گله را به ییلاق ببرد.",
        "",
    ),
}

PARAGRAPHS = {
    "en": (
        "The barrier at the foot of the pass went up at six in the morning, and by a quarter past there were forty lorries "
        "in the queue. Nobody had announced the hour. The dispatcher in the lower town says he rang two drivers, “and two "
        "drivers is how many it takes”.",
        "The road climbs 1,140 metres in nineteen kilometres. Between the third and the fourth gallery it runs on a shelf "
        "cut in 1936, widened in 1971 and not touched since, except by water. This winter the shelf lost <a "
        'href="/en/">half a metre on its outer side</a>; the gap is filled with stone cages, wired by hand.',
        "“You drive it with your ears,” says Nino, who has carried flour over the pass for eleven years and asked that her "
        "family name be left out. “When the engine sounds close, the wall is close. When it sounds far away, <em>look at "
        "your wheels</em>.”",
        "The roads agency put the cost of the clearing at 2.3 million, a third of what the same work cost in 2023. Its own "
        "report, which we have read, gives three reasons: fewer slides, cheaper fuel and “the absence of a contractor”.",
        "On the other side of the mountain the market had been without onions for nine days. The price of a sack fell by "
        "half within the first two hours of traffic and rose again by evening, when it became known that the barrier would "
        "be lowered for the night.",
    ),
    "ru": (
        "Шлагбаум у подножия перевала подняли в шесть утра, и уже в четверть седьмого в очереди стояло сорок грузовиков. О часе "
        "никто не объявлял. Диспетчер нижнего города говорит, что позвонил двум водителям, «а двух водителей достаточно».",
        "Дорога поднимается на 1140 метров за девятнадцать километров. Между третьей и четвёртой галереями она идёт по полке, "
        "вырубленной в 1936 году, расширенной в 1971-м и с тех пор не тронутой ничем, кроме воды. За эту зиму полка потеряла "
        '<a href="/ru/">полметра с внешней стороны</a>; провал заложен каменными корзинами, связанными вручную.',
        "«Здесь едут на слух, — говорит Нино, которая одиннадцать лет возит через перевал муку и просила не называть фамилии. — "
        "Мотор звучит близко — значит, близко стена. Звучит далеко — <em>смотри на колёса</em>».",
        "Дорожное агентство оценило расчистку в 2,3 миллиона: треть того, во что такая же работа обошлась в 2023 году. В отчёте "
        "самого агентства, с которым мы ознакомились, названы три причины: меньше сходов, дешевле топливо и «отсутствие "
        "подрядчика».",
        "По ту сторону горы рынок девять дней жил без лука. Цена мешка упала вдвое за первые два часа движения и снова выросла "
        "к вечеру, когда стало известно, что на ночь шлагбаум опустят.",
    ),
    "fa": (
        "راه‌بند پای گردنه ساعت شش صبح بالا رفت و یک ربع بعد چهل کامیون در صف بود. هیچ‌کس ساعت را اعلام نکرده بود. "
        "مسئول هماهنگی در شهر پایین می‌گوید به دو راننده زنگ زده است، «و دو راننده کافی است».",
        "جاده در نوزده کیلومتر ۱۱۴۰ متر بالا می‌رود. میان دالان سوم و چهارم از روی طاقچه‌ای می‌گذرد که در سال ۱۹۳۶ کنده شد، "
        'در ۱۹۷۱ پهن شد و از آن پس جز آب چیزی به آن دست نزده است. این زمستان طاقچه <a href="/fa/">نیم متر از لبهٔ '
        "بیرونی‌اش</a> را از دست داد.",
        "نینو، که یازده سال است آرد از گردنه می‌برد و خواست نام خانوادگی‌اش را ننویسیم، می‌گوید: «اینجا با گوش می‌رانی.»",
        "ادارهٔ راه هزینهٔ پاک‌سازی را ۲٫۳ میلیون برآورد کرد، یعنی یک‌سوم هزینهٔ همین کار در سال ۲۰۲۳.",
    ),
}

WORDS = {
    "en": {
        "name": "The Pass",
        "tagline": "Reporting across the mountains and the steppe",
        "description": "An independent newsroom. We report from both sides of every border we live beside.",
        "caption": "The fourth gallery, seen from the shelf. The marks on the wall are left by mirrors.",
        "alt": "Layered mountain ranges in haze",
        "credit": "Drawn for The Pass",
        "dateline": "Lower Town, 24 November",
        "kicker": "Roads",
        "quote": "Two drivers is how many it takes.",
        "attribution": "the dispatcher",
        "pull": "When it sounds far away, look at your wheels.",
        "heading": "A shelf cut in 1936",
        "note": "An earlier version of this story gave the height of the pass from its southern foot.",
        "bio": "Writes about roads, customs and the people who wait at both.",
        "role": "Correspondent",
    },
    "ru": {
        "name": "Перевал",
        "tagline": "Репортажи по обе стороны гор и степи",
        "description": "Независимая редакция. Мы пишем с обеих сторон каждой границы, рядом с которой живём.",
        "caption": "Четвёртая галерея, вид с полки. Следы на стене оставлены зеркалами.",
        "alt": "Горные гряды в дымке",
        "credit": "Рисунок: «Перевал»",
        "dateline": "Нижний Город, 24 ноября",
        "kicker": "Дороги",
        "quote": "Двух водителей достаточно.",
        "attribution": "диспетчер",
        "pull": "Звучит далеко — смотри на колёса.",
        "heading": "Полка 1936 года",
        "note": "В прежней версии высота перевала указывалась от южного подножия.",
        "bio": "Пишет о дорогах, таможнях и о тех, кто ждёт на тех и других.",
        "role": "Корреспондент",
    },
    "fa": {
        "name": "گردنه",
        "tagline": "گزارش از کوه‌ها و دشت‌ها",
        "description": "یک تحریریهٔ مستقل. از دو سوی هر مرزی که کنارش زندگی می‌کنیم می‌نویسیم.",
        "caption": "دالان چهارم، آن‌گونه که از طاقچه دیده می‌شود.",
        "alt": "رشته‌کوه‌های پشت سر هم در مه",
        "credit": "طراحی: گردنه",
        "dateline": "شهر پایین، ۲۴ نوامبر",
        "kicker": "راه‌ها",
        "quote": "دو راننده کافی است.",
        "attribution": "مسئول هماهنگی",
        "pull": "وقتی صدا دور است، به چرخ‌هایت نگاه کن.",
        "heading": "طاقچه‌ای که در ۱۹۳۶ کنده شد",
        "note": "در نسخهٔ پیشین این گزارش، ارتفاع گردنه از دامنهٔ جنوبی آن آمده بود.",
        "bio": "دربارهٔ جاده‌ها، گمرک و کسانی که در هر دو منتظر می‌مانند می‌نویسد.",
        "role": "خبرنگار",
    },
}

AUTHORS = {
    "en": ("Nino Tvaliashvili", "Aibek Sadyrbaev", "Lena Wolska", "R. Parvin", "Tigran Hovsepyan", "Mira of the Mill"),
    "ru": ("Нино Твалиашвили", "Айбек Садырбаев", "Лена Вольская", "Р. Парвин", "Тигран Овсепян", "Мира с Мельницы"),
    "fa": ("نینو توالیاشویلی", "آی‌بک صدیربایف", "لنا وولسکا", "ر. پروین"),
}

REGIONS = {
    "en": (
        ("Caucasus", ("Armenia", "Azerbaijan", "Georgia")),
        ("Central Asia", ("Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan")),
        ("Conflict Zones", ("Abkhazia", "Nagorno-Karabakh", "South Ossetia", "Transnistria")),
        ("Eastern Europe", ("Belarus", "Moldova", "Russia", "The Baltics", "Ukraine")),
        (
            "Eurasian Fringe",
            ("Afghanistan", "China", "EU", "Iran", "Mongolia", "Turkey", "United Kingdom", "United States"),
        ),
    ),
    "ru": (
        ("Кавказ", ("Армения", "Азербайджан", "Грузия")),
        ("Центральная Азия", ("Казахстан", "Кыргызстан", "Таджикистан", "Туркменистан", "Узбекистан")),
        ("Зоны конфликтов", ("Абхазия", "Нагорный Карабах", "Южная Осетия", "Приднестровье")),
        ("Восточная Европа", ("Беларусь", "Молдова", "Россия", "Балтия", "Украина")),
        ("Края Евразии", ("Афганистан", "Китай", "ЕС", "Иран", "Монголия", "Турция", "Великобритания", "США")),
    ),
    "fa": (
        ("قفقاز", ("ارمنستان", "جمهوری آذربایجان", "گرجستان")),
        ("آسیای میانه", ("قزاقستان", "قرقیزستان", "تاجیکستان")),
    ),
}

TOPICS = {
    "en": (
        ("Arts and culture", ()),
        ("Economy", ()),
        ("Politics", ("The spring elections", "The border talks")),
        ("Security", ()),
        ("Society", ()),
    ),
    "ru": (
        ("Искусство и культура", ()),
        ("Экономика", ()),
        ("Политика", ("Весенние выборы", "Переговоры о границе")),
        ("Безопасность", ()),
        ("Общество", ()),
    ),
    "fa": (("فرهنگ و هنر", ()), ("اقتصاد", ()), ("سیاست", ("انتخابات بهاری",)), ("جامعه", ())),
}

MENUS = {
    "en": (
        ("Blogs", "Podcasts", "Visual stories", "Features", "About us"),
        ("About", "Team", "Contribute", "Republishing", "Privacy", "Corrections", "Contact"),
    ),
    "ru": (
        ("Блоги", "Подкасты", "Визуальные истории", "О нас"),
        ("О нас", "Команда", "Написать для нас", "Перепечатка", "Приватность", "Исправления", "Контакты"),
    ),
    "fa": (
        ("وبلاگ‌ها", "پادکست‌ها", "روایت‌های تصویری", "دربارهٔ ما"),
        ("دربارهٔ ما", "گروه", "حریم خصوصی", "تصحیح‌ها", "تماس"),
    ),
}
