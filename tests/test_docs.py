"""What the docs list is what there is: settings, products, values, verbs, dependencies and terms. Modules are in
test_room_pages.py, the options of verbs in cli/test_program.py."""

from __future__ import annotations

import re
from pathlib import Path

from tamizdat.config.settings import SETTINGS
from tamizdat.edition.policy import OF_SEARCH, PRODUCTS
from tamizdat.edition.products.search import SearchProduct
from tamizdat.edition.reader import KINDS
from tests.cli.test_program import VERBS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def rows(page: str, section: str = "") -> dict[str, str]:
    """The rows of a page's tables, by the text in their first column; of one section, where it is named."""
    text = (DOCS / page).read_text(encoding="utf-8")
    if section:
        text = re.split(r"^## ", text.partition(f"\n## {section}\n")[2], flags=re.MULTILINE)[0]
    found = re.findall(r"^\| (.+?) \| (.+) \|$", text, re.MULTILINE)
    return {first.strip("`"): rest for first, rest in found[1:]}


def test_every_setting_is_on_its_page() -> None:
    assert {setting.name for setting in SETTINGS} <= rows("settings.md").keys()


def test_every_verb_has_a_section() -> None:
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    assert not [path for path in VERBS if f"\n## tamizdat {' '.join(path)}\n" not in page]


def test_every_product_is_in_the_table_with_its_templates() -> None:
    table = rows("edition.md", "Products")
    products = {product.name: product for product in (*PRODUCTS, *OF_SEARCH, SearchProduct)}
    assert table.keys() == products.keys()
    for name, product in products.items():
        row = table["archive" if "as `archive`" in table[name] else name]
        assert set(re.findall(r"`((?:pages|feeds|text|parts)/[^`]+)`", row)) == product.templates, name
        assert f"`{name}:" in table[name], name
        assert f" | {product.phase} | " in table[name], name


def test_every_kind_of_value_is_in_the_table_with_its_level() -> None:
    table = rows("edition.md", "Values")
    assert table.keys() == {kind.name for kind in KINDS}
    for kind in KINDS:
        key, level, *_ = table[kind.name].split(" | ")
        assert key.startswith(f"`{kind.name}"), kind.name
        assert level == str(kind.level), kind.name


def test_every_dependency_has_its_reason() -> None:
    lines = (ROOT / "requirements" / "run.in").read_text(encoding="utf-8").splitlines()
    names = {re.split(r"[\[~=<>]", line)[0] for line in lines if line and not line.startswith("#")}
    assert rows("decisions/0102-dependencies.md").keys() == names


def test_the_terms_are_few() -> None:
    assert 0 < len(rows("terms.md")) <= 25
