"""Annotations as offsets are joined with their texts, and only with the version that they were made on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from training.passages import parse
from training.standoff import HERE, detached, digest, joined, plain

ARTICLE = b"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>Before. Utopia <hi>recognized</hi>
  Erewhon in 1901. It recognized   nobody else.</p></body></text></TEI>"""
PASSAGE = """== - | history | utopia
Utopia recognized Erewhon in 1901. It recognized nobody else.
- recognized#1 | recognise | UTOPIA = Utopia | EREWHON = Erewhon | 1901 = in 1901 | happened
- recognized#2 | withhold-recognition | UTOPIA = It |  |  | happened
"""


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    (tmp_path / "utopia.xml").write_bytes(ARTICLE)
    (passage,) = parse(PASSAGE)
    raw = detached(passage, "utopia.xml", digest(ARTICLE), plain(ARTICLE))
    (tmp_path / "kept.jsonl").write_text(json.dumps(raw), encoding="utf-8")
    return tmp_path


def test_a_passage_survives_being_kept_as_offsets(kept: Path) -> None:
    (passage,) = joined(kept, kept / "kept.jsonl")
    (before,) = parse(PASSAGE)
    assert passage.text == before.text
    assert [(c.kind, c.initiators, c.date, c.date_words) for c in passage.claims] == [
        (c.kind, c.initiators, c.date, c.date_words) for c in before.claims
    ]
    assert [c.trigger.nth for c in passage.claims] == [1, 2]


def test_no_words_of_the_text_are_kept(kept: Path) -> None:
    assert "Erewhon" not in (kept / "kept.jsonl").read_text(encoding="utf-8")


def test_another_version_of_the_text_is_left_out(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (kept / "utopia.xml").write_bytes(ARTICLE.replace(b"1901", b"1902"))
    assert list(joined(kept, kept / "kept.jsonl")) == []
    assert "another version" in capsys.readouterr().err


def test_every_kept_annotation_finds_its_words() -> None:
    articles = Path(__file__).resolve().parents[3] / "shared" / "rdcr" / "articles"
    if not articles.is_dir():
        pytest.skip("the RDCR articles are not beside the project (../shared/rdcr/articles)")
    count = len(HERE.read_text(encoding="utf-8").splitlines())
    assert len(list(joined(articles))) == count
