"""Our own templates, read as text."""

from __future__ import annotations

import re
from pathlib import Path

import tamizdat.theme
from tamizdat.render import Moments, environment
from tamizdat.render.catalogue import Catalogue
from tamizdat.render.sources import Sources

FOLDER = Path(tamizdat.theme.__path__[0])
_SET = re.compile(r"\{%-? *set ([\w, ]+?) *(?:=|-?%\})")


def test_no_template_calls_a_value_as_one_of_the_functions_is_called() -> None:
    """What a part sets holds in the parts after it, too: a value named `kept` once took that function's place there."""
    sources = Sources([FOLDER])
    ours = environment.build(
        sources=sources,
        language="en",
        catalogue=Catalogue(sources, "en"),
        moments=Moments("en", "UTC"),
        assets={},
    )
    taken = []
    names = 0
    for path in sorted((FOLDER / "templates").rglob("*.*")):
        text = path.read_text()
        for found in _SET.findall(text):
            for name in re.findall(r"\w+", found):
                names += 1
                if name in ours.globals:
                    taken.append((path.name, name))
    assert names > 15
    assert taken == []
