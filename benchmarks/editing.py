"""The edits whose cost benchmarks/edits.py tells, carried out and baked in the newsroom's own process.

Import it only once Django is set up.
"""

from __future__ import annotations

import io
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from benchmarks import rooms
from benchmarks.edits import Cost
from tamizdat import theme
from tamizdat.bake.products import Counts
from tamizdat.config.wiring import nearest
from tamizdat.newsroom import relating
from tamizdat.newsroom.actions import articles, pictures
from tamizdat.newsroom.models import Article, ArticleAuthor, Author, Menu, MenuItem, Picture, Region, Topic
from tamizdat.operations.bakery import Bakery, bakery

LATER = frozenset(["words"])
"""Products that the worker bakes at low priority."""
LATER_FILES = "/_/search/"
"""Where their files stand."""
TEMPLATE = Path("templates", "parts", "related.html")
Write = Callable[[str], object]
"""Writes an edit that shows the given word."""


def prepare() -> None:
    """What the archive has none of: a menu in each language, and a picture."""
    for language, _ in settings.LANGUAGES:
        items = [MenuItem(label="Latest", address=f"/{language}/latest/")]
        Menu(place=Menu.Place.MAIN, language=language, items=items).save()
    file = io.BytesIO()
    Image.linear_gradient("L").resize((1200, 800)).save(file, "JPEG")
    pictures.take_in(Picture(title="Bridge", file=ContentFile(file.getvalue(), "bridge.jpg"), alt_text="A bridge"))


def names() -> None:
    """Print the names of the edits, in their order."""
    print(json.dumps(list(EDITS)))


def measure(name: str) -> None:
    """Carry the edit out, bake until nothing waits, and print the cost."""
    relating.choose = nearest  # as at the desk
    word = _new_word()
    write = EDITS[name]()
    worker = bakery()
    worker.bake_due()  # whatever waited before, and what getting ready wrote
    clock, began = time.time(), time.perf_counter()
    write(word)
    products: Counter[str] = Counter()
    later = 0.0
    if write is _template:
        # The theme is read when a process begins. The worker ends for that and begins anew; its start is not counted.
        began = time.perf_counter()
        made = bakery().bake_due()
    else:
        made, later = _bake(worker, products)
    seconds = time.perf_counter() - began - later
    cost = Cost(
        targets=made.targets,
        written=made.written,
        unchanged=made.unchanged,
        seconds=seconds,
        shown=_showing(settings.NEWSROOM.public, clock, word),
        later=later,
        products=dict(products.most_common()),
    )
    print(json.dumps(asdict(cost)))


def _bake(worker: Bakery, products: Counter[str]) -> tuple[Counts, float]:
    """Bake until nothing waits. What that made, with its targets by product in `products`; and the seconds that went into
    what is baked later, which the counts leave out."""
    counts, later = Counts(), 0.0
    while True:
        began = time.perf_counter()
        drained = worker.baker.drain(timezone.now())
        made = worker.baker.step()
        if made is None:
            if not drained:
                break
        elif LATER.intersection(made.seconds):
            later += time.perf_counter() - began
        else:
            counts.add(made)
            for product in made.seconds:
                products[product] += made.targets
    worker.baker.finish()
    return counts, later


def _showing(public: Path, clock: float, word: str) -> int:
    """How many of the files that were written since then hold the word, without what is baked later."""
    paths = [path for path in rooms.written_since(public, clock) if LATER_FILES not in str(path)]
    return sum(word.encode() in path.read_bytes() for path in paths)


def _new_word() -> str:
    """One that stands nowhere yet, of letters alone, so that no text is split at it."""
    return "zq" + "".join(chr(ord("a") + int(digit, 16)) for digit in f"{time.time_ns() // 1000:x}")


def _publication() -> Write:
    """Of a draft in English with a picture, the text of an older story, and what stories of the archive are filed under."""
    older = Article.objects.filter(live=True, locale__language_code="en").order_by("pk").first()
    assert older is not None
    story = Article(
        headline="A bridge opens",
        dek="Nobody was hurt.",
        body=json.dumps(list(older.body.raw_data)),
        lead_picture=Picture.objects.get(title="Bridge"),
        lead_alt_text="A bridge",
    )
    story.authors = [ArticleAuthor(author=Author.objects.get(slug="ana-beridze"))]
    story.regions = Region.objects.filter(slug="georgia")
    story.topics = Topic.objects.filter(slug="politics")
    articles.create(story, "en")

    def write(word: str) -> None:
        story.headline = f"A bridge opens {word}"
        articles.publish(story)

    return write


def _of_newest(change: Callable[[Article, str], None], *, pictured: bool = True) -> Write:
    """A change of the story that was published last, published; not `pictured`: of the archive's last, whose page links no
    sizes of a picture, which would count as files made."""
    stories = Article.objects.filter(live=True, lead_picture__isnull=not pictured)
    story = stories.order_by("-first_published_at", "-pk")[0]

    def write(word: str) -> None:
        change(story, word)
        articles.publish(story)

    return write


def _mend_body(story: Article, word: str) -> None:
    blocks = [dict(block) for block in story.body.raw_data]
    blocks[-1]["value"] = re.sub(r"( zq\w+)?</p>\s*$", f" {word}</p>", blocks[-1]["value"])
    story.body = json.dumps(blocks)


def _mend_headline(story: Article, word: str) -> None:
    story.headline = f"A bridge opens {word}"


def _mend_alt_text(story: Article, word: str) -> None:
    story.lead_alt_text = f"A bridge, {word}"


def _of_text(model: str, slug: str, field: str, value: str) -> Write:
    """A change of a noun's text in English."""
    noun = apps.get_model("newsroom", model).objects.get(slug=slug)
    text = next(text for text in noun.texts.all() if text.language == "en")

    def write(word: str) -> None:
        setattr(text, field, value.format(word))
        noun.texts.add(text)
        noun.save()

    return write


def _of_menu() -> Write:
    menu = Menu.objects.get(place=Menu.Place.MAIN, language="en")
    item = menu.items.all()[0]

    def write(word: str) -> None:
        item.label = f"Latest {word}"
        menu.items.add(item)
        menu.save()

    return write


def _template(word: str) -> None:
    """The newsroom's own copy of what stands below each story, with one more word in it."""
    own = settings.NEWSROOM.theme / TEMPLATE
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text((theme.FOLDER / TEMPLATE).read_text().replace('class="next"', f'class="next {word}"'))


EDITS: dict[str, Callable[[], Write]] = {
    "publish": _publication,
    "typo in a body": lambda: _of_newest(_mend_body, pictured=False),
    "headline": lambda: _of_newest(_mend_headline),
    "alt text": lambda: _of_newest(_mend_alt_text),
    "author's biography": lambda: _of_text(
        "Author", "ana-beridze", "long_bio", "<p>She reports on the valley, {}.</p>"
    ),
    "author's name": lambda: _of_text("Author", "ana-beridze", "name", "Ana Beridze {}"),
    "region's introduction": lambda: _of_text("Region", "georgia", "introduction", "<p>Between two seas, {}.</p>"),
    "region's name": lambda: _of_text("Region", "georgia", "name", "Georgia {}"),
    "a menu's label": _of_menu,
    "one template": lambda: _template,
}
"""Each gets ready what it needs and gives the write that is measured."""
