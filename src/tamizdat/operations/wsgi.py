"""The desk as a WSGI application with its upward calls wired, for `tamizdat serve` and for any other WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tamizdat.config.django")
application = get_wsgi_application()

from tamizdat.config import wiring  # noqa: E402 (it needs models, and those need Django to be set up)
from tamizdat.operations import desk_letters, foreseeing  # noqa: E402 (the same)
from tamizdat.operations.bakery import edition_report  # noqa: E402 (the same)

wiring.tie_desk(
    report=edition_report,
    start_letter=desk_letters.start,
    test_letter=desk_letters.send_test,
    foresee=foreseeing.foresee,
    would_be=foreseeing.would_be,
)
