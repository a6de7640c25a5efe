"""Take stories from elsewhere into the newsroom, a thousand at a time.

Importers parse a format and hand over `Incoming` stories; everything that touches the database is here. New stories go in
set by set, because twenty thousand of them one by one would take an hour; changed ones go through the same verbs as the
desk's, for they are few. Afterwards an imported story is a story like any other.
"""

from tamizdat.newsroom.actions.imports.batches import import_batch, prepare
from tamizdat.newsroom.actions.imports.incoming import Incoming, PictureFile, Taken, Warned

__all__ = ["Incoming", "PictureFile", "Taken", "Warned", "import_batch", "prepare"]
