from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.brief import chicago
from detente.brief.chicago import Link, Notes
from detente.brief.nouns import Citation, Place
from detente.exports.works import Work

JANSE = Work("j", "Russian Interests in Afghanistan", "Ana Lund", "The Northern Centre", "2021-10")
WIRE = Work("w", "Moscow Recognises the Taliban: What Next?", None, "The Wire", "2025-07-03")
SITE = Work("s", "Talks", None, "The Daily", None, "https://example.org/talks")
READ = Work("d-1", "The Road to Kabul", "Mary Stone", None, "2026-02-01", file="road.pdf")
BARE = Work("d-2", None, None, None, "2024-08-22", file="clip.txt")


def printed(*notes: list[Citation]) -> list[str]:
    held = Notes()
    for citations in notes:
        held.add(citations)
    return ["".join(f"<{p.address}>" if isinstance(p, Link) else p for p in pieces) for pieces in held.texts]


def test_a_work_is_in_full_first_and_short_after():
    assert printed([Citation(JANSE, "4")], [Citation(JANSE, "7")]) == [
        "Ana Lund, “Russian Interests in Afghanistan,” The Northern Centre, October 2021, 4.",
        "Lund, “Russian Interests in Afghanistan,” 7.",
    ]


def test_where_we_read_of_it_is_said_with_page_and_note():
    within = (Place(READ, 3, (7,)),)
    first, again = printed([Citation(WIRE, None, within)], [Citation(WIRE, None, within)])
    assert first == (
        "“Moscow Recognises the Taliban: What Next?” The Wire, 3 July 2025, cited in Mary Stone, “The Road to Kabul,”"
        " 1 February 2026, 3, n. 7."
    )
    assert again == "“Moscow Recognises the Taliban,” cited in Stone, “Road to Kabul,” 3, n. 7."


def test_several_sources_of_one_note_stand_together():
    within = (Place(READ, None, (4, 5)),)
    (text,) = printed([Citation(WIRE, None, within), Citation(JANSE, None, within)])
    assert text.count("cited in") == 1
    assert "; Ana Lund" in text
    assert text.endswith(", both cited in Mary Stone, “The Road to Kabul,” 1 February 2026, nn. 4, 5.")


def test_one_source_in_two_documents():
    (text,) = printed([Citation(WIRE, None, (Place(READ, None, (1,)), Place(BARE)))])
    assert text.endswith("n. 1 and in clip.txt, 22 August 2024.")


def test_an_address_is_kept_in_full_and_left_out_after():
    assert printed([Citation(SITE)], [Citation(SITE)]) == [
        "“Talks,” The Daily, <https://example.org/talks>.",
        "“Talks.”",
    ]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "https://a b", "file:///etc/passwd", 'https://x"onclick', "www.example.org", None],
)
def test_only_web_addresses_are_links(address):
    assert chicago.web_address(address) is None


@pytest.mark.parametrize(
    ("author", "surname"),
    [
        ("Ana Lund", "Lund"),
        ("Ana de la Vega", "de la Vega"),
        ("Ida Lund and Per Holm", "Lund and Holm"),
        ("Ida Lund, Per Holm and Jo Berg", "Lund, Holm and Berg"),
        ("A. One, B. Two, C. Three and D. Four", "One et al."),
        ("The Wire", "The Wire"),
        ("Ministry of Foreign Affairs", "Ministry of Foreign Affairs"),
        ("Reuters", "Reuters"),
    ],
)
def test_surnames(author, surname):
    assert chicago.surname(author) == surname


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("The Road to Kabul", "“Road to Kabul”"),
        ("Moscow and the Taliban: from war to recognition", "“Moscow and the Taliban”"),
        ("Supreme Court Suspends the Movement's Terrorist Designation", "“Supreme Court Suspends”"),
        ("Foreign Minister Meets with His Russian Counterpart", "“Foreign Minister Meets”"),
        ("A Guide to the United States’ History of Recognition", "“Guide to the United States’ History”"),
        ("The", "“The”"),
    ],
)
def test_short_titles_do_not_end_in_the_air(title, short):
    assert chicago.short(Work("k", title)) == short


def test_quotation_marks_within_a_title_become_single():
    assert chicago.full(Work("k", 'Signs "Preliminary" Deal', None, "P")) == "“Signs ‘Preliminary’ Deal,” P"


def test_what_has_no_title_is_known_by_its_file():
    assert printed([Citation(BARE)], [Citation(BARE)]) == ["clip.txt, 22 August 2024.", "clip.txt."]


texts = st.one_of(st.none(), st.text(min_size=1, max_size=30).filter(str.strip))
works = st.builds(
    Work, st.text(min_size=1), texts, texts, texts, st.sampled_from([None, "2025", "../1996", "2025-07-03"])
)


@settings(deadline=None)
@given(st.lists(works, min_size=1, max_size=4))
def test_every_work_prints_as_one_sentence(cited):
    for text in printed([Citation(work) for work in cited], [Citation(work) for work in cited]):
        assert text.endswith((".", ".”", "?”", "!”"))
