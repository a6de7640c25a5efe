"""A newsroom's folder: the paths in it, and its newsroom.toml, read once and checked."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tamizdat.config.checking import problem
from tamizdat.config.settings import SETTINGS, by_name

SETTINGS_FILE = "newsroom.toml"
DATABASE_URL = "TAMIZDAT_DATABASE_URL"
OF_THE_ENVIRONMENT = {
    "database": DATABASE_URL,
    "letters_database": "TAMIZDAT_LETTERS_DATABASE",
    "mail.server": "TAMIZDAT_MAIL_SERVER",
    "mail.spare_server": "TAMIZDAT_MAIL_SPARE_SERVER",
    "mail.incoming": "TAMIZDAT_MAIL_INCOMING",
}
"""Settings that hold passwords, and the variables that go before them."""


class NewsroomError(Exception):
    """The folder or its newsroom.toml cannot be used. The message says what, where and what to do."""


@dataclass(frozen=True, kw_only=True)
class MailSettings:
    """The table [mail]; docs/settings.md explains each."""

    server: str
    sender: str
    incoming: str
    replies: str
    spare_server: str
    spare_sender: str
    use_spare: bool
    connections: int
    per_minute: int
    per_minute_and_domain: int

    @property
    def route(self) -> tuple[str, str]:
        """(server, sender) that mail goes by now."""
        return (self.spare_server, self.spare_sender) if self.use_spare else (self.server, self.sender)

    @property
    def reply_address(self) -> str:
        return self.replies or self.route[1]


@dataclass(frozen=True, kw_only=True)
class Newsroom:
    """A newsroom's folder and settings. `languages[0]` is the default language."""

    folder: Path
    languages: tuple[str, ...]
    time_zone: str
    canonical: str
    permalinks: str
    companions: tuple[str, ...]
    database: str
    letters_database: str
    host: str
    port: int
    behind_proxy: bool
    door_processes: int
    bake_processes: int
    cache_megabytes: int
    backup_warning_days: int
    mail: MailSettings

    @property
    def media(self) -> Path:
        return self.folder / "media"

    @property
    def renditions(self) -> Path:
        return self.folder / "renditions"

    @property
    def public(self) -> Path:
        return self.folder / "public"

    @property
    def search(self) -> Path:
        return self.folder / "search"

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def theme(self) -> Path:
        return self.folder / "theme"

    @property
    def sqlite(self) -> Path:
        return self.folder / "newsroom.sqlite3"

    @property
    def audience(self) -> Path:
        return self.folder / "audience.sqlite3"

    @property
    def letters(self) -> str:
        """Of the database of letters: the path of a file, or a PostgreSQL address."""
        return self.letters_database or str(self.folder / "letters.sqlite3")

    @property
    def last_backup(self) -> Path:
        """Holds the moment of the last backup."""
        return self.state / "last-backup"

    @property
    def desk_socket(self) -> Path:
        return self.state / "desk.sock"


def load(folder: Path, environment: Mapping[str, str] = os.environ) -> Newsroom:
    """Read FOLDER/newsroom.toml; some variables of the environment take precedence."""
    folder = folder.resolve()
    path = folder / SETTINGS_FILE
    try:
        # Without the line break, an error in the last line would have no line number.
        given = tomllib.loads(path.read_text(encoding="utf-8") + "\n")
    except FileNotFoundError:
        raise NewsroomError(f"No newsroom here: {path} does not exist. Make one with `tamizdat init DIR`.") from None
    except NotADirectoryError:
        raise NewsroomError(f"No newsroom here: {folder} is a file. Give the newsroom's folder with -C.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NewsroomError(f"{path} cannot be read as TOML: {error}. Mend that line and try again.") from None
    except OSError as error:
        raise NewsroomError(f"{path} cannot be read: {error.strerror}. Check who may read it.") from None
    given = by_name(given)
    known = {setting.name: setting for setting in SETTINGS}
    for name in given:
        if name not in known:
            table, _, key = name.rpartition(".")
            if key in known:
                raise NewsroomError(
                    f"{path}: {key} stands below [{table}], where it has no meaning. Move it above [{table}]."
                )
            similar = difflib.get_close_matches(name, known, 1)
            hint = f"Did you mean {similar[0]}?" if similar else f"Known ones: {', '.join(known)}."
            raise NewsroomError(f"{path}: unknown setting {name!r}. {hint}")
    values = {name: given.get(name, setting.default) for name, setting in known.items()}
    from_environment = {
        name: text for name, variable in OF_THE_ENVIRONMENT.items() if (text := environment.get(variable))
    }
    values |= from_environment
    for name, value in values.items():
        unusable = problem(name, value, known[name].default)
        if unusable:
            where = OF_THE_ENVIRONMENT[name] if name in from_environment else f"{path}: {name}"
            raise NewsroomError(f"{where} {unusable}")
    for server, sender in (("mail.server", "mail.sender"), ("mail.spare_server", "mail.spare_sender")):
        if values[server] and not values[sender]:
            raise NewsroomError(f"{path}: {sender} must be the address that mail comes from, because {server} is set.")
    if values["mail.use_spare"] and not values["mail.spare_server"]:
        raise NewsroomError(
            f"{path}: mail.use_spare is true, but there is no mail.spare_server. Name it, or set it to false."
        )
    values["languages"] = tuple(values["languages"])
    values["companions"] = tuple(values["companions"])
    values["canonical"] = values["canonical"].rstrip("/")
    mail = MailSettings(**{name.removeprefix("mail."): values.pop(name) for name in known if name.startswith("mail.")})
    return Newsroom(folder=folder, mail=mail, **values)
