"""A newsroom's folder: the paths in it, and its newsroom.toml, read once and checked."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tamizdat.config.checking import problem
from tamizdat.config.settings import SETTINGS

SETTINGS_FILE = "newsroom.toml"
DATABASE_URL = "TAMIZDAT_DATABASE_URL"
MAIL_URL = "TAMIZDAT_MAIL_URL"
OF_THE_ENVIRONMENT = {"database": DATABASE_URL, "mail": MAIL_URL}
"""Settings that hold passwords, and the variables that go before them."""


class NewsroomError(Exception):
    """The folder or its newsroom.toml cannot be used. The message says what, where and what to do."""


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
    mail: str
    mail_from: str
    host: str
    port: int
    behind_proxy: bool
    door_processes: int
    bake_processes: int
    cache_megabytes: int

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
    known = {setting.name: setting for setting in SETTINGS}
    for name in given:
        if name not in known:
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
    if values["mail"] and not values["mail_from"]:
        raise NewsroomError(f"{path}: mail_from must be the address that mail comes from, because `mail` is set.")
    values["languages"] = tuple(values["languages"])
    values["companions"] = tuple(values["companions"])
    values["canonical"] = values["canonical"].rstrip("/")
    return Newsroom(folder=folder, **values)
