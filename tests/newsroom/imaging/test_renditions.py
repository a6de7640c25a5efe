from __future__ import annotations

import struct
import threading
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from tamizdat.newsroom.imaging import PictureRefused, inspect, make_renditions
from tamizdat.newsroom.imaging.recipe import share_box
from tests.newsroom.imaging.bare import extras
from tests.newsroom.imaging.conftest import SECRETS, encoded, linear_grey_profile, scene, telling_exif, xmp_packet

type_of = {"avif": "AVIF", "webp": "WEBP", "jpeg": "JPEG"}
Save = Callable[[bytes], Path]


def sizes(folder: Path, original: Path) -> dict[str, list[tuple[int, int]]]:
    made = make_renditions(original, folder)
    return {
        kind: [(one.width, one.height) for one in made if one.format == kind and one.kind == "wide"] for kind in type_of
    }


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        ((2000, 1000), [(200, 100), (400, 200), (640, 320), (800, 400), (1200, 600), (1800, 900)]),
        ((1199, 600), [(200, 100), (400, 200), (640, 320), (800, 400)]),
        ((400, 300), [(200, 150), (400, 300)]),
        ((130, 90), [(130, 90)]),
        ((1, 1), [(1, 1)]),
    ],
)
def test_widths_are_those_of_the_recipe_and_never_enlarged(
    tmp_path: Path, saved: Save, original: tuple[int, int], expected: list[tuple[int, int]]
) -> None:
    found = sizes(tmp_path / "made", saved(encoded(scene(*original))))
    assert found == {"avif": expected, "webp": expected, "jpeg": expected}


def test_files_are_what_the_answer_says(tmp_path: Path, saved: Save) -> None:
    made = make_renditions(saved(encoded(scene(900, 600))), tmp_path / "made")
    assert {path.name for path in (tmp_path / "made").iterdir()} == {one.file for one in made}
    for one in made:
        path = tmp_path / "made" / one.file
        assert path.stat().st_size == one.bytes
        assert one.file[16:] == f"-{one.width}.{'jpg' if one.format == 'jpeg' else one.format}"
        with Image.open(path) as picture:
            picture.load()
            assert (picture.format, picture.size, picture.mode) == (type_of[one.format], (one.width, one.height), "RGB")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_nothing_but_pixels_goes_out(tmp_path: Path, saved: Save, telling_photo: bytes, kind: str) -> None:
    original = telling_photo
    if kind != "JPEG":
        packet = xmp_packet("<dc:source>Fergana Source</dc:source>")
        text = PngInfo()
        text.add_itxt("XML:com.adobe.xmp", packet.decode())
        options = {"PNG": {"pnginfo": text}, "TIFF": {"tiffinfo": {700: packet}}}.get(kind, {"xmp": packet})
        original = encoded(scene(900, 600), kind, exif=telling_exif(), **options)
        assert packet in original
    assert any(secret in original for secret in SECRETS)
    for one in make_renditions(saved(original), tmp_path / "made"):
        data = (tmp_path / "made" / one.file).read_bytes()
        assert extras(data) == [], one
        assert [secret for secret in SECRETS if secret in data] == [], one
        with Image.open(BytesIO(data)) as picture:
            assert not picture.getexif()
            assert {"exif", "xmp", "icc_profile", "comment", "photoshop"}.isdisjoint(picture.info)


def test_real_photos_lose_place_device_and_provenance(shared_data: Path, tmp_path: Path) -> None:
    strings = (*SECRETS, b"Adobe Photoshop", b"NIKON", b"Canon", b"FreeFoto", b"8BIM", b"ICC_PROFILE", b"Phil Harvey")
    for name in (
        "photo-metadata-exiftool/GPS.jpg",
        "photo-metadata-exiftool/ExifTool.jpg",
        "photo-metadata-exempi/exempi/tests/fdo18635.jpg",
        "photo-c2pa/image/jpeg/adobe-20220124-CA.jpg",
        "photo-pillow/metadata/exif_gps.jpg",
        "photo-pillow/metadata/avif/xmp_tags_orientation.avif",
    ):
        for one in make_renditions(shared_data / name, tmp_path):
            data = (tmp_path / one.file).read_bytes()
            assert extras(data) == [], (name, one)
            assert [text for text in strings if text in data] == [], (name, one)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_stand_upright(tmp_path: Path, saved: Save, orientation: int) -> None:
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the Image.Transpose that a viewer's turn takes back
    upright = scene(640, 480)
    lying = upright.transpose(Image.Transpose(undo[orientation])) if orientation in undo else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = make_renditions(saved(encoded(lying, "JPEG", exif=exif)), tmp_path / "made")
    for one in made:
        with Image.open(tmp_path / "made" / one.file) as picture:
            if one.kind == "wide":
                assert picture.size in ((200, 150), (400, 300), (640, 480))
                red, green, _ = picture.getpixel((picture.width // 13, picture.width // 13))
                assert red > 180 > 90 > green


def test_colours_are_converted_to_srgb(tmp_path: Path, saved: Save) -> None:
    """LAB numbers taken for RGB would give another colour by far."""
    red = ImageCms.profileToProfile(
        Image.new("RGB", (500, 500), (200, 30, 60)),
        ImageCms.createProfile("sRGB"),
        ImageCms.createProfile("LAB"),
        outputMode="LAB",
    )
    made = make_renditions(saved(encoded(red, "TIFF")), tmp_path / "made")
    for one in made:
        with Image.open(tmp_path / "made" / one.file) as picture:
            assert max(abs(a - b) for a, b in zip(picture.getpixel((50, 50)), (200, 30, 60), strict=True)) < 8


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "F"])
def test_every_kind_of_pixels_comes_out_as_a_slope_of_light(tmp_path: Path, saved: Save, mode: str) -> None:
    slope = Image.linear_gradient("L").resize((500, 500))
    if mode == "I;16":
        slope = slope.convert("I").point(lambda value: value * 257 + 0).convert("I;16")
    else:
        slope = slope.convert(mode)
    made = make_renditions(saved(encoded(slope, "TIFF")), tmp_path / "made")
    for one in made:
        with Image.open(tmp_path / "made" / one.file) as picture:
            light = picture.convert("L").resize((1, 4), Image.Resampling.BOX).tobytes()
            assert light[0] + (90 if one.kind == "wide" else 45) < light[3], (mode, one, light)


