"""Text that is markup, and how other text becomes it."""

from __future__ import annotations


class Markup(str):
    """Text that is markup already and is printed as it is."""

    __slots__ = ()


def escape(value: object) -> str:
    """`value` as text of HTML or XML: markup as it is, in everything else what means something there written otherwise."""
    if isinstance(value, Markup):
        return value
    return (
        plain(value)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("'", "&#x27;")
    )


def plain(value: object) -> str:
    """`value` as text. Raises ValueError for None, which a page would show as a word."""
    if isinstance(value, str):
        return value
    if value is None:
        raise ValueError("there is nothing to print: it is None")
    return str(value)
