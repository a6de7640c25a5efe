"""Every setting of newsroom.toml: its name, its default and a sentence about it.

The file that `tamizdat init` writes, the check of a file and docs/settings.md are made from this table.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Setting:
    """The default gives the type of the setting's values. A name such as mail.server is a key of the table [mail]; those of
    tables stand last, as TOML wants it."""

    name: str
    default: Any
    description: str


SETTINGS = (
    Setting(
        name="languages",
        default=["en"],
        description="Languages of the site, as BCP 47 tags; the first one is the default. After adding one, run "
        "`tamizdat upgrade`.",
    ),
    Setting(
        name="time_zone",
        default="UTC",
        description="Dates in addresses and on pages are in this time zone (IANA name).",
    ),
    Setting(
        name="canonical",
        default="",
        description="The site's main address, such as https://example.org. Links stay root-relative; this one goes into "
        "canonical links, feeds and sitemaps. Empty while there is none.",
    ),
    Setting(
        name="permalinks",
        default="/{language}/{year}/{month}/{slug}/",
        description="The address of a story, fixed when it is first published. It must hold {language} and {slug}; {year}, "
        "{month} and {day} may be used.",
    ),
    Setting(
        name="companions",
        default=["share", "ninjs", "oembed", "text", "search"],
        description="What is made for each story besides its page: share (to send or republish it), ninjs (for other "
        "newsrooms' systems), oembed (for those who paste its address), text (the text edition), "
        "search (its entry in readers' and the desk's search). Fewer make a full bake shorter.",
    ),
    Setting(
        name="database",
        default="",
        description="Empty: newsroom.sqlite3 in this folder. Or postgresql://user:password@host:5432/name. "
        "TAMIZDAT_DATABASE_URL in the environment takes precedence.",
    ),
    Setting(
        name="letters_database",
        default="",
        description="Where subscribers and sends are kept. Empty: letters.sqlite3 in this folder. Or a PostgreSQL address like "
        "that of `database`. TAMIZDAT_LETTERS_DATABASE takes precedence.",
    ),
    Setting(name="host", default="127.0.0.1", description="The address that `tamizdat serve` listens on."),
    Setting(name="port", default=8000, description="The port that `tamizdat serve` listens on."),
    Setting(
        name="behind_proxy",
        default=False,
        description="True when a web server with TLS forwards the requests: its X-Forwarded-* headers are then trusted.",
    ),
    Setting(name="door_processes", default=1, description="Processes of the public server."),
    Setting(name="bake_processes", default=0, description="Processes of a full bake; 0: one for each processor."),
    Setting(
        name="cache_megabytes",
        default=32,
        description="Memory in which the public server keeps the files that are requested most.",
    ),
    Setting(
        name="backup_warning_days",
        default=3,
        description="The desk's first page warns when the last `tamizdat backup` is older than so many days, or there is none; "
        "0: it never does.",
    ),
    Setting(
        name="mail.server",
        default="",
        description="The server that sends mail: smtp://user:password@mail.example.org:587, or smtps:// on port 465; TLS is "
        "required but for this machine's own. Or folder:NAME: mail is put into that folder, and nothing leaves the machine. "
        "Or anymail:PROVIDER?OPTION=VALUE: by the API of a provider that django-anymail knows. "
        "Empty: none is sent. TAMIZDAT_MAIL_SERVER in the environment takes precedence.",
    ),
    Setting(
        name="mail.sender",
        default="",
        description="The address from which mail comes, such as news@example.org; needed where mail.server is set.",
    ),
    Setting(
        name="mail.incoming",
        default="",
        description="The mailbox that gets replies and returned mail: imaps://user:password@mail.example.org/INBOX, or "
        "folder:NAME, a Maildir. Empty: none is read. TAMIZDAT_MAIL_INCOMING takes precedence.",
    ),
    Setting(
        name="mail.replies",
        default="",
        description="The address of that mailbox; name+anything@ must arrive there as well. Empty: mail.sender.",
    ),
    Setting(
        name="mail.spare_server",
        default="",
        description="A second server, ready for the day on which the first is blocked. TAMIZDAT_MAIL_SPARE_SERVER takes "
        "precedence.",
    ),
    Setting(
        name="mail.spare_sender",
        default="",
        description="The address from which mail comes then, on a domain of its own.",
    ),
    Setting(
        name="mail.use_spare",
        default=False,
        description="True: mail goes by the second server, from the second address.",
    ),
    Setting(
        name="mail.connections", default=4, description="Connections to the server at once, for each sender process."
    ),
    Setting(name="mail.per_minute", default=0, description="Letters a minute at most, by all senders; 0: no limit."),
    Setting(
        name="mail.per_minute_and_domain",
        default=0,
        description="Letters a minute at most to one receiving domain; 0: no limit.",
    ),
)


def by_name(document: Mapping[str, Any]) -> dict[str, Any]:
    """{name of a setting: value} of a parsed newsroom.toml, whose tables hold the names that have a dot."""
    values = {name: value for name, value in document.items() if not isinstance(value, dict)}
    for table, content in document.items():
        if isinstance(content, dict):
            values |= {f"{table}.{key}": value for key, value in content.items()}
    return values


def as_toml(values: Mapping[str, Any]) -> str:
    """The text of newsroom.toml with every setting explained: those in `values` are set, the others are comments."""
    parts = ["# The newsroom's settings. A line that begins with # shows the default. More: docs/settings.md"]
    in_table = ""
    for setting in SETTINGS:
        table, _, key = setting.name.rpartition(".")
        if table != in_table:
            parts.append(f"[{table}]")
            in_table = table
        description = "\n".join(textwrap.wrap(setting.description, 100, initial_indent="# ", subsequent_indent="# "))
        is_set = setting.name in values
        # JSON's texts, numbers, true, false and lists are TOML's as well.
        value = json.dumps(values[setting.name] if is_set else setting.default, ensure_ascii=False)
        parts.append(f"{description}\n{'' if is_set else '# '}{key} = {value}")
    return "\n\n".join(parts) + "\n"


def as_markdown() -> str:
    """The text of docs/settings.md."""
    rows = [
        f"| `{setting.name}` | `{json.dumps(setting.default, ensure_ascii=False)}` | {setting.description} |"
        for setting in SETTINGS
    ]
    return _PAGE.format(rows="\n".join(rows))


_PAGE = """# Settings

