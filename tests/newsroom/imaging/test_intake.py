from __future__ import annotations

import logging
import os
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path
from struct import pack

import pytest
from PIL import Image

from tamizdat.newsroom.imaging import PictureFacts, PictureRefused, cell, inspect, limits
from tamizdat.newsroom.imaging.metadata import facts_of
from tests.newsroom.imaging.conftest import encoded, scene, telling_exif, xmp_packet

TAKEN = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF", "tiff": "TIFF"}


def refusal(data: bytes | Path) -> PictureRefused:
    with pytest.raises(PictureRefused) as caught:
        inspect(data)
    message = str(caught.value)
    assert ":" in message, "what and why, then what to do"
    assert message.endswith((".", ")."))
    return caught.value


@pytest.mark.parametrize("name", TAKEN)
def test_six_formats_are_taken_by_content_whatever_the_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "photo.doc"
    path.write_bytes(encoded(scene(90, 60), TAKEN[name]))
    found = inspect(path)
    assert (found.format, found.width, found.height) == (name, 90, 60)
    assert inspect(path.read_bytes()) == found


def test_facts_come_whole_and_upright() -> None:
    packet = xmp_packet(
        "<core:AltTextAccessibility>Two riders</core:AltTextAccessibility>"
        "<xmpRights:UsageTerms>Once, in print</xmpRights:UsageTerms>"
        "<photoshop:DateCreated>2015-06-12T09:30:00+03:00</photoshop:DateCreated>"
    )
    found = inspect(encoded(Image.new("RGB", (90, 60), "white"), exif=telling_exif(orientation=6), xmp=packet))
    assert found.created_at is not None
    assert found == PictureFacts(
        width=60,
        height=90,
        format="jpeg",
        caption="Fergana Source",
        headline="",
        creator="",
        credit_line="",
        copyright_notice="",
        usage_terms="Once, in print",
        alt_text="Two riders",
        digital_source_type="",
        created_at=found.created_at,
        average_colour="#ffffff",
    )
    assert found.created_at.isoformat() == "2015-06-12T09:30:00+03:00"


def png_of_size(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + name + body + pack(">I", zlib.crc32(name + body))

    header = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "broken"),
        (b"%PDF-1.7", "format"),
        (encoded(scene(90, 60), "BMP"), "format"),
        (encoded(scene(90, 60), "JPEG2000"), "format"),
        (encoded(scene(90, 60), "TIFF", tiffinfo={254: 1}), "format"),  # a raw file: its first page is a thumbnail
        (encoded(scene(90, 60))[:-400], "broken"),
        (encoded(scene(900, 600), "PNG")[:-400], "broken"),
        (encoded(scene(900, 600), "WEBP")[:-400], "broken"),
        (encoded(scene(900, 600), "AVIF")[:-200], "broken"),
        (encoded(scene(900, 600), "TIFF")[:-4000], "broken"),
        (png_of_size(100, 100), "broken"),
        (png_of_size(12_000, 10_001), "too-large"),
        (png_of_size(60_000, 60_000), "too-large"),
        (png_of_size(100, 901), "too-tall"),
        (encoded(scene(90, 60), "GIF", save_all=True, append_images=[scene(90, 60).rotate(90)]), "animated"),
        (encoded(scene(90, 60), "WEBP", save_all=True, append_images=[scene(90, 60).rotate(90)]), "animated"),
        (encoded(scene(90, 60), "PNG", save_all=True, append_images=[scene(90, 60).rotate(90)]), "animated"),
    ],
)
def test_refusals_say_why(data: bytes, reason: str) -> None:
    assert refusal(data).reason == reason


def test_a_heavy_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "heavy.tif"
    with path.open("wb") as file:
        file.truncate(limits.MAX_BYTES + 1)
    error = refusal(path)
    assert error.reason == "too-heavy"
    assert "60 MB" in error.message


def test_a_missing_file_is_a_refusal(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.jpg").reason == "missing"
    assert refusal(tmp_path).reason == "missing"


def test_several_pages_and_phone_pictures_count_as_their_first(shared_data: Path) -> None:
    pages = encoded(scene(90, 60), "TIFF", save_all=True, append_images=[scene(30, 30)])
    assert (inspect(pages).width, inspect(pages).format) == (90, "tiff")
    phone = inspect(shared_data / "photo-metadata-exiftool" / "ExifTool.jpg")  # two pictures in one JPEG
    assert phone.format == "jpeg"


def test_hostile_files_are_refused(shared_data: Path) -> None:
    files = [path for path in (shared_data / "photo-pillow" / "hostile").rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert refusal(path).reason in {"format", "too-large", "broken"}, path.name


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_odd_but_honest_files_are_read(shared_data: Path) -> None:
    for path in sorted((shared_data / "photo-pillow" / "metadata").rglob("*")):
        if path.suffix in {".bmp", ".jp2"}:
            assert refusal(path).reason == "format"
        elif path.is_file():
            found = facts_of(BytesIO(path.read_bytes()))
            with Image.open(path) as picture:
                assert sorted((found["width"], found["height"])) == sorted(picture.size), path.name


@pytest.mark.parametrize("kind", TAKEN.values())
def test_damage_anywhere_is_refused_or_read_never_a_fault(kind: str) -> None:
    """A changed byte at many places: the answer is facts or PictureRefused; anything else fails the test."""
    whole = encoded(scene(60, 40), kind, **({"exif": telling_exif()} if kind != "GIF" else {}))
    for step in range(6):
        place = len(whole) * step // 6
        try:
            found = inspect(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        except PictureRefused:
            continue
        assert found.width * found.height <= limits.MAX_PIXELS


def test_memory_is_bounded(tmp_path: Path) -> None:
    """The child keeps to the address space it is given: with a tenth of it the same picture is too costly."""
    picture = encoded(Image.new("RGB", (9000, 9000)), "PNG")
    (tmp_path / "run.py").write_text(
        "import sys\nfrom tamizdat.newsroom.imaging import __main__ as child\n"
        f"child.MAX_MEMORY = {limits.MAX_MEMORY // 10}\nsys.exit(child.main('inspect', '{{}}'))\n"
    )
    answer = subprocess.run([sys.executable, tmp_path / "run.py"], input=picture, capture_output=True, check=False)
    assert answer.returncode == cell.REFUSED
    assert b"too-costly" in answer.stdout
    assert inspect(picture).width == 9000


@pytest.mark.parametrize(("end", "reason"), [("os.kill(os.getpid(), 11)", "broken"), ("while_true()", "too-costly")])
def test_a_decoder_that_crashes_or_loops_ends_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture, end: str, reason: str
) -> None:
    """Stands in for a fault in a codec: a child that dies by a signal, or burns its processor time."""
    script = tmp_path / "python"
    script.write_text(
        f"#!{sys.executable}\nimport os, resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\n"
        f"def while_true():\n    while True: pass\n{end}\n"
    )
    os.chmod(script, 0o755)
    monkeypatch.setattr(sys, "executable", str(script))
    with caplog.at_level(logging.WARNING):
        assert refusal(encoded(scene(90, 60))).reason == reason
    assert "decoding ended" in caplog.text


def test_the_child_may_not_write_files(tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text(
        "import signal\nfrom tamizdat.newsroom.imaging import __main__ as child\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nchild._confine('inspect')\n"
        f"open({str(tmp_path / 'out')!r}, 'wb', buffering=0).write(b'x')\n"
    )
    answer = subprocess.run([sys.executable, tmp_path / "run.py"], capture_output=True, text=True, check=False)
    assert "File too large" in answer.stderr
    assert (tmp_path / "out").stat().st_size == 0
