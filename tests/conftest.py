"""What every test stands on: a newsroom's folder made before Django's settings are read, and a database of its own.

The tests run on SQLite. With TAMIZDAT_DATABASE_URL set, as `python -m tests.postgres` does, those marked `database` run
on that PostgreSQL server. Whatever asks pytest-django for a database is marked so by itself; a test that starts
Tamizdat's own processes marks itself and hands them `database_url`.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import hypothesis
import pytest

from tests.chromium import asked, browser, context, page  # noqa: F401 - fixtures, here so that there is one Chromium a session
from tests.migrated import SERVER_URL, TEMPLATE, fill_test_database, make_once, shared_folder
from tests.postgres import fresh_database
from tests.scheduling import SharedPreparation

# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data"
SAME_ON_EVERY_DATABASE = frozenset(
    {
        "demo/test_bake.py",
        "demo/test_paths.py",
        "demo/test_structured.py",
        "demo/test_weight.py",
        "desk/test_accounts.py",
        "desk/test_api.py",
        "desk/test_approval.py",
        "desk/test_authors.py",
        "desk/test_bodies.py",
        "desk/test_budget_page.py",
        "desk/test_checks.py",
        "desk/test_copies.py",
        "desk/test_corrections.py",
        "desk/test_dates.py",
        "desk/test_deleting.py",
        "desk/test_every_address.py",
        "desk/test_files.py",
        "desk/test_front.py",
        "desk/test_headers.py",
        "desk/test_home.py",
        "desk/test_hostile_site.py",
        "desk/test_killing.py",
        "desk/test_letters.py",
        "desk/test_lockout.py",
        "desk/test_messages.py",
        "desk/test_missed.py",
        "desk/test_nouns.py",
        "desk/test_outside.py",
        "desk/test_people.py",
        "desk/test_pictures.py",
        "desk/test_preview.py",
        "desk/test_publication.py",
        "desk/test_roles.py",
        "desk/test_russian.py",
        "desk/test_said.py",
        "desk/test_second_factor.py",
        "desk/test_sign_in.py",
        "desk/test_taken.py",
        "desk/test_translations.py",
        "desk/test_words.py",
        "edition/test_bodies.py",
        "edition/test_companions.py",
        "edition/test_corrected_texts.py",
        "edition/test_corrections.py",
        "edition/test_every_column.py",
        "edition/test_feed.py",
        "edition/test_front_and_events.py",
        "edition/test_icons.py",
        "edition/test_ids.py",
        "edition/test_letters.py",
        "edition/test_look.py",
        "edition/test_maps.py",
        "edition/test_neighbours.py",
        "edition/test_newsletter.py",
        "edition/test_own_theme.py",
        "edition/test_paths.py",
        "edition/test_picture_words.py",
        "edition/test_pins.py",
        "edition/test_podcasts.py",
        "edition/test_recordings.py",
        "edition/test_robots.py",
        "edition/test_series.py",
        "edition/test_service_pages.py",
        "edition/test_sharing.py",
        "edition/test_table_heads.py",
        "edition/test_text_edition.py",
        "edition/test_websub.py",
        "importers/test_hostile.py",
        "importers/test_pictures.py",
        "letters/test_incoming.py",
        "letters/test_mail_server.py",
        "letters/test_provider.py",
        "letters/test_sender.py",
        "letters/test_wording.py",
        "newsroom/test_machine.py",
        "newsroom/test_parts.py",
    }
)
"""Tests of what is made of rows, or of forms and rights over plain rows, not of how rows are found, ordered or locked: they
do not run again on PostgreSQL (docs/tests.md)."""


def _make_newsroom() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tamizdat-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "newsroom.toml").write_text('languages = ["en", "ru", "ar"]\n')
    return folder


# Before any test's own conftest is imported, so that those may import models at their top.
os.environ["TAMIZDAT_NEWSROOM"] = str(_make_newsroom())
os.environ["DJANGO_SETTINGS_MODULE"] = "tamizdat.config.django"
# Playwright's loop waits in the thread of the tests for as long as there is a browser: Django takes them for async views.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
# Tests start some hundred processes: each would compile our modules anew where compiled ones may not be kept.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
django.setup()


def pytest_xdist_setupnodes() -> None:
    """Before test processes are started: with this in their environment, Django would be set up before this file, and all
    of them would have the folder of the process that starts them."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SharedPreparation:
    return SharedPreparation(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    soak_asked = "soak" in config.option.markexpr
    for item in items:
        wants = getattr(item, "fixturenames", ())
        asks = {"db", "transactional_db", "database_url", "empty_database_url"} & set(wants)
        # Chromium is shown the same pages whatever holds the rows.
        if (item.get_closest_marker("django_db") or asks) and not item.get_closest_marker("browser"):
            item.add_marker("database")
        if item.get_closest_marker("soak") and not soak_asked:
            item.add_marker(pytest.mark.skip(reason="a long run: make soak"))
    if SERVER_URL:
        again = {
            item for item in items if item.path.relative_to(ROOT / "tests").as_posix() not in SAME_ON_EVERY_DATABASE
        }
        config.hook.pytest_deselected(items=[item for item in items if item not in again])
        items[:] = [item for item in items if item in again]


@pytest.fixture(scope="session")
def newsroom_folder() -> Path:
    """The folder that this process's Django settings were made from."""
    return Path(os.environ["TAMIZDAT_NEWSROOM"])


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with a newsroom's tables and the rows that migrations make (tests/migrated.py)."""
    file = shared_folder(tmp_path_factory) / "migrated.sqlite3"
    make_once(file)
    return file


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, migrated: Path
) -> sqlite3.Connection | None:
    """pytest-django's place for what is done before it makes the test database."""
    return fill_test_database(migrated)


@pytest.fixture
def empty_database_url() -> Iterator[str]:
    """An empty database for processes that the test starts: '' means the folder's own SQLite file."""
    if not SERVER_URL:
        yield ""
        return
    with fresh_database(SERVER_URL) as url:
        yield url


@pytest.fixture
def database_url(migrated: Path) -> Iterator[str]:
    """The same with a newsroom's tables, so that `tamizdat init` need not make them."""
    if not SERVER_URL:
        yield ""
        return
    with fresh_database(SERVER_URL, template=TEMPLATE) as url:
        yield url


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real and hostile input kept outside the project; a test that needs it is skipped where it is absent."""
    if not DATA.is_dir():
        pytest.skip("no ../shared/data beside the project: real input is not tested here")
    return DATA
