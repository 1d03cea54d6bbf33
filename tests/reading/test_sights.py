"""What of a document is known before it is read: dates as told, actors as named, and windows that leave nothing out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from detente.model import Document
from detente.reading import sights
from documents_of import document


def tokenizer() -> Tokenizer:
    made = Tokenizer(WordLevel({"[UNK]": 0}, unk_token="[UNK]"))
    made.pre_tokenizer = Whitespace()
    return made


def actors(read: Document) -> list[tuple[str, str | None]]:
    return [(read.text[n.start : n.end], n.actor) for n in sights.names(read, sights.dates(read))]


def test_the_narrative_moves_on_from_sentence_to_sentence() -> None:
    read = document("In 1979 troops came. In May 1980 they stayed. They left in 1989.")
    told = sights.dates(read)
    assert [told.narrative[p.start] for p in read.passages] == [None, "1979", "1980-05"]


def test_a_heading_tells_the_date_of_what_stands_under_it() -> None:
    read = document("# Relations, 1960", "Togo was recognised.", "# Later", "It joined.")
    told = sights.dates(read)
    assert [told.heading[p.start] for p in read.passages] == ["1960", "1960", None, None]


NAMED = [
    (("In 1979 Moscow sent troops.",), ("Moscow", "SUN")),
    (("In 2022 Moscow sent troops.",), ("Moscow", "RUS")),
    (("In 1979 troops came.", "Moscow paid for them."), ("Moscow", "SUN")),
    (("The Soviet Union sent troops in 1979.", "Russia now regrets it."), ("Russia", "RUS")),
]


@pytest.mark.parametrize(("paragraphs", "named"), NAMED)
def test_a_name_is_borne_by_who_bore_it_at_the_date_told_of(
    paragraphs: tuple[str, ...], named: tuple[str, str]
) -> None:
    assert named in actors(document(*paragraphs))


def test_the_header_holds_the_actors_named_most() -> None:
    read = document("Togo met Benin. Togo met Ghana. Benin met Togo.")
    told = sights.dates(read)
    assert [actor for actor, _ in sights.header(read, sights.names(read, told))] == ["TGO", "BEN"]


def test_what_the_title_names_leads_the_header() -> None:
    read = replace(document("Togo met Benin. Togo met Benin. Benin met Togo, and Ghana."), title="Ghana's relations")
    told = sights.dates(read)
    assert "GHA" in [actor for actor, _ in sights.header(read, sights.names(read, told))]


words = st.sampled_from(["Togo", "Benin", "met.", "in", "1968", "France", "left", "Then", "it"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(words, min_size=1, max_size=120).map(" ".join), min_size=1, max_size=4))
def test_every_passage_is_in_the_body_of_one_window(paragraphs: list[str]) -> None:
    read = document(*paragraphs)
    told = sights.dates(read)
    views = list(sights.sights(tokenizer(), read, sights.names(read, told), told))
    assert [p for view in views for p in view.passages] == list(read.passages)
    for view in views:
        assert view.start <= view.passages[0].start
        for mention in view.window.mentions:
            if mention.start is not None and mention.end is not None:
                assert read.text[view.start + mention.start : view.start + mention.end].strip()
