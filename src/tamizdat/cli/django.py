"""Sets Django up for a newsroom: the way in which every verb comes to the database.

What needs Django (models, and whatever imports them) is imported in the verb's function, after this: nothing else in the
command line is imported in a function, and tests/cli/test_imports.py holds it to that.
"""

from __future__ import annotations

import os
from pathlib import Path

from tamizdat.config.newsroom import Newsroom


def set_up_django(
    folder: Path, *, new: bool = False, migrated: bool = True, alone: bool = False, shown_as: Path | None = None
) -> Newsroom:
    """Open the newsroom in `folder` (see operations/access.py for the options), then load Django with its settings."""
    # Here, for they load the databases' drivers, which takes longer than printing or completing a verb's options.
    import django

    from tamizdat.operations.access import open_newsroom

    newsroom = open_newsroom(folder, new=new, migrated=migrated, alone=alone, shown_as=shown_as)
    os.environ["TAMIZDAT_NEWSROOM"] = str(newsroom.folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tamizdat.config.django"
    django.setup()
    return newsroom
