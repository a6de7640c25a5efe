from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tamizdat.newsroom.imaging.limits import MAX_LETTERS
from tamizdat.newsroom.imaging.metadata import facts_of
from tests.newsroom.imaging.conftest import encoded, iim, scene, with_iptc, xmp_packet


def facts(data: bytes) -> dict[str, object]:
    return facts_of(BytesIO(data))


def exif(**tags: str | bytes) -> Image.Exif:
    names = {"caption": 0x010E, "creator": 0x013B, "rights": 0x8298}
    made = Image.Exif()
    for name, text in tags.items():
        if name in names:
            made[names[name]] = text
        else:
            made.get_ifd(0x8769)[{"taken": 0x9003, "offset": 0x9011}[name]] = text
    return made


def test_xmp_then_iptc_then_exif() -> None:
    jpeg = encoded(
        scene(40, 30),
        exif=exif(caption="exif", creator="exif", rights="exif"),
        xmp=xmp_packet("<dc:description>xmp</dc:description>"),
    )
    found = facts(with_iptc(jpeg, iim((2, 120, b"iptc"), (2, 80, b"iptc"))))
    assert (found["caption"], found["creator"], found["copyright_notice"]) == ("xmp", "iptc", "exif")


def test_iptc_comes_first_where_it_was_changed_after_xmp() -> None:
    jpeg = encoded(scene(40, 30), xmp=xmp_packet("<dc:description>xmp</dc:description>"))
    block = iim((2, 120, b"iptc"))
    in_step, left_behind = hashlib.md5(block).digest(), hashlib.md5(b"before").digest()
    assert facts(with_iptc(jpeg, block, in_step))["caption"] == "xmp"
    assert facts(with_iptc(jpeg, block, left_behind))["caption"] == "iptc"
    assert facts(with_iptc(jpeg, block, bytes(16)))["caption"] == "xmp"


def test_iptc_in_a_tiff() -> None:
    block = iim((2, 120, "Ош".encode()))
    for value in (block, block + b"\0" * (-len(block) % 4)):
        assert facts(encoded(scene(40, 30), "TIFF", tiffinfo={33723: value}))["caption"] == "Ош"


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"caption": "Фото".encode()}, {"caption": "Фото"}),
        ({"caption": b"caf\xe9"}, {"caption": "café"}),
        ({"caption": "SONY DSC"}, {"caption": ""}),
        ({"creator": "A. One; B. Two"}, {"creator": "A. One, B. Two"}),
        ({"rights": "Photographer\0Editor"}, {"copyright_notice": "Photographer, Editor"}),
        ({"taken": "2024:05:01 10:20:30"}, {"created_at": "2024-05-01T10:20:30"}),
        ({"taken": "2024:05:01 10:20:30", "offset": "+06:00"}, {"created_at": "2024-05-01T10:20:30+06:00"}),
        ({"taken": "0000:00:00 00:00:00"}, {"created_at": None}),
        ({"taken": "    :  :     :  :  "}, {"created_at": None}),
    ],
)
def test_exif(tags: dict[str, str | bytes], expected: dict[str, object]) -> None:
    found = facts(encoded(scene(40, 30), exif=exif(**tags)))
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015-06-12T09:30:00+03:00", datetime(2015, 6, 12, 9, 30, tzinfo=timezone(timedelta(hours=3)))),
        ("2015-06-12T09:30Z", datetime(2015, 6, 12, 9, 30, tzinfo=UTC)),
        ("2015-06-12T09:30:00.123", datetime(2015, 6, 12, 9, 30)),  # noqa: DTZ001 (the file names no offset)
        ("2015-06-12", datetime(2015, 6, 12)),  # noqa: DTZ001
        ("2015-06", None),
        ("2015-13-40", None),
        ("soon", None),
    ],
)
def test_moments_in_xmp(text: str, expected: datetime | None) -> None:
    found = facts(encoded(scene(40, 30), xmp=xmp_packet(f"<photoshop:DateCreated>{text}</photoshop:DateCreated>")))
    assert found["created_at"] == (expected.isoformat() if expected else None)


