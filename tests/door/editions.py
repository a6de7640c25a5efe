"""A small edition with one of everything that the door treats in a way of its own."""

from __future__ import annotations

import os
from pathlib import Path

import brotli

LANGUAGES = "en,ru"
SECRET = b"the-real-name-behind-the-pseudonym"
STORY = "<!doctype html><title>Story</title>" + "<p>What was said at the border that winter.</p>\n" * 400
AUDIO = bytes(range(256)) * 12_000  # over a mebibyte, so it is streamed
FILES: dict[str, bytes] = {
    "index.html": b"<!doctype html><title>Choose a language</title>",
    "en/index.html": b"<!doctype html><title>Front</title>" + b"<p>news</p>" * 40,
    "ru/index.html": "<!doctype html><title>Главная</title>".encode(),
    "en/2026/11/story/index.html": STORY.encode(),
    "en/2026/11/история/index.html": "<!doctype html><title>История</title>".encode(),
    "ru/page/2/index.html": "<!doctype html><title>Страница 2</title>".encode(),
    "ru/rss.xml": b"<rss version='2.0'/>",
    "en/feed.xml": b"<feed xmlns='http://www.w3.org/2005/Atom'/>",
    "en/rss.xml": b"<rss version='2.0'/>",
    "en/feed.json": b"{}",
    "en/series/talk/podcast.xml": b"<rss version='2.0'/>",
    "en/2026/11/talk/chapters.json": b"{}",
    "en/2026/11/talk/transcript.vtt": b"WEBVTT\n",
    "en/2026/11/talk/transcript.html": b"<!doctype html>",
    "_/files/c3/talk.m4b": b"\0",
    "sitemap.xml": b"<urlset/>",
    "robots.txt": b"User-agent: *\n",
    "404.html": b"<!doctype html><title>Not here</title>",
    "410.html": b"<!doctype html><title>Gone</title>",
    "en/404.html": b"<!doctype html><title>Page not found</title>" + b"<p>sorry</p>" * 40,
    "ru/404.html": "<!doctype html><title>Страница не найдена</title>".encode(),
    "en/410.html": b"<!doctype html><title>Removed</title>",
    "_/theme/app.1a2b.css": b"body{color:#111}" * 40,
    "_/theme/app.1a2b.js": b"let a=1;" * 40,
    "_/theme/site.webmanifest": b"{}",
    "_/pictures/ab12-640.avif": b"\0avif" * 100,
    "_/pictures/ab12-640.webp": b"\0webp" * 100,
    "_/files/c3/paper.pdf": b"%PDF-1.7",
    "_/files/c3/drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    "_/files/c3/LETTER.HTML": b"<!doctype html><script src='/_/files/c3/talk.js'></script>",
    "_/files/c3/talk.wav": b"RIFF",
    "_/files/c3/talk.mp3": AUDIO,
    "_/files/c3/talk.vtt": b"WEBVTT\n",
    "en/old/index.html": b"<!doctype html><!--tamizdat:301 /en/2026/11/story/--><title>Moved</title>",
    "en/old.html": b"<!doctype html><!--tamizdat:301 /en/2026/11/story/--><title>Moved</title>",
    "2019/05/bridge.html": b"<!doctype html><!--tamizdat:301 /en/2026/11/story/--><title>Moved</title>",
    "en/killed/index.html": b"<!doctype html><!--tamizdat:410 en--><title>Removed</title>",
    "en/trap/index.html": b"<!doctype html><!--tamizdat:301 //evil.example/--><title>Moved</title>",
    "_/map/0.conf": (
        b'"/?p=12" "301 /en/2026/11/story/";\n'
        b'"/nothing/here/" "301 /ru/";\n'
        b'"/story.php?id=5&lang=ru" "301 /ru/";\n'
        b'"/story.php?id=5:bridge" "301 /en/2026/11/story/";\n'
        b'"/2019/05/bridge.html/amp/" "301 /en/2026/11/story/";\n'
        b'"/nothing/left/" "410 en";\n'
        b'"/%D1%81%D1%82%D0%B0%D1%80%D0%BE%D0%B5/" "301 /ru/";\n'
    ),
    "en/.hidden/index.html": SECRET,
    "en/half.html.tmp": SECRET,
    ".secret": SECRET,
}


def write_file(public: Path, name: str, data: bytes) -> None:
    """As the bake does: the sidecar first, then the file, by rename."""
    path = public / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if len(data) >= 200 and path.suffix in {".html", ".css", ".js"}:
        path.with_name(path.name + ".br").write_bytes(brotli.compress(data, quality=5))
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_bytes(data)
    os.replace(fresh, path)


def write_edition(newsroom: Path) -> None:
    public = newsroom / "public"
    for name, data in FILES.items():
        write_file(public, name, data)
    (newsroom / "newsroom.sqlite3").write_bytes(SECRET)
    (public / "en/link.html").symlink_to(newsroom / "newsroom.sqlite3")
    (public / "en/out").symlink_to(newsroom)
    (public / "en/pipe.html").unlink(missing_ok=True)
    os.mkfifo(public / "en/pipe.html")
