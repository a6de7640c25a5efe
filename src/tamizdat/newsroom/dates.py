"""Which dates are believed, wherever they come from: the rest are typing errors, and some of them no clock can reckon with."""

from __future__ import annotations

from datetime import datetime

FIRST, LAST = 1600, 2200
"""Years: newspapers began in 1605."""


def is_believed(moment: datetime) -> bool:
    return FIRST <= moment.year <= LAST
