"""Two annotations of the same passages are compared act by act; a sample is the same each time and tells no annotation."""

from __future__ import annotations

import pytest
from training.agreement import align, blank, differences, f1, kappa, sample, table
from training.passages import parse

TEXT = "Niger told French troops to leave. Chad and France signed a pact; Chad later tore it up."
FIRST = f"""== 2024-03-05 | news | sahel
{TEXT}
- told | demand | NER = Niger | FRA = French |  | happened
- signed | sign-agreement | TCD = Chad; FRA = France |  |  | happened
- tore it up | other/REJECT | TCD = Chad#2 | FRA | 2024 | happened
"""
SECOND = f"""== 2024-03-05 | news | sahel
{TEXT}
- told French troops | demand | NER = Niger | FRA = French |  | planned
- signed a pact | sign-agreement | TCD = Chad | FRA = France |  | happened
- tore | criticise | TCD = Chad#2 | FRA |  | happened
- leave | withdraw-forces | FRA = French | NER |  | planned
"""


def test_acts_are_one_where_their_words_overlap() -> None:
    (one,), (other,) = parse(FIRST), parse(SECOND)
    assert [(a.kind, b.kind) for _, a, b in sorted(align(one, other), key=lambda p: one.claims.index(p[1]))] == [
        ("demand", "demand"),
        ("sign-agreement", "sign-agreement"),
        ("other", "criticise"),
    ]


def test_of_two_acts_in_the_same_words_the_one_of_the_same_kind_is_meant() -> None:
    head = f"== - | news | sahel\n{TEXT}\n"
    (one,) = parse(f"{head}- told | demand | NER | FRA |  | happened\n- told | warn | NER | FRA |  | happened\n")
    (other,) = parse(f"{head}- told | warn | NER | FRA |  | happened\n")
    assert [(a.kind, b.kind) for _, a, b in align(one, other)] == [("warn", "warn")]


SHARES = [
    ("acts: the same words (F1)", 6 / 7),
    ("acts: words and kind (F1)", 4 / 7),
    ("acts: words, kind and all actors (F1)", 4 / 7),  # of a signature, the sides of joint parties are one
    ("actors in their roles, of the same acts (F1)", 1),
    ("modality", 1 / 2),
]


@pytest.mark.parametrize(("name", "share"), SHARES)
def test_each_thing_is_compared_by_itself(name: str, share: float) -> None:
    found = {row: value for row, value, _ in table(list(parse(FIRST)), list(parse(SECOND)))}
    assert found[name] == pytest.approx(share)


def test_an_annotation_agrees_with_itself() -> None:
    whole = list(parse(FIRST))
    assert all(value == 1 for _, value, _ in table(whole, whole))
    assert differences(whole, whole) == ""


@pytest.mark.parametrize(
    ("labels", "value"),
    [
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], 0.0),
        ([("a", "a")], 1.0),
        ([], 1.0),
    ],
)
def test_kappa_is_agreement_beyond_chance(labels: list[tuple[str, str]], value: float) -> None:
    assert kappa(labels) == pytest.approx(value)


def test_nothing_to_compare_is_agreement() -> None:
    assert f1(0, 0, 0) == 1.0


def test_a_sample_is_the_same_each_time_and_takes_from_every_part() -> None:
    found = list(parse("\n".join(f"== 2024 | news | case-{i // 2}\nPassage {i}.\n" for i in range(40))))
    drawn = [p.text for p, _ in sample(found, 10, seed=7)]
    assert drawn == [p.text for p, _ in sample(found, 10, seed=7)]
    assert [int(text.split()[1].rstrip(".")) // 4 for text in drawn] == list(range(10))


def test_a_blank_shows_what_stands_before_and_no_annotation() -> None:
    before = "== 2024-03-05 | news | sahel\nIt began in March.\n- began | coup | NER |  |  | happened\n"
    found = list(parse(f"{before}{FIRST}"))
    shown = blank(sample(found, 2, seed=1))
    assert "# before it: It began in March." in shown
    assert "coup" not in shown
    assert [(p.text, p.claims) for p in parse(shown)] == [("It began in March.", []), (TEXT, [])]
