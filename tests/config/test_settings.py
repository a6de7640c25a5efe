"""newsroom.toml: what is written can be read, what cannot be used is said in one line, and the docs tell of all of it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tamizdat.config.checking import problem
from tamizdat.config.newsroom import MailSettings, Newsroom, NewsroomError, load
from tamizdat.config.settings import SETTINGS, as_markdown, as_toml, by_name

ROOT = Path(__file__).parent.parent.parent
DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


def read(folder: Path, text: str, **environment: str) -> Newsroom:
    (folder / "newsroom.toml").write_text(text, encoding="utf-8")
    return load(folder, environment)


def test_the_page_of_settings_is_made_from_the_table() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == as_markdown(), "run: .venv/bin/python -m tamizdat.config.settings > docs/settings.md"


def test_every_setting_is_a_field_of_the_newsroom() -> None:
    fields = set(Newsroom.__dataclass_fields__) - {"folder", "mail"}
    assert set(DEFAULTS) == fields | {f"mail.{name}" for name in MailSettings.__dataclass_fields__}


def test_defaults_pass_their_own_check() -> None:
    assert {name: problem(name, value, value) for name, value in DEFAULTS.items()} == dict.fromkeys(DEFAULTS, "")


def test_a_new_file_names_every_setting_and_sets_only_the_given(tmp_path: Path) -> None:
    given = {"languages": ["ka", "en"], "permalinks": "/{language}/{slug}/", "canonical": 'https://quo"te.example'}
    text = as_toml(given)
    assert tomllib.loads(text) == given | {"mail": {}}
    for name in DEFAULTS:
        assert f"\n{'' if name in given else '# '}{name.rpartition('.')[2]} = " in text
    uncommented = "\n".join(line.removeprefix("# ") if " = " in line else line for line in text.splitlines())
    assert by_name(tomllib.loads(uncommented)) == DEFAULTS | given


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    newsroom = read(tmp_path, "")
    assert newsroom.languages == ("en",)
    assert newsroom.port == DEFAULTS["port"]


@pytest.mark.parametrize("address", ["mysql://a/b", "postgresql://a:port/b", "postgresql://[a/b", "newsroom.db"])
def test_an_address_that_is_no_databases_is_told_from_where_it_came(tmp_path: Path, address: str) -> None:
    with pytest.raises(NewsroomError, match=r"newsroom\.toml: database must be empty"):
        read(tmp_path, f'database = "{address}"')
    with pytest.raises(NewsroomError, match=r"^TAMIZDAT_DATABASE_URL must be empty"):
        read(tmp_path, "", TAMIZDAT_DATABASE_URL=address)


def test_the_environment_goes_before_the_files_database(tmp_path: Path) -> None:
    assert read(tmp_path, 'database = "postgresql://a/b"').database == "postgresql://a/b"
    assert read(tmp_path, 'database = "postgresql://a/b"', TAMIZDAT_DATABASE_URL="postgresql://c/d").database.endswith(
        "d"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("languages", []), ("languages", ["en", "en"]), ("languages", [1]), ("languages", ["zz-nowhere"]),
        ("languages", ["../en"]), ("languages", ["EN"]), ("languages", ["en", "sr-latn"]), ("languages", "en"),
        ("time_zone", "Asia/Atlantis"), ("time_zone", ""), ("time_zone", "../../etc/passwd"), ("time_zone", "/etc/passwd"),
        ("canonical", "example.org"), ("canonical", "https://example.org/news"), ("canonical", "https://пример.рф"),
        ("canonical", "https://a b"), ("canonical", "https://u:p@example.org"), ("canonical", "javascript:alert(1)"),
        ("canonical", 'https://x"y'), ("canonical", "https://x'y"), ("canonical", "https://x<y"), ("canonical", "https://x\\y"),
        ("canonical", "https://x;y"), ("canonical", "https://x$y"), ("canonical", "https://x&y"), ("canonical", "https://x%20y"),
        ("canonical", "https://x:port"), ("canonical", "https://-x"), ("canonical", "https://"),
        ("permalinks", "/desk/{language}/{slug}/"), ("permalinks", "/_/{language}/{slug}/"),
        ("permalinks", "/api/{language}/{slug}/"), ("permalinks", "/{language}/search/{slug}/"),
        ("permalinks", "/{language}/{slug}/share/"), ("permalinks", "/{language}/topics/{slug}/"),
        ("permalinks", "/{slug}/"), ("permalinks", "/{language}/"), ("permalinks", "{language}/{slug}"),
        ("permalinks", "/{language}/{slug}/{"), ("permalinks", "/{language}/{slug.__class__}/{slug}/"),
        ("permalinks", "/{language}/{slug!r}/{slug}/"), ("permalinks", "/{language}//{slug}/"),
        ("permalinks", "/{language}/../{slug}/"), ("permalinks", "/{language}/<b>/{slug}/"),
        ("port", 0), ("port", 65536), ("port", True), ("port", "80"), ("port", -1),
        ("host", ""), ("host", " 127.0.0.1"), ("behind_proxy", 1),
        ("door_processes", 0), ("bake_processes", -1), ("cache_megabytes", 0),
    ],
)  # fmt: skip
def test_values_that_cannot_be_used_are_refused_with_what_could(tmp_path: Path, name: str, value: Any) -> None:
    with pytest.raises(NewsroomError) as refused:
        read(tmp_path, as_toml({name: value}))
    said = str(refused.value)
    assert said.startswith(f"{tmp_path / 'newsroom.toml'}: {name} ")
    assert "\n" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("languages", ["en", "ru", "ar", "sr-Latn", "pt-BR", "be", "ka", "hy"]), ("time_zone", "Asia/Tbilisi"),
        ("canonical", "https://example.org"), ("canonical", "http://localhost:8000"), ("canonical", "https://xn--e1afmkfd.xn--p1ai/"),
        ("canonical", "http://127.0.0.1:8000"), ("canonical", "https://[2001:db8::1]:8443"),
        ("permalinks", "/{language}/news/{year}-{month}-{day}/{slug}/"), ("host", "::"), ("bake_processes", 0),
    ],
)  # fmt: skip
def test_values_of_real_newsrooms_are_taken(tmp_path: Path, name: str, value: Any) -> None:
    taken = getattr(read(tmp_path, as_toml({name: value})), name)
    wanted = tuple(value) if isinstance(value, list) else value.rstrip("/") if name == "canonical" else value
    assert taken == wanted


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("port =", "line 1"),
        ("a = 1\na = = 2", "line 2"),
        ("prot = 80", "Did you mean port?"),
        ("zzzzz = 1", "Known ones"),
        ("[mail]\nport = 80", r"Move it above \[mail\]"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(NewsroomError, match=named.replace("?", r"\?")):
        read(tmp_path, text)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "newsroom.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(NewsroomError, match="cannot be read as TOML"):
        load(tmp_path, {})


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "newsroom.toml").mkdir()
    with pytest.raises(NewsroomError, match="cannot be read"):
        load(tmp_path, {})


def test_mail_comes_from_an_address_and_its_password_need_not_be_in_a_file(tmp_path: Path) -> None:
    with pytest.raises(NewsroomError, match=r"mail\.server must be empty, or written like smtp://") as refused:
        read(tmp_path, '[mail]\nserver = "desk:pass-word@mail.example.org"')
    assert "pass-word" not in str(refused.value)
    with pytest.raises(NewsroomError, match=r"anymail:postmark") as refused:
        read(tmp_path, '[mail]\nsender = "news@example.org"\nserver = "anymail://postmark?server_token=pass-word"')
    assert "pass-word" not in str(refused.value)
    by_api = "anymail:postmark?server_token=KEY"
    assert read(tmp_path, '[mail]\nsender = "a@b.example"', TAMIZDAT_MAIL_SERVER=by_api).mail.route[0] == by_api
    with pytest.raises(NewsroomError, match=r"mail\.sender must be"):
        read(tmp_path, '[mail]\nserver = "smtp://mail.example.org"')
    with pytest.raises(NewsroomError, match=r"no mail\.spare_server"):
        read(tmp_path, "[mail]\nuse_spare = true")
    given = read(
        tmp_path, '[mail]\nsender = "news@example.org"', TAMIZDAT_MAIL_SERVER="smtps://desk:word@mail.example.org"
    )
    assert given.mail.route == ("smtps://desk:word@mail.example.org", "news@example.org")
    assert given.mail.reply_address == "news@example.org"


def test_one_setting_turns_mail_to_the_spare_server_and_address(tmp_path: Path) -> None:
    both = (
        '[mail]\nserver = "smtp://a.example"\nsender = "a@a.example"\n'
        'spare_server = "folder:mail"\nspare_sender = "b@b.example"\n'
    )
    assert read(tmp_path, both).mail.route == ("smtp://a.example", "a@a.example")
    assert read(tmp_path, f"{both}use_spare = true").mail.route == ("folder:mail", "b@b.example")


@pytest.mark.parametrize("folder", ["public", "keys/mail", "../mail", ".", ""])
def test_mail_goes_into_no_folder_that_is_published_or_the_newsrooms_own(tmp_path: Path, folder: str) -> None:
    with pytest.raises(NewsroomError, match="folder:mail"):
        read(tmp_path, f'[mail]\nserver = "folder:{folder}"\nsender = "a@a.example"')
