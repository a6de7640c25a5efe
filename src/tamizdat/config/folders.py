"""The folders inside of a newsroom's folder, by name. Mail must not be put into one of them."""

from __future__ import annotations

FOLDERS = {
    "media": 0o700,
    "renditions": 0o700,
    "public": 0o755,
    "search": 0o755,
    "state": 0o700,
    "keys": 0o700,
    "theme": 0o755,
}
"""Names and modes. A front server may read public/ and theme/; originals, drafts (in search/desk/, too), keys and the
desk's socket are for the owner alone."""
BACKUPS = "backups"
"""Made by the first upgrade, which puts a copy of the databases there."""
