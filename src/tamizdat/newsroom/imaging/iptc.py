"""IPTC IIM 4.2: the older of the two newsroom formats, found in JPEG (Photoshop block 0x0404) and TIFF (tag 33723)."""

from __future__ import annotations

from collections.abc import Iterator

_UTF8_MARK = b"\x1b%G"  # ISO 2022 escape in dataset 1:90
_CHARACTER_SET = (1, 90)
_MAX_DATASETS = 2000

FIELDS = {
    (2, 120): "caption",
    (2, 105): "headline",
    (2, 80): "creator",
    (2, 110): "credit_line",
    (2, 116): "copyright_notice",
    (2, 55): "date",
    (2, 60): "time",
}


def read_iptc(block: bytes) -> dict[str, str]:
    """Texts by our field names, and 'date' (CCYYMMDD) and 'time' (HHMMSS±HHMM). Several creators are joined."""
    datasets = list(_datasets(block))
    says_utf8 = any(number == _CHARACTER_SET and value.startswith(_UTF8_MARK) for number, value in datasets)
    found: dict[str, list[str]] = {}
    for number, value in datasets:
        if name := FIELDS.get(number):
            found.setdefault(name, []).append(decode(value, says_utf8=says_utf8))
    return {name: ", ".join(texts) if name == "creator" else texts[0] for name, texts in found.items()}


def decode(value: bytes, *, says_utf8: bool = False) -> str:
    """Few programs set the mark, and most that don't still write UTF-8; what isn't UTF-8 is nearly always cp1252."""
    value = value.rstrip(b"\0")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("utf-8" if says_utf8 else "cp1252", errors="replace")


def _datasets(block: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    """(record, dataset), value; ends without a fuss at the first byte that is no dataset: blocks are often padded."""
    place = 0
    for _ in range(_MAX_DATASETS):
        if block[place : place + 1] != b"\x1c" or place + 5 > len(block):
            return
        number = (block[place + 1], block[place + 2])
        size = int.from_bytes(block[place + 3 : place + 5], "big")
        place += 5
        if size & 0x8000:  # extended: the low bits count the bytes of the real length
            digits = size & 0x7FFF
            if digits > 4:
                return
            size = int.from_bytes(block[place : place + digits], "big")
            place += digits
        if place + size > len(block):
            return
        yield number, block[place : place + size]
        place += size
