from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tamizdat.newsroom.imaging.xmp import read_xmp
from tests.newsroom.imaging.conftest import xmp_packet


def test_elements_attributes_and_lists() -> None:
    packet = xmp_packet(
        "<dc:creator><rdf:Seq><rdf:li>A. One</rdf:li><rdf:li> </rdf:li><rdf:li>B. Two</rdf:li></rdf:Seq></dc:creator>"
        "<photoshop:Credit>Desk</photoshop:Credit>"
        '<ext:DigitalSourceType rdf:resource="http://cv.iptc.org/newscodes/digitalsourcetype/composite"/>'
        '<dc:rights rdf:parseType="Resource"><rdf:value>Ours</rdf:value></dc:rights>'
    ).replace(b'rdf:about=""', b'rdf:about="" photoshop:Headline="Head"')
    assert read_xmp(packet) == {
        "creator": "A. One, B. Two",
        "credit_line": "Desk",
        "digital_source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/composite",
        "copyright_notice": "Ours",
        "headline": "Head",
    }


def alternatives(**texts: str) -> bytes:
    items = "".join(f'<rdf:li xml:lang="{name.replace("_", "-")}">{text}</rdf:li>' for name, text in texts.items())
    return xmp_packet(f"<dc:description><rdf:Alt>{items}</rdf:Alt></dc:description>")


def test_the_default_language_is_preferred() -> None:
    assert read_xmp(alternatives(ru="Кратко", x_default="In short"))["caption"] == "In short"
    assert read_xmp(alternatives(ru="Кратко", en="In short"))["caption"] == "Кратко"
    assert read_xmp(alternatives(x_default=" ", en="In short"))["caption"] == "In short"
    assert "caption" not in read_xmp(alternatives(en=""))


def test_utf16_packets_are_read() -> None:
    packet = xmp_packet("<photoshop:Credit>Түштүк</photoshop:Credit>").decode().encode("utf-16")
    assert read_xmp(packet)["credit_line"] == "Түштүк"


def test_document_types_and_entities_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("desk password")
    packet = xmp_packet("<photoshop:Credit>&x;</photoshop:Credit><photoshop:Headline>Head</photoshop:Headline>")
    for declared in (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', '<!ENTITY x "expanded">'):
        assert read_xmp(packet.replace(b"<x:xmpmeta", f"<!DOCTYPE a [{declared}]><x:xmpmeta".encode(), 1)) == {}


def test_hostile_xml_is_nothing_or_harmless(shared_data: Path) -> None:
    files = list((shared_data / "hostile-xml-defusedxml").rglob("*.xml"))
    assert files
    for path in files:
        assert read_xmp(path.read_bytes()) == {}


@given(st.binary(max_size=200))
def test_no_packet_breaks_it(noise: bytes) -> None:
    assert isinstance(read_xmp(xmp_packet("<dc:rights>x</dc:rights>")[:-300] + noise), dict)
    assert isinstance(read_xmp(noise), dict)
