"""The format of the corpus: what is written is read again, and every fault is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from training.passages import Words, examine, load, parse, spans, write

ROOT = Path(__file__).resolve().parents[2]
SOUND = """# a remark
== 2024-03-05 | news | sahel-2023
Niger told French troops to leave. The last of them
left in December; Paris said it had left.
- told French troops to leave | demand | NER = Niger | FRA = French |  | happened
- left#2 | withdraw-forces | FRA = it | NER |  | alleged by FRA
- said | other/CONSULT | FRA = Paris |  | 2023-12 = in December | happened
"""


def test_a_passage_is_read_with_everything_it_says() -> None:
    (passage,) = parse(SOUND)
    assert passage.text.startswith("Niger told")
    assert "\n" not in passage.text
    assert (passage.date, passage.genre, passage.case) == ("2024-03-05", "news", "sahel-2023")
    first, second, third = passage.claims
    assert first.initiators[0].actor == "NER"
    assert first.initiators[0].words == Words("Niger")
    assert second.trigger == Words("left", 2)
    assert second.targets[0].words is None
    assert (second.modality, second.speaker) == ("alleged", "FRA")
    assert (third.kind, third.root, third.date) == ("other", "CONSULT", "2023-12")


def test_what_is_written_is_read_again() -> None:
    once = list(parse(SOUND))
    again = list(parse(write(once)))
    assert [(p.text, p.claims) for p in again] == [(p.text, p.claims) for p in once]


FAULTS = [
    ("- told | demand | NER | FRA |  | maybe", "modality"),
    ("- told | demand | NER | FRA | ", "fields"),
    ("- told | deamnd | NER | FRA |  | happened", "kind"),
    ("- tell | demand | NER | FRA |  | happened", "not in the text"),
    ("- told | demand | NER = Nigeria | FRA |  | happened", "not in the text"),
    ("- told | demand | niger | FRA |  | happened", "actor id"),
    ("- told | demand | NER | FRA | soon | happened", "EDTF"),
    ("- told | other/SHOUT | NER | FRA |  | happened", "root"),
    ("- told#3 | demand | NER | FRA |  | happened", "not in the text"),
]


@pytest.mark.parametrize(("line", "word"), FAULTS)
def test_a_fault_is_named(line: str, word: str) -> None:
    ((_, faults),) = examine(f"== - | news | x\nNiger told French troops to leave.\n{line}\n", "x.txt")
    assert len(faults) == 1
    assert word in faults[0]


@pytest.mark.parametrize(
    ("head", "word"), [("== - | poem | x", "genre"), ("== - | news", "case"), ("== March | news | x", "date")]
)
def test_a_faulty_head_is_named(head: str, word: str) -> None:
    ((_, faults),) = examine(f"{head}\nText.\n", "x.txt")
    assert any(word in fault for fault in faults)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Iran and Iraq", Words("Ira"), []),
        ("Iran, Iran", Words("Iran"), [(0, 4), (6, 10)]),
        ("Iran, Iran", Words("Iran", 2), [(6, 10)]),
        ("U.S. forces", Words("U.S."), [(0, 4)]),
        ("the US’s aid", Words("US"), [(4, 6)]),
    ],
)
def test_words_stand_on_word_boundaries(text: str, words: Words, expected: list[tuple[int, int]]) -> None:
    assert spans(text, words) == expected


def test_the_corpus_keeps_to_its_format() -> None:
    assert len(load((ROOT / "corpus" / "written").glob("*.txt"))) > 700
