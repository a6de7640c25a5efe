"""XMP: RDF in XML. Parsed without entities, document types or the network: it comes from outside."""

from __future__ import annotations

from lxml import etree

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_IPTC = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_IPTC_EXT = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"

FIELDS = {
    f"{_DC}description": "caption",
    f"{_PHOTOSHOP}Headline": "headline",
    f"{_DC}creator": "creator",
    f"{_PHOTOSHOP}Credit": "credit_line",
    f"{_DC}rights": "copyright_notice",
    "{http://ns.adobe.com/xap/1.0/rights/}UsageTerms": "usage_terms",
    f"{_IPTC}AltTextAccessibility": "alt_text",
    f"{_IPTC_EXT}DigitalSourceType": "digital_source_type",
    f"{_PHOTOSHOP}DateCreated": "created_at",
}


def read_xmp(packet: bytes) -> dict[str, str]:
    """Texts by our field names; {} for a packet that is damaged or carries a document type (no honest one does)."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    if b"\0" not in packet[:4]:  # else it is UTF-16 or UTF-32, where zeros are part of letters
        packet = packet.strip(b"\0 \r\n\t")
    try:
        root = etree.fromstring(packet, parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    if root is None or root.getroottree().docinfo.doctype:
        return {}
    found: dict[str, str] = {}
    for description in root.iter(f"{_RDF}Description"):
        for name, value in description.attrib.items():
            _note(found, str(name), str(value))
        for element in description:
            if isinstance(element.tag, str):
                _note(found, element.tag, _value(element))
    return found


def _note(found: dict[str, str], name: str, value: str) -> None:
    field = FIELDS.get(name)
    if field and value.strip():
        found.setdefault(field, value)


def _value(element: etree._Element) -> str:
    alternatives = element.find(f"{_RDF}Alt")
    if alternatives is not None:
        return _preferred(alternatives)
    for kind in ("Seq", "Bag"):
        items = element.find(f"{_RDF}{kind}")
        if items is not None:
            return ", ".join(text for item in items if (text := _text(item).strip()))
    return element.get(f"{_RDF}resource") or _text(element)


def _preferred(alternatives: etree._Element) -> str:
    """The x-default text; where there is none, the first that says something."""
    texts = [(item.get(_LANGUAGE, "").lower(), _text(item)) for item in alternatives]
    spoken = [(language, text) for language, text in texts if text.strip()]
    return dict(reversed(spoken)).get("x-default") or (spoken[0][1] if spoken else "")


def _text(element: etree._Element) -> str:
    value = element.find(f".//{_RDF}value")  # a qualified value wraps its text once more
    return (element if value is None else value).text or ""
