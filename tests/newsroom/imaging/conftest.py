"""Pictures made for a test: pixels with something to see, and a photo that carries all that must not get out."""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageCms

SERIAL = "SN-4711-0815-CAMERA"
SECRETS = (b"Exif\0\0", b"http://ns.adobe.com", b"GPSLatitude", b"jumb", b"c2pa", SERIAL.encode(), b"Fergana Source")


def scene(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A slope of light with a red upper left corner, so that turns and crops can be told apart."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    picture.paste((220, 20, 20), (0, 0, width // 4, height // 4))
    return picture.convert(mode)


def encoded(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def telling_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "Fergana Source"
    exif[ExifTags.Base.Make] = "Maker"
    exif[ExifTags.Base.Orientation] = orientation
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.BodySerialNumber] = SERIAL
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.MakerNote] = b"note " + SERIAL.encode()
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (40.0, 23.0, 11.0)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (71.0, 47.0, 3.0)
    return exif


def xmp_packet(properties: str) -> bytes:
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
>{properties}</rdf:Description></rdf:RDF></x:xmpmeta>{" " * 200}<?xpacket end="w"?>""".encode()


def iim(*datasets: tuple[int, int, bytes]) -> bytes:
    return b"".join(
        struct.pack(">BBBH", 0x1C, record, number, len(value)) + value for record, number, value in datasets
    )


def with_segment(jpeg: bytes, marker: int, payload: bytes) -> bytes:
    return jpeg[:2] + struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload + jpeg[2:]


def with_iptc(jpeg: bytes, block: bytes, checksum: bytes = b"") -> bytes:
    resources = [(0x0404, block)] + ([(0x0425, checksum)] if checksum else [])
    packed = b"".join(
        b"8BIM" + struct.pack(">HHI", code, 0, len(value)) + value + b"\0" * (len(value) % 2)
        for code, value in resources
    )
    return with_segment(jpeg, 0xED, b"Photoshop 3.0\0" + packed)


def linear_grey_profile() -> bytes:
    """An ICC profile of version 2 for grey numbers that are linear light."""

    def number(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    name = b"linear grey\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(78),
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": b"XYZ \0\0\0\0" + number(0.9642) + number(1) + number(0.8249),
        b"kTRC": b"curv\0\0\0\0" + bytes(4),
    }
    table, body, start = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for kind, data in tags.items():
        padded = data + bytes(-len(data) % 4)
        table += kind + struct.pack(">II", start + len(body), len(padded))
        body += padded
    head = (
        struct.pack(">4s4s4s4s", b"lcms", b"\2\x40\0\0", b"mntr", b"GRAY") + b"XYZ " + bytes(12) + b"acsp" + bytes(28)
    )
    head += number(0.9642) + number(1) + number(0.8249)
    whole = head.ljust(124, b"\0") + table + body
    return struct.pack(">I", len(whole) + 4) + whole


@pytest.fixture
def telling_photo() -> bytes:
    """A JPEG with EXIF, GPS, serial number, maker note, XMP, IPTC, colour profile, comment and a C2PA box."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = xmp_packet(f"<exif:GPSLatitude>40,23.18N</exif:GPSLatitude><dc:source>{SERIAL}</dc:source>")
    jpeg = encoded(
        scene(900, 600), exif=telling_exif(), xmp=xmp, icc_profile=profile, comment=f"made with {SERIAL}".encode()
    )
    jpeg = with_iptc(jpeg, iim((2, 120, b"Fergana Source")))
    return with_segment(jpeg, 0xEB, b"JP\0\1\0\0\0\1\0\0\0\x20jumb\0\0\0\x18jumdc2pa\0\x11\0\x10")


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[bytes], Path]:
    def save(data: bytes) -> Path:
        path = tmp_path / "original"
        path.write_bytes(data)
        return path

    return save
