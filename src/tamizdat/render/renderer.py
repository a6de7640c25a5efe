"""The renderer: a page from a template, a language and frozen values."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from tamizdat.render import languages
from tamizdat.render.assets import Asset, collect
from tamizdat.render.catalogue import Catalogue
from tamizdat.render.closure import closure
from tamizdat.render.compiler import Templates
from tamizdat.render.environment import Environment
from tamizdat.render.moments import Moments
from tamizdat.render.sources import Sources

_CONTROLS = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\r")
_NOT_XML = re.compile("[\ufffe\uffff]")

Corrected = Mapping[str, Mapping[str, str]]


class Renderer:
    """Holds an environment a language; templates are read once, so a changed theme needs a new renderer.

    `theme_folders` come in the order in which they are asked: the newsroom's own first, ours last. A folder that does not
    exist is empty. The first of `languages` speaks where a page has no language of its own. `corrected` is asked at every
    page for texts of the interface, by language and message, that the newsroom says in its own way; as long as it answers
    the same object nothing is looked at.
    """

    def __init__(
        self,
        *,
        theme_folders: Sequence[Path],
        languages: Sequence[str],
        time_zone: str,
        corrected: Callable[[], Corrected] = dict,
    ) -> None:
        self._sources = Sources(theme_folders)
        self._templates = Templates(self._sources)
        self._time_zone = time_zone
        self._default = languages[0] if languages else "en"
        self.assets: Mapping[str, Asset] = collect(self._sources)
        self._catalogues: dict[str, Catalogue] = {}
        self._environments: dict[str, Environment] = {}
        self._fingerprints: dict[tuple[str, str], str] = {}
        self._ask_corrected = corrected
        self._corrected: Corrected = {}
        for code in languages:
            self._environment(code)

    def page(self, template: str, language: str, **values: object) -> bytes:
        """The bytes of `template` in `language` ('': a page of no language, such as the language chooser)."""
        self._take_corrections()
        text = self._environment(language or self._default).render(template, **values)
        if template.endswith(".xml"):
            text = _NOT_XML.sub("", text)
        # Control characters are forbidden in XML and HTML alike; pasted text brings them, and halves of characters too. Bytes are
        # looked through faster than text, of which one curly quote doubles the size.
        return text.encode(errors="ignore").translate(None, _CONTROLS)

    def fingerprint(self, template: str, language: str) -> str:
        """Changes when anything but the values could change the page: templates, catalogue, assets, this code.

        Corrections are values: whoever answers them tells the bake when they change.
        """
        key = (template, language or self._default)
        if key not in self._fingerprints:
            self._environment(key[1])
            digest = hashlib.sha256(_code_digest())
            for name, text in closure(self._sources, template).items():
                digest.update(f"{name}\0{text}\0".encode())
            digest.update(self._catalogues[key[1]].digest)
            digest.update(" ".join(asset.url for asset in self.assets.values()).encode())
            digest.update(f"{key[1]} {self._time_zone}".encode())
            self._fingerprints[key] = digest.hexdigest()[:16]
        return self._fingerprints[key]

    def _take_corrections(self) -> None:
        """Templates are read with their messages in place, so a language that is said otherwise begins anew."""
        now = self._ask_corrected()
        if now is self._corrected:
            return
        for language in {*now, *self._corrected}:
            if now.get(language) != self._corrected.get(language):
                self._environments.pop(language, None)
        self._corrected = now

    def _environment(self, language: str) -> Environment:
        found = self._environments.get(language)
        if found is None:
            languages.check(language)
            catalogue = self._catalogues[language] = Catalogue(self._sources, language, self._corrected.get(language))
            found = self._environments[language] = Environment(
                templates=self._templates,
                language=language,
                catalogue=catalogue,
                moments=Moments(language, self._time_zone),
                assets=self.assets,
            )
        return found


def _code_digest() -> bytes:
    """Stands for the room's own code and the libraries that write dates and markup."""
    digest = hashlib.sha256(f"{version('jinja2')} {version('babel')}".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()
