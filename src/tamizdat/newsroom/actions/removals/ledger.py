"""Removals outside of the database, so that an older backup that is brought back has them applied again.

keys/removals holds one line for each, encrypted under keys/removals.key: both are needed to read what was removed, and
whoever has both can read it. They are in every backup made later, as all of keys/ is.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from tamizdat.kit.files import made_once
from tamizdat.newsroom.actions.removals.wording import shown

FILE, KEY = "removals", "removals.key"


def mark(folder: Path, spellings: Iterable[str]) -> str:
    """A salted hash of what is removed: who knows the words can see that they were removed, and nobody can read them."""
    text = "\n".join(sorted(map(shown, spellings)))
    return hmac.new(_key(folder), text.encode(), hashlib.sha256).hexdigest()


def add(folder: Path, entry: dict[str, Any]) -> None:
    """Write one removal down, before it is carried out."""
    line = Fernet(_key(folder)).encrypt(json.dumps(entry, ensure_ascii=False).encode())
    handle = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "ab") as file:
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())


def entries(folder: Path) -> list[dict[str, Any]]:
    """All of them, the oldest first. Raises cryptography.fernet.InvalidToken when the key is another one."""
    path = folder / FILE
    if not path.exists():
        return []
    reader = Fernet(_key(folder))
    return [json.loads(reader.decrypt(line)) for line in path.read_bytes().splitlines()]


def bring(source: Path, folder: Path) -> None:
    """Take over the removals of another newsroom's folder of keys, which knows at least those that this one knows."""
    for name in (FILE, KEY):
        if (source / name).exists():
            shutil.copyfile(source / name, folder / name)
            (folder / name).chmod(0o600)


def _key(folder: Path) -> bytes:
    return made_once(folder / KEY, Fernet.generate_key)