def test_transparency_stays_where_a_format_has_it_and_is_paper_elsewhere(tmp_path: Path, saved: Save) -> None:
    """A logo has no white box, neither on the page's paper nor in its dark form."""
    logo = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    logo.paste((200, 30, 60, 255), (100, 0, 200, 100))
    for one in make_renditions(saved(encoded(logo, "PNG")), tmp_path / "made"):
        with Image.open(tmp_path / "made" / one.file) as picture:
            corner, middle = (picture.getpixel((place, picture.height // 2)) for place in (2, picture.width // 2))
            assert max(abs(a - b) for a, b in zip(middle[:3], (200, 30, 60), strict=True)) < 12
            if one.format == "jpeg":
                assert min(corner) > 250
            else:
                assert (picture.mode, corner[3], middle[3]) == ("RGBA", 0, 255)


def png(depth: int, colours: bool, row: bytes, hidden: bytes) -> bytes:
    """A PNG of 4 × 2 pixels, both rows the same, with a transparent colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 4, 2, depth, 2 if colours else 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + row for _ in range(2)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(*part) for part in ((b"IHDR", head), (b"tRNS", hidden), (b"IDAT", rows), (b"IEND", b""))
    )


COLOUR, NEARLY = [0x1234, 0x5678, 0x9ABC], [0x1235, 0x5678, 0x9ABC]


@pytest.mark.parametrize(
    "data",
    [
        png(16, True, struct.pack(">12H", *COLOUR * 2, *NEARLY * 2), struct.pack(">3H", *COLOUR)),
        png(16, False, struct.pack(">4H", 0x1234, 0x1234, 0x1235, 0xFFFF), struct.pack(">H", 0x1234)),
        png(8, True, bytes([9, 9, 1] * 2 + [9, 9, 2] * 2), struct.pack(">3H", 9, 9, 1)),
        png(8, False, bytes([9, 9, 1, 255]), struct.pack(">H", 9)),
        png(4, False, bytes([0x55, 0x3F]), struct.pack(">H", 5)),
        png(2, False, bytes([0b10100111]), struct.pack(">H", 2)),
        png(1, False, bytes([0b11000000]), struct.pack(">H", 1)),
    ],
    ids=["16 bits of colour", "16 bits", "8 bits of colour", "8 bits", "4 bits", "2 bits", "1 bit"],
)  # fmt: skip
def test_the_transparent_colour_of_a_png_hides_what_it_should(tmp_path: Path, saved: Save, data: bytes) -> None:
    webp = next(one for one in make_renditions(saved(data), tmp_path / "made") if one.format == "webp")
    with Image.open(tmp_path / "made" / webp.file) as picture:
        assert picture.getchannel("A").tobytes()[:4] == b"\0\0\xff\xff"


@pytest.mark.parametrize("mode", ["L", "LA"])
def test_the_profile_of_a_grey_picture_counts_with_transparency_too(tmp_path: Path, saved: Save, mode: str) -> None:
    """The profile says that the numbers are linear light, so that middle grey is a light one."""
    grey = Image.new(mode, (300, 200), 128 if mode == "L" else (128, 200))
    made = make_renditions(saved(encoded(grey, "PNG", icc_profile=linear_grey_profile())), tmp_path / "made")
    webp = next(one for one in made if one.format == "webp")
    with Image.open(tmp_path / "made" / webp.file) as picture:
        assert picture.convert("RGB").getpixel((100, 100))[0] == pytest.approx(188, abs=4)


@pytest.mark.parametrize("kind", ["TIFF", "TIFF packed", "HEIF", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_each_format_is_turned_once(tmp_path: Path, saved: Save, kind: str, orientation: int) -> None:
    undo = {3: 3, 6: 2, 8: 4}
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"TIFF packed": {"compression": "tiff_lzw"}}.get(kind, {})
    turned = exif.tobytes() if kind == "HEIF" else exif  # its encoder writes the turn only for bytes
    lying = scene(400, 300).transpose(Image.Transpose(undo[orientation]))
    original = saved(encoded(lying, kind.split()[0], exif=turned, **options))
    facts = inspect(original)
    assert (facts.width, facts.height) == (400, 300)
    webp = [one for one in make_renditions(original, tmp_path / "made") if one.format == "webp"][-1]
    with Image.open(tmp_path / "made" / webp.file) as picture:
        assert picture.size == (400, 300)
        red, green, _ = picture.getpixel((30, 30))
        assert red > 180 > 90 > green


@pytest.mark.parametrize(("size", "card"), [((1300, 1400), (1200, 630)), ((600, 600), (600, 315))])
def test_the_card_keeps_the_focal_point(
    tmp_path: Path, saved: Save, size: tuple[int, int], card: tuple[int, int]
) -> None:
    original = saved(encoded(scene(*size)))
    cards = {}
    for focal in ((0.1, 0.1), (0.9, 0.95)):
        *_, share = make_renditions(original, tmp_path / "made", focal=focal)
        assert (share.kind, share.format, share.width, share.height) == ("share", "jpeg", *card)
        with Image.open(tmp_path / "made" / share.file) as picture:
            cards[focal] = picture.getpixel((10, 10))
    assert cards[0.1, 0.1][0] > cards[0.1, 0.1][1] + 100  # the red corner is in
    assert abs(cards[0.9, 0.95][0] - cards[0.9, 0.95][1]) < 20  # the red corner is out


@given(
    size=st.tuples(st.integers(1, 20_000), st.integers(1, 20_000)), focal=st.tuples(st.floats(0, 1), st.floats(0, 1))
)
def test_the_cards_box_is_inside_and_holds_the_focal_point(size: tuple[int, int], focal: tuple[float, float]) -> None:
    left, top, right, bottom = share_box(size, focal)
    assert (right - left) / (bottom - top) == pytest.approx(1200 / 630)
    assert (right - left) == pytest.approx(size[0]) or (bottom - top) == pytest.approx(size[1])
    edge = 1e-6 * max(size)
    assert -edge <= left <= focal[0] * size[0] + edge
    assert focal[0] * size[0] - edge <= right <= size[0] + edge
    assert -edge <= top <= focal[1] * size[1] + edge
    assert focal[1] * size[1] - edge <= bottom <= size[1] + edge


def test_a_panoramas_card_is_cut_from_full_detail(tmp_path: Path, saved: Save) -> None:
    """At the width of the widest rendition it would be 225 pixels high; the original has 1,000."""
    *_, share = make_renditions(saved(encoded(scene(8000, 1000))), tmp_path / "made")
    assert (share.width, share.height) == (1200, 630)


def test_same_input_same_names_and_bytes(tmp_path: Path, saved: Save) -> None:
    original = saved(encoded(scene(900, 600)))
    first, second = tmp_path / "first", tmp_path / "second"
    assert make_renditions(original, first) == make_renditions(original, second)
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes()
    other = make_renditions(saved(encoded(scene(900, 601))), tmp_path / "other")
    assert {path.name for path in first.iterdir()}.isdisjoint({one.file for one in other})


def test_files_that_are_there_are_kept(tmp_path: Path, saved: Save) -> None:
    original, folder = saved(encoded(scene(900, 600))), tmp_path / "made"
    made = make_renditions(original, folder)
    kept, lost, *_ = made
    (folder / kept.file).write_bytes(b"kept")
    (folder / lost.file).unlink()
    again = make_renditions(original, folder)
    assert (folder / kept.file).read_bytes() == b"kept"
    assert (folder / lost.file).stat().st_size == lost.bytes
    assert again[1:] == made[1:]


def test_two_at_once_leave_whole_files(tmp_path: Path, saved: Save) -> None:
    original, folder = saved(encoded(scene(900, 600))), tmp_path / "made"
    answers: list[object] = []
    workers = [threading.Thread(target=lambda: answers.append(make_renditions(original, folder))) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    expected = make_renditions(original, tmp_path / "alone")
    assert answers == [expected, expected]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / "alone").iterdir()
    }


def test_a_refusal_leaves_no_file(tmp_path: Path, saved: Save) -> None:
    whole = encoded(scene(900, 600))
    with pytest.raises(PictureRefused):
        make_renditions(saved(whole[: len(whole) // 2]), tmp_path / "made")
    assert list((tmp_path / "made").iterdir()) == []


def test_a_focal_point_outside_is_a_fault_of_the_caller(tmp_path: Path, saved: Save) -> None:
    with pytest.raises(ValueError, match="0 to 1"):
        make_renditions(saved(encoded(scene(50, 50))), tmp_path, focal=(1.2, 0.5))
