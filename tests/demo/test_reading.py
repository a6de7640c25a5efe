"""The demo's format: what each block becomes, and what an error says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tamizdat.demo.bodies import body
from tamizdat.demo.errors import DemoError
from tamizdat.demo.reading import CONTENT, load
from tamizdat.demo.stories import story

EVERY_BLOCK = """\
First *words* with a [link](https://a.example.org/?a=1&b=2) and 2 < 3.

- one
- **two**

## A heading
Text right below it.

> Said over
> two lines.
> — Somebody

::: pullquote
Pulled.
:::
::: box Of what
1. Inside.
:::
::: picture a.jpg
:::
::: gallery a.jpg b.jpg
:::
::: table
What it shows
| | a |
|---|---|
| b | 1 |
:::
::: audio a.mp3 Its title
- 0:00 The start
- 1:04:05 The end

Spoken.
:::
::: related other-story
:::
::: embed https://video.example.org/1 A film
:::
::: divider
:::
"""


def test_every_block_is_read() -> None:
    assert body("a.en.md", EVERY_BLOCK) == (
        (
            "paragraph",
            '<p>First <i>words</i> with a <a href="https://a.example.org/?a=1&amp;b=2">link</a> and 2 &lt; 3.</p>'
            "<ul><li>one</li><li><b>two</b></li></ul>",
        ),
        ("heading", "A heading"),
        ("paragraph", "<p>Text right below it.</p>"),
        ("quote", {"text": "Said over two lines.", "attribution": "Somebody"}),
        ("pull_quote", {"text": "Pulled."}),
        ("box", {"title": "Of what", "html": "<ol><li>Inside.</li></ol>"}),
        ("picture", "a.jpg"),
        ("gallery", ["a.jpg", "b.jpg"]),
        ("table", {"caption": "What it shows", "rows": [["", "a"], ["b", "1"]]}),
        (
            "audio",
            {
                "file": "a.mp3",
                "title": "Its title",
                "chapters": (("0:00", "The start"), ("1:04:05", "The end")),
                "transcript": "<p>Spoken.</p>",
            },
        ),
        ("related", "other-story"),
        ("embed", {"url": "https://video.example.org/1", "title": "A film"}),
        ("divider", None),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "has no body"),
        ("::: box A\nnever closed", "not closed"),
        ("text\n\n:::\n", "never opened"),
        ("::: carousel\n:::", "'::: carousel' is no block"),
        ("::: picture\n:::", "'::: picture' is empty"),
        ("::: table\n| a | b |\n| c |\n:::", "same number of cells"),
    ],
)
def test_a_body_that_cannot_be_read_says_why(text: str, says: str) -> None:
    with pytest.raises(DemoError, match=says) as caught:
        body("a.en.md", text)
    assert str(caught.value).startswith("a.en.md: ")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('kicker = "', 'kikcer = "', "lacks 'kicker'"),
        ("urgency = 3", "urgency = 3\nmood = 1", "unknown keys: mood"),
        ("urgency = 3", "urgency = 12", "12 is out of range"),
        ('genre = "news"', 'genre = "gossip"', "'gossip' is no genre"),
        ("+04:00", "", "has no zone"),
        ("+++\n", "", "between two lines"),
    ],
)
def test_a_story_with_a_wrong_front_matter_says_why(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "polonez-test.en.md"
    text = (CONTENT / "stories" / path.name).read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DemoError, match=says) as caught:
        story(path)
    assert str(caught.value).startswith("polonez-test.en.md: ")


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("stories/polonez-test.en.md", '"china"', '"atlantis"', "there is no region 'atlantis'"),
        ("stories/polonez-test.en.md", '"marta"', '"nobody"', "there is no author 'nobody'"),
        ("stories/polonez-test.en.md", "polonez-locator.jpg", "lost.jpg", "there is no picture 'lost.jpg'"),
        ("stories/zeskari-road.en.md", "related zeskari-date-set", "related lost", "there is no related story 'lost'"),
        ("stories/long-wave-2.en.md", "long-wave-2.mp3", "lost.mp3", r"audio/lost\.mp3 is missing"),
        ("authors.toml", 'slug = "k-severin"', 'slug = "K Severin"', "'K Severin' is no slug"),
        ("topics.toml", 'key = "security"', 'key = "society"', "'society' stands twice"),
        ("series.toml", 'kind = "blog"', 'kind = "vlog"', "'vlog' is no kind"),
        ("newsroom.toml", 'ru = "Перевал"', 'de = "Der Pass"', "'name' needs a text for each of en, ru"),
        ("pages.toml", '[[page]]\nkey = "about"', 'motto = 1\n[[page]]\nkey = "about"', "unknown keys: motto"),
        ("pictures.toml", "focal = [0.5, 0.5]", "focal = [50, 50]", "'focal' must be two numbers"),
    ],
)
def test_a_newsroom_with_a_loose_end_says_where(tmp_path: Path, file: str, old: str, new: str, says: str) -> None:
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DemoError, match=says) as caught:
        load(folder)
    assert str(caught.value).startswith(Path(file).name)
