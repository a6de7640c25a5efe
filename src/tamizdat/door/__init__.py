"""The public process: it owns the port, sends readers the edition from public/, and passes /desk/ on to the desk.

It must know neither Django nor Wagtail nor the newsroom's database, and it sees no draft: whatever breaks in here, a
reader cannot come to anything that is not public. Of its readers it writes nothing down.
"""

from tamizdat.door.errors import DoorError
from tamizdat.door.server import serve
from tamizdat.door.settings import DoorSettings

__all__ = ["DoorError", "DoorSettings", "serve"]
