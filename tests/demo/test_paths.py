"""Every file of the demo's edition is of the product that the register names, and of no other."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from tamizdat.bake.baker import Baker
from tamizdat.kit.paths import file_path
from tamizdat.newsroom import paths
from tamizdat.newsroom.models import Address

pytestmark = pytest.mark.django_db


def test_every_file_is_where_its_product_may_have_it_and_no_other_may(baked: Baker) -> None:
    languages = settings.NEWSROOM.languages
    given = {file_path(address): owner for address, owner in Address.objects.values_list("path", "owner")}
    wrong, seen = [], set()
    claims = baker_claims(baked)
    assert len(claims) > 1000
    for path, target in claims:
        product = target.partition(":")[0]
        owners = paths.owners(path, languages)
        seen.add(product)
        if re.fullmatch(paths.SHARED, path):
            right = owners == []
        elif path in given and product in paths.ADDRESSED:
            right = owners == [] or given[path].startswith("page:")  # such as the page that introduces the corrections
        else:
            right = owners == [product]
        if not right:
            wrong.append((path, target, owners))
    assert wrong == []
    silent = {"search", "searchnames"} | {
        "corrections",
        "ledger",
        "look",
    }  # no files; and of the demo, nothing to write
    assert seen == baked.policy.products.keys() - silent


def baker_claims(baked: Baker) -> list[tuple[str, str]]:
    """(path, target) of every file."""
    rows = baked.graph.store.db.execute("SELECT path, name FROM file JOIN target ON target.id = file.target")
    return list(rows.fetchall())


def test_the_register_names_the_products_that_there_are(baked: Baker) -> None:
    assert set(paths.BY_PRODUCT) == set(baked.policy.products)
