"""The desk's words: our own texts, and the framework's where it says "page" and a newsroom says "story".

One catalogue a language, <language>.po, read by gettext in compiled form. Compiled catalogues are made here when the
desk starts, in the newsroom's state folder, and go before the framework's own (LOCALE_PATHS).
"""

from __future__ import annotations

import logging
import os
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent
log = logging.getLogger(__name__)


def compile_into(folder: Path) -> None:
    """Bring `folder`/<language>/LC_MESSAGES/django.mo up to date. Safe to run by two processes at once."""
    for source in sorted(FOLDER.glob("*.po")):
        target = folder / source.stem / "LC_MESSAGES" / "django.mo"
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        try:
            _write(source, target)
        except OSError as error:
            log.warning("%s cannot be written (%s): the desk speaks the framework's English.", target, error.strerror)


def _write(source: Path, target: Path) -> None:
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.stem)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    fresh.write_bytes(compiled.getvalue())
    fresh.replace(target)
