"""Every setting of newsroom.toml: its name, default and a sentence.

The file that `tamizdat init` writes, the check of a file and docs/settings.md all come from this table.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Setting:
    name: str
    default: Any
    about: str


SETTINGS = (
    Setting(
        name="languages",
        default=["en"],
        about="Languages of the site, as BCP 47 tags; the first one is the default. After adding one, run "
        "`tamizdat upgrade`.",
    ),
    Setting(
        name="time_zone", default="UTC", about="Dates in addresses and on pages are in this time zone (IANA name)."
    ),
    Setting(
        name="canonical",
        default="",
        about="The site's main address, such as https://example.org. Links stay root-relative; this one goes into "
        "canonical links, feeds and sitemaps. Empty while there is none.",
    ),
    Setting(
        name="permalinks",
        default="/{language}/{year}/{month}/{slug}/",
        about="The address of a story, fixed when it is first published. It must hold {language} and {slug}; {year}, "
        "{month} and {day} may be used.",
    ),
    Setting(
        name="companions",
        default=["share", "ninjs", "oembed", "text", "search"],
        about="What is made beside each story: share (to send or republish it), ninjs (for other newsrooms' systems), "
        "oembed (for those who paste its address), text (the text edition), search (its entry in readers' and the desk's "
        "search). Fewer make a full bake shorter.",
    ),
    Setting(
        name="database",
        default="",
        about="Empty: newsroom.sqlite3 in this folder. Or postgresql://user:password@host:5432/name. "
        "TAMIZDAT_DATABASE_URL in the environment goes before it.",
    ),
    Setting(name="host", default="127.0.0.1", about="The address that `tamizdat serve` listens on."),
    Setting(name="port", default=8000, about="The port that `tamizdat serve` listens on."),
    Setting(
        name="behind_proxy",
        default=False,
        about="True when a web server with TLS stands in front: its X-Forwarded-* headers are then believed.",
    ),
    Setting(name="door_processes", default=1, about="Processes of the public server."),
    Setting(name="bake_processes", default=0, about="Processes of a full bake; 0: one for each processor."),
    Setting(
        name="cache_megabytes", default=32, about="Memory in which the public server keeps what is asked for most."
    ),
)


def as_toml(values: Mapping[str, Any]) -> str:
    """newsroom.toml with every setting explained: those in `values` are set, the others stand as comments."""
    parts = ["# The newsroom's settings. Lines that begin with # show what holds without them. docs/settings.md"]
    for setting in SETTINGS:
        about = "\n".join(textwrap.wrap(setting.about, 100, initial_indent="# ", subsequent_indent="# "))
        given = setting.name in values
        # JSON's texts, numbers, true, false and lists are TOML's as well.
        value = json.dumps(values[setting.name] if given else setting.default, ensure_ascii=False)
        parts.append(f"{about}\n{'' if given else '# '}{setting.name} = {value}")
    return "\n\n".join(parts) + "\n"


def as_markdown() -> str:
    """docs/settings.md."""
    rows = [
        f"| `{setting.name}` | `{json.dumps(setting.default, ensure_ascii=False)}` | {setting.about} |"
        for setting in SETTINGS
    ]
    return _PAGE.format(rows="\n".join(rows))


_PAGE = """# Settings

<!-- Made from src/tamizdat/config/settings.py: .venv/bin/python -m tamizdat.config.settings > docs/settings.md -->

`newsroom.toml`, in the newsroom's folder, holds what must be known before the database opens. Everything that a reader
sees is edited at the desk. `tamizdat init` writes the file with every setting explained; whatever is left out has its
default. A value that cannot be used is named in one line, with what could stand there, before anything starts. A change
holds after the next start; pages that it alters are baked anew by themselves.

| setting | default | what it is |
|---|---|---|
{rows}

## In the environment

| variable | what it is |
|---|---|
| `TAMIZDAT_DATABASE_URL` | Goes before `database`: a password need not stand in a file. |
| `TAMIZDAT_NEWSROOM` | The newsroom's folder for programs that use Tamizdat's Python code; `tamizdat -C` sets it. |

## What the folder holds

| name | what | in a backup | who may read it |
|---|---|---|---|
| `newsroom.toml` | these settings | yes | its owner |
| `newsroom.sqlite3` | the desk's database, unless PostgreSQL is used | yes | its owner |
| `audience.sqlite3` | how often pages were read, and messages from readers | yes | its owner |
| `media/` | originals as uploaded | yes | its owner |
| `renditions/` | the sizes made of pictures, named by their content | yes | its owner |
| `keys/` | secrets of this newsroom | yes | its owner |
| `theme/` | templates, styles and texts that replace Tamizdat's own | yes | everyone |
| `public/` | the edition: all that readers get | no, a bake makes it | everyone |
| `search/` | the indexes: `public/` for readers, `desk/` with drafts | no, a bake makes it | `desk/`: its owner |
| `state/` | the bake's graph, locks, the desk's socket | no, made again | its owner |
| `backups/` | the databases as they were before the last upgrades | no | its owner |
"""


if __name__ == "__main__":
    print(as_markdown(), end="")