<!-- Made from src/tamizdat/config/settings.py: .venv/bin/python -m tamizdat.config.settings > docs/settings.md -->

`newsroom.toml`, in the newsroom's folder, holds what must be known before the database is opened. Everything that a
reader sees is edited at the desk. `tamizdat init` writes the file with every setting explained; a setting that is left
out has its default. A value that cannot be used is named in one line, with values that can, before anything starts. A
change takes effect at the next start; pages that it changes are then baked anew.

| setting | default | meaning |
|---|---|---|
{rows}

## In the environment

| variable | meaning |
|---|---|
| `TAMIZDAT_DATABASE_URL` | Takes precedence over `database`: a password need not be in a file. |
| `TAMIZDAT_LETTERS_DATABASE` | Takes precedence over `letters_database`. |
| `TAMIZDAT_MAIL_SERVER`, `TAMIZDAT_MAIL_SPARE_SERVER`, `TAMIZDAT_MAIL_INCOMING` | Take precedence over those of `[mail]`. |
| `TAMIZDAT_NEWSROOM` | The newsroom's folder for programs that use Tamizdat's Python code; `tamizdat -C` sets it. |

## The folder

| name | content | in a backup | who may read it |
|---|---|---|---|
| `newsroom.toml` | these settings | yes | its owner |
| `newsroom.sqlite3` | the desk's database, unless PostgreSQL is used | yes | its owner |
| `letters.sqlite3` | subscribers, their consent, and what was sent to whom | yes | its owner |
| `audience.sqlite3` | how often pages were read, and messages from readers | yes | its owner |
| `media/` | originals as uploaded | yes | its owner |
| `renditions/` | the sizes made of pictures, named by the hash of their bytes | yes | its owner |
| `keys/` | secrets of this newsroom | yes | its owner |
| `theme/` | templates, styles and texts that replace Tamizdat's own | yes | everyone |
| `public/` | the edition: all files that readers get | no, a bake makes it | everyone |
| `search/` | the indexes: `public/` for readers, `desk/` with drafts | no, a bake makes it | `desk/`: its owner |
| `state/` | the bake's graph, locks, the desk's socket | no, made again | its owner |
| `backups/` | the databases as they were before the last upgrades | no | its owner |
"""


if __name__ == "__main__":
    print(as_markdown(), end="")
