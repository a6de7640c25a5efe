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
    """Read FOLDER/newsroom.toml; the environment's TAMIZDAT_DATABASE_URL takes precedence over its `database`."""
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
    from_environment = environment.get(DATABASE_URL)
    values["database"] = from_environment or values["database"]
    for name, value in values.items():
        unusable = problem(name, value, known[name].default)
        if unusable:
            where = DATABASE_URL if from_environment and name == "database" else f"{path}: {name}"
            raise NewsroomError(f"{where} {unusable}")
    values["languages"] = tuple(values["languages"])
    values["companions"] = tuple(values["companions"])
    values["canonical"] = values["canonical"].rstrip("/")
    return Newsroom(folder=folder, **values)
