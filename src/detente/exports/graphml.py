"""Actors, and how they stand toward one another on a day, as a directed graph in GraphML: for Gephi, yEd or networkx.

One edge for each directed pair of whom anything is known, with the level of each dimension and since when.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from detente import codebook, words
from detente.actors import registry

if TYPE_CHECKING:
    from detente.record import Record

Row = Mapping[str, Any]

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OF_ACTORS = {"label": "string", "kind": "string"}


def graph(record: Record, on: dt.date) -> str:
    """The graph of a record on a day."""
    from lxml import etree

    edges = _edges(record, on)
    names = list(dict.fromkeys(name for values in edges.values() for name in values))
    root = etree.Element("graphml", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    for side, keys in (("node", _OF_ACTORS), ("edge", {name: _type(name) for name in names})):
        for name, type_ in keys.items():
            key = {"id": _key(side, name), "for": side, "attr.name": name, "attr.type": type_}
            etree.SubElement(root, "key", key)
    held = etree.SubElement(root, "graph", id=on.isoformat(), edgedefault="directed")
    for code in sorted({code for pair in edges for code in pair}):
        node = etree.SubElement(held, "node", id=code)
        _data(node, "node", {"label": words.actor(code, on.isoformat()).removeprefix("the "), "kind": _kind(code)})
    for number, ((initiator, target), values) in enumerate(sorted(edges.items())):
        edge = etree.SubElement(held, "edge", id=f"r{number}", source=initiator, target=target)
        _data(edge, "edge", values)
    return str(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode("utf-8"))


def _edges(record: Record, on: dt.date) -> dict[tuple[str, str], dict[str, str]]:
    """By directed pair: its levels by dimension, since when, and how many they are (the edge's weight)."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for target in sorted({spell["target"] for spell in record.spells()}):
        for line in record.compare(target, on=on):
            values = found.setdefault((line["initiator"], target), {})
            values[line["dimension"]] = line["level"]
            if line["since"]:
                values[f"{line['dimension']} since"] = line["since"]
    for values in found.values():
        values["weight"] = str(sum(name != "weight" and not name.endswith(" since") for name in values))
    return found


def _type(name: str) -> str:
    return "double" if name == "weight" else "string"


def _key(side: str, name: str) -> str:
    return f"{side}-{re.sub(r'[^A-Za-z0-9]+', '-', name)}-{sum(map(ord, name)) % 9973}"


def _kind(code: str) -> str:
    actor = registry().get(code)
    return actor.kind if actor else "unknown"


def _data(element: Any, side: str, values: Mapping[str, str]) -> None:
    from lxml import etree

    order = list(codebook.load().dimensions)
    for name in sorted(values, key=lambda name: (order.index(name) if name in order else len(order), name)):
        etree.SubElement(element, "data", key=_key(side, name)).text = _UNPRINTABLE.sub("\ufffd", values[name])
