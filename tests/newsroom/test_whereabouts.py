"""Files go to readers without the place and the device with which they were made: pictures not at all, recordings with
those boxes blanked and everything else where it was."""

from __future__ import annotations

import random
import struct
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File

from tamizdat.newsroom import whereabouts
from tamizdat.newsroom.models import Attachment

PLACE = b"+41.7151+044.8271/"


def box(kind: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def long_box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4sQ", 1, kind, 16 + len(body)) + body


def handler(kind: bytes) -> bytes:
    return box(b"hdlr", bytes(8), kind, bytes(13))


TITLE = box(b"meta", bytes(4), handler(b"mdir"), box(b"ilst", box(b"\xa9nam", b"The long wave")))
PHONE = box(b"meta", handler(b"mdta"), box(b"keys", b"com.apple.quicktime.location.ISO6709"), box(b"ilst", PLACE))
RECORDING = b"".join(
    [
        box(b"ftyp", b"isom", bytes(4)),
        box(
            b"moov",
            box(b"mvhd", bytes(100)),
            box(b"trak", box(b"tkhd", bytes(84)), box(b"udta", box(b"\xa9mak", b"SpyPhone")), PHONE),
            box(b"udta", box(b"\xa9xyz", PLACE), box(b"loci", PLACE), box(b"SDLN", b"SpyPhone"), TITLE, bytes(4)),
            PHONE,
        ),
        long_box(b"uuid", b"\xbe\x7a\xcf\xcb<x:xmpmeta>SpyPhone"),
        box(b"mdat", b"sound and picture"),
    ]
)


@pytest.fixture
def media(settings, tmp_path: Path, db: None) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored(data: bytes, name: str = "film.mp4") -> Attachment:
    return Attachment.objects.create(title="A file", file=ContentFile(data, name))


def test_a_recording_forgets_its_place_and_device(media: Path) -> None:
    kept = Path(stored(RECORDING).file.path).read_bytes()
    assert len(kept) == len(RECORDING)
    for secret in (PLACE, b"SpyPhone", b"ISO6709"):
        assert secret not in kept
    for wanted in (b"The long wave", b"mvhd", b"tkhd"):
        assert wanted in kept
    assert kept.index(b"sound and picture") == RECORDING.index(b"sound and picture")
    assert whereabouts.telling(BytesIO(kept)) == []


def test_the_public_address_is_of_the_bytes_that_are_kept(media: Path) -> None:
    one = stored(RECORDING)
    assert one.file_size == len(RECORDING)
    again = stored(Path(one.file.path).read_bytes())
    assert again.file_hash == one.file_hash


@pytest.mark.parametrize("name", ["GPS.jpg", "ExifTool.jpg"])
def test_a_picture_is_no_file(media: Path, shared_data: Path, name: str) -> None:
    data = (shared_data / "photo-metadata-exiftool" / name).read_bytes()
    for called in (name, "report.pdf"):
        with pytest.raises(ValidationError, match="among the pictures"):
            stored(data, called)
    assert not Attachment.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_other_files_are_kept_as_they_are(media: Path, tmp_path: Path) -> None:
    for data in (b"%PDF-1.7 words", b"ID3\x04 sound", b"", b"WEBVTT\n", RECORDING[: len(RECORDING) // 2]):
        path = tmp_path / "given.bin"
        path.write_bytes(data)
        with path.open("rb") as file:
            one = Attachment.objects.create(title="A file", file=File(file, name="given.bin"))
        assert len(Path(one.file.path).read_bytes()) == len(data)
        assert path.read_bytes() == data, "what was handed over is not changed"


def test_no_bytes_are_too_odd() -> None:
    """Whatever is broken in a recording, reading it ends, and blanking changes no length."""
    rnd = random.Random(7)
    for _ in range(2000):
        data = bytearray(RECORDING)
        for _ in range(rnd.randint(1, 8)):
            data[rnd.randrange(len(data))] = rnd.randrange(256)
        file = BytesIO(bytes(data[: rnd.randint(1, len(data))]))
        size = len(file.getvalue())
        whereabouts.blank(file, whereabouts.telling(file))
        assert len(file.getvalue()) == size
