"""The renderer: bytes of a page from a template, a language and frozen values."""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from tamizdat.render import languages
from tamizdat.render.assets import Asset, collect
from tamizdat.render.catalogue import Catalogue
from tamizdat.render.closure import closure
from tamizdat.render.environment import Environment, Functions
from tamizdat.render.formatter import Formatter
from tamizdat.render.fragments import FRAGMENT_FUNCTIONS
from tamizdat.render.sources import Sources
from tamizdat.render.templates import Templates

_CONTROLS = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\r")
_NOT_XML = re.compile("[\ufffe\uffff]")

Corrected = Mapping[str, Mapping[str, str]]
"""By language and message, texts of the interface."""


def no_functions(_: Formatter) -> Mapping[str, Callable[..., object]]:
    """Templates get no functions but those of this room."""
    return {}


class Renderer:
    """Has one environment for each language. Templates are read once: a changed theme needs a new renderer.

    `theme_folders` are in the order in which a file is looked for: the newsroom's own first, ours last. A folder that does
    not exist counts as empty. The first of `languages` is that of pages without a language of their own. `corrected` is
    called for every page and gives the newsroom's own wording for texts of the interface; nothing is compared as long as it
    gives the same object. `functions` is a Python function and is called once for each
    language; its module's code is part of the fingerprint.
    """

    def __init__(
        self,
        *,
        theme_folders: Sequence[Path],
        languages: Sequence[str],
        time_zone: str,
        corrected: Callable[[], Corrected] = dict,
        functions: Functions = no_functions,
    ) -> None:
        self._sources = Sources(theme_folders)
        self._templates = Templates(self._sources)
        self._time_zone = time_zone
        self._default_language = languages[0] if languages else "en"
        self.assets: Mapping[str, Asset] = collect(self._sources)
        self._functions = functions
        self._catalogues: dict[str, Catalogue] = {}
        self._environments: dict[str, Environment] = {}
        self._get_corrected = corrected
        self._corrected: Corrected = {}
        self._fingerprints: dict[tuple[str, str], str] = {}
        self._template_digest = cache(self._digest_templates)
        self._code_digest = cache(self._digest_code)
        for language in languages:
            self._environment(language)

    def page(self, template: str, language: str, **values: object) -> bytes:
        """The bytes of `template` in `language` ('': a page without a language, such as the choice of languages).

        Raises RenderError.
        """
        self._apply_corrected()
        text = self._environment(language or self._default_language).render(template, **values)
        if template.endswith(".xml"):
            text = _NOT_XML.sub("", text)
        # Control characters are forbidden in XML and HTML alike; pasted text has them, and lone surrogates too. Bytes are
        # searched faster than text, which one curly quote makes twice as large.
        return text.encode(errors="ignore").translate(None, _CONTROLS)

    def fingerprint(self, template: str, language: str) -> str:
        """Changes with all that can change the page except its values: templates, catalogue, assets, code, libraries.

        Corrected texts count as values: who gives them has to tell the bake when they change. Raises RenderError.
        """
        language = language or self._default_language
        found = self._fingerprints.get((template, language))
        if found is None:
            self._environment(language)
            digest = hashlib.sha256(self._code_digest())
            digest.update(self._template_digest(template))
            digest.update(self._catalogues[language].digest)
            digest.update(" ".join(asset.url for asset in self.assets.values()).encode())
            digest.update(f"{language} {self._time_zone}".encode())
            found = self._fingerprints[template, language] = digest.hexdigest()[:16]
        return found

    def _digest_templates(self, template: str) -> bytes:
        digest = hashlib.sha256()
        for name, text in closure(self._templates, template, FRAGMENT_FUNCTIONS).items():
            digest.update(f"{name}\0{text}\0".encode())
        return digest.digest()

    def _digest_code(self) -> bytes:
        """Of this room's code, the module of the functions, and the libraries that parse templates and format dates."""
        digest = hashlib.sha256(f"{version('jinja2')} {version('babel')}".encode())
        for path in [*sorted(Path(__file__).parent.glob("*.py")), Path(inspect.getfile(self._functions))]:
            digest.update(path.read_bytes())
        return digest.digest()

    def _apply_corrected(self) -> None:
        """Messages are compiled into the templates, so a language whose texts differ gets a new environment."""
        corrected = self._get_corrected()
        if corrected is self._corrected:
            return
        for language in {*corrected, *self._corrected}:
            if corrected.get(language) != self._corrected.get(language):
                self._environments.pop(language, None)
        self._corrected = corrected

    def _environment(self, language: str) -> Environment:
        found = self._environments.get(language)
        if found is None:
            languages.check(language)
            catalogue = self._catalogues[language] = Catalogue(self._sources, language, self._corrected.get(language))
            found = self._environments[language] = Environment(
                templates=self._templates,
                language=language,
                catalogue=catalogue,
                formatter=Formatter(language, self._time_zone),
                assets=self.assets,
                functions=self._functions,
            )
        return found
