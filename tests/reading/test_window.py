"""What the encoder is shown: actors tied by slots, dates flagged, the body after its context, whole words."""

from __future__ import annotations

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from detente.reading.window import CLS, FLAGS, LONGEST, SEP, SLOTS, Named, Window, build, pieces, whole_words

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "russia",
    "moscow",
    "recogn",
    "##ised",
    "the",
    "taliban",
    "in",
    "july",
    "it",
    "kabul",
    ".",
    "mali",
]
TEXT = "Kabul. Moscow recognised the Taliban in July."


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    made = Tokenizer(WordPiece({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    made.normalizer, made.pre_tokenizer = BertNormalizer(), BertPreTokenizer()
    return made


def window(tokenizer: Tokenizer, **changed: object) -> Window:
    given = {
        "body": 7,
        "named": [Named(0, 5, "TALIBAN", "capital"), Named(7, 13, "RUS", "capital"), Named(29, 36, "TALIBAN", "name")],
        "dates": [(37, 44)],
        "header": [("RUS", "Russia")],
    }
    return build(tokenizer, TEXT, **given | changed)  # type: ignore[arg-type]


def test_mentions_of_an_actor_share_a_slot_with_its_name_in_the_header(tokenizer: Tokenizer) -> None:
    made = window(tokenizer)
    slots = {(m.actor, m.start): made.slots[m.first] for m in made.mentions}
    assert slots["RUS", None] == slots["RUS", 7] != 0
    assert slots["TALIBAN", 0] == slots["TALIBAN", 29] != slots["RUS", 7]


def test_every_list_is_as_long_as_the_word_pieces(tokenizer: Tokenizer) -> None:
    made = window(tokenizer)
    assert len({len(x) for x in (made.ids, made.spans, made.slots, made.flags, made.inner)}) == 1
    assert (made.ids[0], made.ids[-1]) == (CLS, SEP)


def test_the_body_begins_after_its_context(tokenizer: Tokenizer) -> None:
    made = window(tokenizer)
    assert made.spans[made.body] == (7, 13)


def test_date_words_are_flagged_and_found(tokenizer: Tokenizer) -> None:
    made = window(tokenizer)
    ((index, first, last),) = made.dates
    assert index == 0
    assert [made.spans[i] for i in (first, last)] == [(37, 39), (40, 44)]
    assert {made.flags[i] for i in range(first, last + 1)} == {FLAGS["date"]}


def test_an_actor_in_doubt_has_no_slot(tokenizer: Tokenizer) -> None:
    made = window(tokenizer, named=[Named(7, 13, None, "capital")], header=[])
    assert not made.mentions
    assert set(made.slots) == {0}


def test_slots_follow_the_order_given(tokenizer: Tokenizer) -> None:
    made = window(tokenizer, order=list(range(SLOTS, 0, -1)))
    assert made.slots[made.mentions[0].first] == SLOTS


@pytest.mark.parametrize(
    ("start", "end", "found"), [(14, 24, "recognised"), (14, 20, "recognised"), (20, 24, "recognised")]
)
def test_words_are_whole(tokenizer: Tokenizer, start: int, end: int, found: str) -> None:
    made = window(tokenizer)
    place = pieces(made, start, end)
    assert place is not None
    assert TEXT[slice(*whole_words(made, *place))] == found


def test_what_lies_outside_has_no_word_pieces(tokenizer: Tokenizer) -> None:
    assert pieces(window(tokenizer), 400, 410) is None


def test_a_long_text_is_cut_at_the_longest(tokenizer: Tokenizer) -> None:
    made = build(tokenizer, "mali " * 1000, body=0, named=[Named(4990, 4994, "MLI", "name")], dates=[])
    assert len(made.ids) <= LONGEST + 2
    assert not made.mentions
