"""Escaping: text that is markup already, and text that is made safe for markup."""

from __future__ import annotations


class Markup(str):
    """Text that is markup already, so that it is output without escaping."""

    __slots__ = ()


def escape(value: object) -> str:
    """`value` as text for HTML or XML: special characters are replaced by references, unless it is Markup."""
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
    """`value` as text. Raises ValueError for None, which would be shown as the word "None"."""
    if isinstance(value, str):
        return value
    if value is None:
        raise ValueError("there is nothing to print: it is None")
    return str(value)
