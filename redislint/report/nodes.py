"""Elements of XML and HTML; the standard library's serializer escapes whatever text is put into them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from xml.etree.ElementTree import Element, indent, tostring

from redislint.report.words import clean
from redislint.typed import Final

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


def node(tag: str, attributes: Mapping[str, str] = _NONE, *content: str | Element) -> Element:
    """An element with attributes, and with texts and elements in it; what is no character in XML is U+FFFD."""
    element = Element(tag, {name: clean(value) for name, value in attributes.items()})
    last: Element | None = None
    for piece in content:
        if isinstance(piece, Element):
            element.append(piece)
            last = piece
        elif last is None:
            element.text = (element.text or "") + clean(piece)
        else:
            last.tail = (last.tail or "") + clean(piece)
    return element


def document(root: Element) -> str:
    """The XML document of an element, in ASCII, so that no encoding can spoil it."""
    indent(root)
    text = tostring(root, encoding="us-ascii").decode("ascii")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def page(root: Element) -> str:
    """The HTML document of an element."""
    return f"<!DOCTYPE html>\n{tostring(root, encoding='unicode', method='html')}\n"
