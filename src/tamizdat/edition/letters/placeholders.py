"""What stands in a stored text for what differs from reader to reader, and for the address that works on the day it is sent."""

from __future__ import annotations

BASE = "{{site}}"
PLACEHOLDERS = {
    "confirm": "{{confirm}}",
    "preferences": "{{preferences}}",
    "leave": "{{leave}}",
    "reader_address": "{{address}}",
    "data": "{{data}}",
    "asked_for": "{{lists}}",
}
"""By the names that templates use."""
