"""Annotations of texts that are not the project's: kept as offsets, joined with the texts where they are at hand.

``corpus/rdcr.jsonl`` holds one annotated passage a line: the article's file name, a digest of its bytes, the passage's first
and last character in the article's plain text, and claims whose words are offsets into the passage. The articles (*A Guide to
the United States' History of Recognition, Diplomatic, and Consular Relations, by Country*, Office of the Historian, CC0) are
not part of the project.

    python -m training.standoff ARTICLES > joined.txt      the passages in the project's own format
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from training.passages import Party, Passage, Telling, Words, spans, write

HERE = Path(__file__).parent.parent / "corpus" / "rdcr.jsonl"
Span = list[int]


def plain(data: bytes) -> str:
    """An article's words in order with single spaces: what the offsets refer to."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))
    body = next(root.iter("{*}body"))
    return re.sub(r"\s+", " ", "".join(body.itertext())).strip()


def digest(data: bytes) -> str:
    """Which version of an article the offsets were made on."""
    return hashlib.sha256(data).hexdigest()[:16]


def joined(articles: Path, annotations: Path = HERE) -> Iterator[Passage]:
    """The annotated passages with their words. Articles that are absent or of another version are left out, with a word."""
    texts: dict[str, str | None] = {}
    for line in annotations.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        if raw["file"] not in texts:
            texts[raw["file"]] = _text(articles / raw["file"], raw["version"])
        text = texts[raw["file"]]
        if text is not None:
            yield _passage(raw, text[raw["start"] : raw["end"]])


def _text(path: Path, version: str) -> str | None:
    data = path.read_bytes() if path.is_file() else b""
    if digest(data) != version:
        print(f"{path.name}: absent, or another version than the one annotated; left out", file=sys.stderr)
        return None
    return plain(data)


def _passage(raw: dict[str, Any], text: str) -> Passage:
    def words(span: Span | None) -> Words | None:
        if span is None:
            return None
        said = text[span[0] : span[1]]
        places = spans(text, Words(said))
        return Words(said, 1 + places.index((span[0], span[1])) if len(places) > 1 else 0)

    def parties(side: list[tuple[str, Span | None]]) -> tuple[Party, ...]:
        return tuple(Party(actor, words(span)) for actor, span in side)

    passage = Passage(text, None, "history", raw["case"])
    for c in raw["claims"]:
        trigger = words(c["trigger"])
        assert trigger is not None
        passage.claims.append(
            Telling(
                trigger,
                c["kind"],
                parties(c["initiators"]),
                parties(c["targets"]),
                c["date"],
                words(c["date_words"]),
                c["modality"],
                c["speaker"],
                c.get("root"),
            )
        )
    return passage


def detached(passage: Passage, file: str, version: str, article: str) -> dict[str, Any] | None:
    """A passage as offsets into its article; None where its words do not stand there."""
    at = article.find(passage.text)
    if at < 0:
        return None

    def span(words: Words | None, near: int = 0) -> Span | None:
        places = spans(passage.text, words) if words else []
        return list(min(places, key=lambda p: abs(p[0] - near))) if places else None

    claims = []
    for c in passage.claims:
        trigger = span(c.trigger)
        near = trigger[0] if trigger else 0
        claims.append(
            {
                "trigger": trigger,
                "kind": c.kind,
                "initiators": [(p.actor, span(p.words, near)) for p in c.initiators],
                "targets": [(p.actor, span(p.words, near)) for p in c.targets],
                "date": c.date,
                "date_words": span(c.date_words, near),
                "modality": c.modality,
                "speaker": c.speaker,
                "root": c.root,
            }
        )
    return {
        "file": file,
        "version": version,
        "start": at,
        "end": at + len(passage.text),
        "case": passage.case,
        "claims": claims,
    }


if __name__ == "__main__":
    print(write(joined(Path(sys.argv[1]))))