def test_the_iptc_date_and_time_make_one_moment() -> None:
    found = facts(with_iptc(encoded(scene(40, 30)), iim((2, 55, b"20150612"), (2, 60, b"093000+0300"))))
    assert found["created_at"] == "2015-06-12T09:30:00+03:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia", "trainedAlgorithmicMedia"),
        ("https://cv.iptc.org/newscodes/digitalsourcetype/composite/", "composite"),
        ("digitalCapture", "digitalCapture"),
        ("javascript:alert(1)", ""),
        ("http://elsewhere.example/composite", ""),
    ],
)
def test_the_source_type_is_an_address_of_the_vocabulary_or_nothing(text: str, expected: str) -> None:
    packet = xmp_packet(f"<ext:DigitalSourceType>{text}</ext:DigitalSourceType>")
    address = f"http://cv.iptc.org/newscodes/digitalsourcetype/{expected}" if expected else ""
    assert facts(encoded(scene(40, 30), xmp=packet))["digital_source_type"] == address


def test_hostile_texts_are_cleaned_and_bounded() -> None:
    long = "ten letters " * 90_000
    packet = xmp_packet(
        f"<dc:description>{long}</dc:description><photoshop:Headline>a\u202eb\u0085c</photoshop:Headline>"
        f"<photoshop:Credit>{'x' * 5000}</photoshop:Credit><dc:rights>&lt;b&gt; kept</dc:rights>"
    )
    found = facts(encoded(scene(40, 30), "WEBP", xmp=packet))
    caption = str(found["caption"])
    assert MAX_LETTERS["caption"] - 20 < len(caption) <= MAX_LETTERS["caption"]
    assert caption.endswith("letters…")
    assert len(str(found["credit_line"])) == MAX_LETTERS["credit_line"]
    assert (found["headline"], found["copyright_notice"]) == ("ab c", "<b> kept")


def test_a_text_of_nothing_gives_way_to_the_next_source() -> None:
    jpeg = encoded(scene(40, 30), xmp=xmp_packet("<dc:description>\u202e\u200b</dc:description>"))
    assert facts(with_iptc(jpeg, iim((2, 120, b"iptc"))))["caption"] == "iptc"


def test_the_average_colour_of_what_can_be_seen_through_is_none() -> None:
    assert facts(encoded(Image.new("RGB", (90, 60), (16, 32, 48)), "PNG"))["average_colour"] == "#102030"
    assert facts(encoded(Image.new("RGBA", (90, 60), (0, 0, 0, 0)), "PNG"))["average_colour"] == "#00000000"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "ExifTool.jpg",
            {
                "caption": "A witty caption",
                "headline": "No headline",
                "creator": "Phil Harvey",
                "credit_line": "My Credit",
                "copyright_notice": "Copyright 2004 Phil Harvey",
                "created_at": "2004-02-26T00:00:00",
            },
        ),
        ("IPTC.jpg", {"caption": "A witty caption", "creator": "Phil Harvey", "credit_line": "My Credit"}),
        ("XMP.jpg", {"caption": "UTF-16 (big-endian) encoded XMP", "creator": "Phil Harvey"}),
        ("GPS.jpg", {"creator": "Ian Britton", "copyright_notice": "ian Britton - FreeFoto.com"}),
        ("MWG.jpg", {"caption": "WRONG-XMP-Description", "copyright_notice": "RIGHT-XMP-Copyright"}),
    ],
)
def test_real_newsroom_metadata(shared_data: Path, name: str, expected: dict[str, str]) -> None:
    """MWG.jpg's own labels follow the older rule of EXIF first: docs/decisions/0021."""
    found = facts((shared_data / "photo-metadata-exiftool" / name).read_bytes())
    assert {field: found[field] for field in expected} == expected


def test_the_same_picture_says_the_same_in_two_formats(shared_data: Path) -> None:
    folder = shared_data / "photo-metadata-exempi" / "samples" / "testfiles"
    captions = {facts((folder / f"BlueSquare.{end}").read_bytes())["caption"] for end in ("jpg", "png")}
    assert captions == {"XMPFiles BlueSquare test file, created in Photoshop CS2, saved as .psd, .jpg, and .tif."}
