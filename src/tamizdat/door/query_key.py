"""An address with a query, as the map of moved addresses is asked for it: decoded, and without what only counts clicks."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qsl, unquote_to_bytes

TRACKING = re.compile(
    rb"utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|_openstat|twclid|ttclid|igshid|igsh|li_fat_id|"
    rb"mc_[ce]id|_hs(?:enc|mi)|mkt_tok|vero_id|_ga|_gl|yadclid|yadordid|etext|s_cid|oly_(?:anon|enc)_id|wickedid|epik|cmpid",
    re.IGNORECASE,
)
"""Parameters that others add to a link; docs/install/nginx.conf names the same."""
MOST_PARAMETERS = 32


def normal_key(key: bytes) -> bytes:
    """The same for keys that are one: decoded, parameters in order, without those that only count clicks."""
    if b"?" not in key and b"%" not in key:
        return key
    path, _, query = key.partition(b"?")
    pairs = _parameters(query)
    return b"?".join((_decoded(path), b"&".join(b"%b=%b" % pair for pair in pairs))) if pairs else _decoded(path)


def names_something(query: bytes) -> bool:
    """Whether a query holds more than what only counts clicks."""
    return bool(_parameters(query))


def _parameters(query: bytes) -> list[tuple[bytes, bytes]]:
    """Those that name something, decoded and in order. Of a query with very many none: it is no old address."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return []
    return sorted(pair for pair in pairs if not TRACKING.fullmatch(pair[0]))


def _decoded(path: bytes) -> bytes:
    raw = unquote_to_bytes(path)
    try:
        return unicodedata.normalize("NFC", raw.decode()).encode()
    except UnicodeDecodeError:
        return raw
