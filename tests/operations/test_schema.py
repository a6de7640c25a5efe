"""How the database stands to the program, found without loading Django: it must agree with Django."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tamizdat.operations import schema


def test_apps_are_named_and_found_as_django_does() -> None:
    found = {schema.label_and_folder(name) for name in schema.INSTALLED_APPS}
    assert found == {(app.label, Path(app.path)) for app in apps.get_app_configs()}


def test_a_new_database_lacks_every_migration_that_django_knows() -> None:
    loader = MigrationLoader(None)
    known = {f"{label} {name}" for label, name in loader.disk_migrations}
    found = schema.compare(set())
    assert set(found.missing) == known
    assert found.unknown == ()


def test_an_up_to_date_database_lacks_nothing() -> None:
    applied = {tuple(pair.split(" ")) for pair in schema.compare(set()).missing}
    assert schema.compare(applied) == schema.Schema()


@pytest.mark.parametrize(
    ("row", "newer"),
    [
        (("newsroom", "9999_later"), True),
        (("wagtailcore", "0999_squashed_1200_later"), True),
        (("wagtailcore", "0001_an_old_one_that_was_squashed_away"), False),
        (("an_app_that_is_not_installed_any_more", "0001_initial"), False),
    ],
)
def test_only_what_is_newer_than_the_program_counts_as_newer(row: tuple[str, str], newer: bool) -> None:
    applied = {tuple(pair.split(" ")) for pair in schema.compare(set()).missing}
    assert bool(schema.compare(applied | {row}).unknown) is newer


@pytest.mark.django_db
def test_the_tests_database_is_up_to_date() -> None:
    assert schema.compare(set(MigrationRecorder(connection).applied_migrations())) == schema.Schema()
