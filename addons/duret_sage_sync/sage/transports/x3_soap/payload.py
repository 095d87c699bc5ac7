"""The XML that Sage X3 carries inside its SOAP messages: PARAM and RESULT, with blocks, lists, tables.

What comes from SAGE is data, never a program for the reader: no document type, no entity, no network.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

PLACE = re.compile(r"(?P<block>\w+)(?:\[(?P<line>\d+)\])?/(?P<field>\w+)(?:#(?P<item>\d+))?")
# Not allowed in XML 1.0.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class BadPayload(ValueError):
    """XML that is not what the documentation says."""


@dataclass
class Payload:
    """An object: values by place (« BPC0_1/BPCNUM », « BPC0_1/BPRNAM#2 », « BPAC_1[1]/CTY »), lines by table."""

    values: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)


def parsed(text: str) -> etree._Element:
    """The root of a text of SAGE; raises BadPayload."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise BadPayload(str(error)[:120]) from error
    if root.getroottree().docinfo.doctype:
        raise BadPayload("DOCTYPE")
    return root


def read_object(text: str) -> Payload:
    """The object in a PARAM or RESULT."""
    payload = Payload()
    root = parsed(text)
    for group in root.iter("GRP"):
        block = group.get("ID", "")
        for node in group.iterchildren("FLD"):
            payload.values[f"{block}/{node.get('NAME')}"] = node.text or ""
        for node in group.iterchildren("LST"):
            for place, item in enumerate(node.iterchildren("ITM"), 1):
                payload.values[f"{block}/{node.get('NAME')}#{place}"] = item.text or ""
    for table in root.iter("TAB"):
        lines = [_line(line) for line in table.iterchildren("LIN")]
        payload.tables[table.get("ID", "")] = lines
        for place, line in enumerate(lines, 1):
            payload.values |= {f"{table.get('ID', '')}[{place}]/{name}": value for name, value in line.items()}
    return payload


def read_list(text: str) -> list[dict[str, str]]:
    """The lines of a list (RESULT of `query`)."""
    return [_line(line) for line in parsed(text).iter("LIN")]


def _line(line: etree._Element) -> dict[str, str]:
    return {node.get("NAME", ""): node.text or "" for node in line.iterchildren("FLD")}


def write_object(values: Mapping[str, str], table: str = "", lines: Sequence[Mapping[str, str]] | None = None) -> str:
    """A PARAM with values by place, and the lines of a table."""
    root = etree.Element("PARAM")
    blocks: dict[tuple[str, str | None], etree._Element] = {}
    lists: dict[str, dict[int, str]] = {}
    for place, value in values.items():
        found = PLACE.fullmatch(place)
        if not found:
            raise BadPayload(place)
        block, line, name, item = found.group("block", "line", "field", "item")
        if item:
            lists.setdefault(f"{block}/{name}", {})[int(item)] = value
            _block(root, blocks, block, None)
        else:
            _field(_block(root, blocks, block, line), name, value)
    for place, items in lists.items():
        block, _, name = place.partition("/")
        node = etree.SubElement(blocks[block, None], "LST", NAME=name, SIZE=str(max(items)))
        for number in range(1, max(items) + 1):
            etree.SubElement(node, "ITM").text = FORBIDDEN.sub("", items.get(number, ""))
    if lines is not None:
        node = etree.SubElement(root, "TAB", ID=table, SIZE=str(len(lines)))
        for number, own in enumerate(lines, 1):
            row = etree.SubElement(node, "LIN", NUM=str(number))
            for name, value in own.items():
                _field(row, name, value)
    return etree.tostring(root, encoding="unicode")


def _block(root: etree._Element, blocks: dict, block: str, line: str | None) -> etree._Element:
    if (block, line) not in blocks:
        if line is None:
            blocks[block, line] = etree.SubElement(root, "GRP", ID=block)
        else:
            table = etree.SubElement(root, "TAB", ID=block, SIZE="1")
            blocks[block, line] = etree.SubElement(table, "LIN", NUM=line)
    return blocks[block, line]


def _field(parent: etree._Element, name: str, value: str) -> None:
    etree.SubElement(parent, "FLD", NAME=name).text = FORBIDDEN.sub("", value)
