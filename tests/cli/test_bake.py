"""`bake` and `check` say what they did, and end with 1 when something is wrong."""

from __future__ import annotations

from pathlib import Path

from tests.cli.command import tamizdat

BROKEN = "{{ page.nothing.that.is.there() }}"


def test_a_second_bake_writes_nothing_and_a_full_one_everything(newsroom: Path) -> None:
    assert " 0 written" not in tamizdat("-C", newsroom, "bake").stdout
    assert "Files: 0 written" in tamizdat("-C", newsroom, "bake").stdout
    assert "Files: 0 written" not in tamizdat("-C", newsroom, "bake", "--full", "--processes", "2").stdout


def test_costs_name_every_product_that_was_baked(newsroom: Path) -> None:
    done = tamizdat("-C", newsroom, "bake", "--full", "--costs").stdout
    products = {line.split()[0] for line in done.partition("Seconds of a processor by product:\n")[2].splitlines()}
    assert {"front", "listing", "feed", "sitemap"} <= products
    assert "Seconds" not in tamizdat("-C", newsroom, "bake").stdout


def test_a_page_that_fails_is_named_and_keeps_its_last_good_file(newsroom: Path) -> None:
    tamizdat("-C", newsroom, "bake")
    front = newsroom / "public" / "en" / "index.html"
    good = front.read_bytes()
    template = newsroom / "theme" / "templates" / "pages" / "front.html"
    template.parent.mkdir(parents=True)
    template.write_text(BROKEN)
    done = tamizdat("-C", newsroom, "bake", status=1)
    assert "front.html" in done.stderr
    assert "Traceback" not in done.stderr
    assert front.read_bytes() == good
    template.unlink()
    tamizdat("-C", newsroom, "bake", "--full")


def test_check_names_a_stray_file_and_ends_with_one(newsroom: Path) -> None:
    tamizdat("-C", newsroom, "bake")
    assert "whole" in tamizdat("-C", newsroom, "check").stdout
    (newsroom / "public" / "stray.html").write_text("<p>Who put this here?</p>")
    assert "stray.html: " in tamizdat("-C", newsroom, "check", status=1).stdout
