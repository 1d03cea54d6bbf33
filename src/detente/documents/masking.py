"""The parts of a citation that must not be cut: quoted titles, italics, linked words and addresses.

Each is replaced by one private-use character, so that commas, stops and semicolons in a title or an address do not look
like those between the parts of a citation. Knows nothing of what the parts mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

PartKind = Literal["quoted", "italic", "linked", "address"]

_FIRST = 0xE100  # of the private-use characters that stand for parts
_LAST = 0xF0FF
PARTS = f"{chr(_FIRST)}-{chr(_LAST)}"  # to be put inside a character class
_ANY = re.compile(f"[{PARTS}]")
_ADDRESS = re.compile(r"<?(?:https?://|www\.|doi:\s?10\.)[^\s<>\"“”»]+>?", re.IGNORECASE)
_ITALIC = re.compile(
    r"(?<![\w*])\*{1,3}(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*{1,3}(?![\w*])|(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])"
)
_QUOTED = tuple(
    re.compile(form)
    for form in (
        r"“([^“”]*(?:“[^“”]*”[^“”]*)*)”",
        r"„([^„“”]+)[“”]",
        r"«\s?([^«»]+?)\s?»",
        r"(?<![\w\"])\"([^\"]+)\"(?!\w)",
        r"(?<!\w)‘([^‘]+?[,.?!])’(?=\s|$)|(?<!\w)‘([^‘]+?)’(?=[,.;:)]|$)|(?<!\w)‘([^‘]+?)’(?=\s)",
        r"(?<!\w)'([^']+(?:\w'\w[^']*)*)'(?=[,.;:)]|$)",
    )
)
_EDGES = "\"'“”‘’«»„ "


@dataclass(frozen=True, slots=True)
class Part:
    """A part that stays whole: its words without quotes or stars, and for linked words their address."""

    kind: PartKind
    words: str
    address: str | None = None


@dataclass(slots=True)
class Masked:
    """A text in which each part is one character; ``parts`` gives what a character stands for."""

    text: str
    parts: dict[str, Part] = field(default_factory=dict)

    def unmask(self, text: str) -> str:
        """The words again, without quotation marks or stars."""
        return _ANY.sub(lambda char: self.parts[char.group()].words if char.group() in self.parts else "", text)

    def of(self, text: str, *kinds: PartKind) -> list[tuple[int, Part]]:
        """The parts of these kinds in a stretch of the masked text, as (offset, part)."""
        return [
            (char.start(), part)
            for char in _ANY.finditer(text)
            if (part := self.parts.get(char.group())) and part.kind in kinds
        ]


def mask(text: str, links: list[tuple[str, str]]) -> Masked:
    """Masks a note's words. ``links`` are (words, address); an address that is empty or "#" is none."""
    masked = Masked(_ANY.sub("", text))
    _mask_addresses(masked)
    for form in _QUOTED:
        _mask_all(masked, form, "quoted")
    _mask_all(masked, _ITALIC, "italic")
    for words, address in links:
        _mask_link(masked, words, _real_address(address))
    return masked


def without_italics(text: str) -> str:
    """The words of a note without the stars that stand for italics."""
    return _ITALIC.sub(lambda match: match.group(1) or match.group(), text) if "*" in text else text


def _add(masked: Masked, part: Part) -> str:
    code = _FIRST + len(masked.parts)
    if code > _LAST:
        return part.words
    masked.parts[chr(code)] = part
    return chr(code)


def _mask_all(masked: Masked, form: re.Pattern[str], kind: PartKind) -> None:
    def replace(match: re.Match[str]) -> str:
        words = next(group for group in match.groups() if group is not None)
        whole = masked.unmask(without_italics(words)).strip()
        return _add(masked, Part(kind, whole)) if whole else match.group()

    masked.text = form.sub(replace, masked.text)


def _mask_addresses(masked: Masked) -> None:
    def replace(match: re.Match[str]) -> str:
        address = match.group().strip("<>")
        kept = address.rstrip(".,;:!?'’")
        while kept.endswith(("]", ")")) and kept.count("(") < kept.count(")") + kept.count("]"):
            kept = kept[:-1].rstrip(".,;:")
        return _add(masked, Part("address", kept)) + address[len(kept) :]

    masked.text = _ADDRESS.sub(replace, masked.text)


def _real_address(address: str) -> str | None:
    address = address.strip()
    return address if len(address) > 1 and not address.startswith(("#", "javascript:", "mailto:", "data:")) else None


def _mask_link(masked: Masked, words: str, address: str | None) -> None:
    """Gives a part its address, or makes a part of linked words that are none yet."""
    bare = " ".join(words.replace("*", "").split()).strip(_EDGES)
    if not bare or _ADDRESS.fullmatch(bare):
        return
    for char, part in masked.parts.items():
        if part.kind != "address" and (bare in part.words or part.words.strip(" ,.") in bare):
            masked.parts[char] = Part(part.kind, part.words, part.address or address)
            return
    at = masked.text.find(bare)
    if at >= 0:
        masked.text = masked.text[:at] + _add(masked, Part("linked", bare, address)) + masked.text[at + len(bare) :]
