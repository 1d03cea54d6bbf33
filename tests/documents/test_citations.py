"""What a note cites, hand by hand. Titles are invented; outlets and institutions are real."""

# ruff: noqa: E501 - a case a line, however long

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.documents.citations import parse, parse_notes
from detente.documents.draft import DraftNote
from detente.model import Source

S = Source
ONE_SOURCE: list[tuple[str, Source]] = [
    # Think tanks and newspapers: title, outlet, date.
    ("“Envoys Return to Kabul”, *Reuters*, 17 April 2025.", S("Envoys Return to Kabul", None, "Reuters", "2025-04-17")),
    ("“Envoys Return to Kabul,” *Reuters*, April 17, 2025.", S("Envoys Return to Kabul", None, "Reuters", "2025-04-17")),
    ("“Envoys Return to Kabul”, Reuters, 17 April 2025.", S("Envoys Return to Kabul", None, "Reuters", "2025-04-17")),
    ("\"Envoys Return to Kabul\", Reuters, 17 Apr. 2025.", S("Envoys Return to Kabul", None, "Reuters", "2025-04-17")),
    ("‘Envoys Return to Kabul’, Reuters, 17 April 2025.", S("Envoys Return to Kabul", None, "Reuters", "2025-04-17")),
    ("‘Russia’s Envoys Return’, *The Times*, 9 June 1978, p. 5.", S("Russia’s Envoys Return", None, "The Times", "1978-06-09", "5")),
    ("«Envoys Return», *Le Monde*, 3 May 2020.", S("Envoys Return", None, "Le Monde", "2020-05-03")),
    ("„Die Rückkehr“, *Die Zeit*, 3 May 2020.", S("Die Rückkehr", None, "Die Zeit", "2020-05-03")),
    ("“Why Now?”, *Al Jazeera*, 7 October 2021.", S("Why Now?", None, "Al Jazeera", "2021-10-07")),
    ("“Kabul Signs ‘Preliminary’ Deal”, *Al Jazeera*, 22 September 2022.", S("Kabul Signs ‘Preliminary’ Deal", None, "Al Jazeera", "2022-09-22")),
    ("A. Example, “Old Friends, New Terms”, *Foreign Affairs*, 2 January 2018.", S("Old Friends, New Terms", "A. Example", "Foreign Affairs", "2018-01-02")),
    ("Ann Example, “Old Friends, New Terms”, *Foreign Affairs*, January/February 2018.", S("Old Friends, New Terms", "Ann Example", "Foreign Affairs", "2018-01/2018-02")),
    ("Ann Example and Reuters, “Objections to the Base”, *Al Jazeera*, 8 October 2025.", S("Objections to the Base", "Ann Example and Reuters", "Al Jazeera", "2025-10-08")),
    ("Ann Example, Bo Example and Cy Example, “Ports”, *Jane’s*, 1999.", S("Ports", "Ann Example, Bo Example and Cy Example", "Jane’s", "1999")),
    ("Ann Example, “Russian Aims”, SCEEUS Report No. 1, Stockholm Centre for Eastern European Studies, October 2021, p. 4.",
     S("Russian Aims", "Ann Example", "SCEEUS Report No. 1, Stockholm Centre for Eastern European Studies", "2021-10", "4")),
    ("“Conflict in the South: Developments in 2002-2003”, CRS Report for Congress, 16 April 2003, p. 20.",
     S("Conflict in the South: Developments in 2002-2003", None, "CRS Report for Congress", "2003-04-16", "20")),
    ("“On the Credentials of the Ambassador G.H. Example”, Ministry of Foreign Affairs of the Russian Federation, 3 July 2025.",
     S("On the Credentials of the Ambassador G.H. Example", None, "Ministry of Foreign Affairs of the Russian Federation", "2025-07-03")),
    ("“Minister Meets Counterpart”, Ministry of Foreign Affairs, Islamic Emirate of Afghanistan, 7 October 2025.",
     S("Minister Meets Counterpart", None, "Ministry of Foreign Affairs, Islamic Emirate of Afghanistan", "2025-10-07")),
    ("The White House, “Fact Sheet on Sanctions”, 3 May 2024.", S("Fact Sheet on Sanctions", None, "The White House", "2024-05-03")),
    ("U.S. Department of State, “Notice on Listing”, May 2012.", S("Notice on Listing", None, "U.S. Department of State", "2012-05")),
    ("BBC News, “Talks in Doha”, 29 February 2020.", S("Talks in Doha", None, "BBC News", "2020-02-29")),
    ("*Reuters*, “Talks in Doha”, 29 February 2020.", S("Talks in Doha", None, "Reuters", "2020-02-29")),
    ("TASS, “Talks in Moscow,” 9 November 2018.", S("Talks in Moscow", None, "TASS", "2018-11-09")),
    # Chicago.
    ("Ann Example, “The Envoys,” *International Affairs* 97, no. 1 (2018): 13–15.", S("The Envoys", "Ann Example", "International Affairs", "2018", "13-15")),
    ("Ann Example, “The Envoys,” *International Affairs* 97, no. 1 (January 2018): 13.", S("The Envoys", "Ann Example", "International Affairs", "2018-01", "13")),
    ("Ann Example, *A History of Envoys* (Oxford: Oxford University Press, 2010), 45–47.", S("A History of Envoys", "Ann Example", "Oxford University Press", "2010", "45-47")),
    ("Ann Example, *A History of Envoys* (Oxford: Oxford University Press, 2010), p. 45.", S("A History of Envoys", "Ann Example", "Oxford University Press", "2010", "45")),
    ("Ann Example, “Early Missions,” in *A History of Envoys*, ed. Bo Example (London: Routledge, 2010), 45.", S("Early Missions", "Ann Example", "Routledge", "2010", "45")),
    ("Ann Example, *A History of Envoys*, 2nd ed. (New York: Norton, 2010).", S("A History of Envoys", "Ann Example", "Norton", "2010")),
    # MLA and reference lists.
    ("Example, Ann. “The Envoys.” *Foreign Affairs*, vol. 97, no. 1, 2018, pp. 13-15.", S("The Envoys", "Ann Example", "Foreign Affairs", "2018", "13-15")),
    ("Example, Ann, and Bo Example. “The Envoys.” *Foreign Affairs*, 2 Jan. 2018.", S("The Envoys", "Ann Example and Bo Example", "Foreign Affairs", "2018-01-02")),
    ("Example, Ann. *A History of Envoys*. Oxford: Oxford University Press, 2010.", S("A History of Envoys", "Ann Example", "Oxford University Press", "2010")),
    # APA.
    ("Example, A. (2018). The envoys return. *Foreign Affairs*, 97(1), 13–15.", S("The envoys return", "Example, A.", "Foreign Affairs", "2018", "13-15")),
    ("Example, A., & Example, B. (2018, January 2). *A history of envoys*. Routledge.", S("A history of envoys", "Example, A., & Example, B.", "Routledge", "2018-01-02")),
    ("Example, A. (n.d.). The envoys return. Brookings Institution.", S("The envoys return", "Example, A.", "Brookings Institution")),
    # Journals: volume and number are not the publisher.
    ("Ann Example, “Quicksand”, *International Journal of Russian Studies*, Vol. 4, No. 2, 2015, p. 120.", S("Quicksand", "Ann Example", "International Journal of Russian Studies", "2015", "120")),
    ("Ann Example, “The Early Team”, *Bulletin of the Atomic Scientists*, November/December 2001, p. 13.", S("The Early Team", "Ann Example", "Bulletin of the Atomic Scientists", "2001-11/2001-12", "13")),
    ("Ann Example, “Seasons”, *Survival*, vol. 61, issue 3, Summer 2019, pp. 7-32.", S("Seasons", "Ann Example", "Survival", "2019-22", "7-32")),
    ("“Doctrine”, *International Obligations of Socialist Countries*, 25 September 1968.", S("Doctrine", None, "International Obligations of Socialist Countries", "1968-09-25")),
    # Addresses and access dates.
    ("“Listing”, Reuters, 3 May 2024, https://www.reuters.com/world/listing-2024/.", S("Listing", None, "Reuters", "2024-05-03", None, "https://www.reuters.com/world/listing-2024/")),
    ("“Listing”, Reuters, https://www.reuters.com/a_(b) (accessed 3 May 2024).", S("Listing", None, "Reuters", None, None, "https://www.reuters.com/a_(b)")),
    ("“Listing”, Reuters, 2 May 2024 (accessed 3 June 2024), https://example.org/x;y?z=1.", S("Listing", None, "Reuters", "2024-05-02", None, "https://example.org/x;y?z=1")),
    ("“Listing”. Reuters. 2 May 2024. Accessed June 3, 2024. https://example.org/x.", S("Listing", None, "Reuters", "2024-05-02", None, "https://example.org/x")),
    ("“Listing”, Reuters, 2 May 2024. Available at: https://example.org/x [last visited 3 June 2024].", S("Listing", None, "Reuters", "2024-05-02", None, "https://example.org/x")),
    ("“Listing”, UN News, 2 May 2024, doi:10.1234/un.5.", S("Listing", None, "UN News", "2024-05-02", None, "https://doi.org/10.1234/un.5")),
    ("https://www.un.org/securitycouncil/sanctions/1267", S(address="https://www.un.org/securitycouncil/sanctions/1267")),
    ("See https://www.un.org/securitycouncil/sanctions/1267.", S(address="https://www.un.org/securitycouncil/sanctions/1267")),
    ("https://thehill.com/policy/2023/03/10/restored", S(date="2023-03-10", address="https://thehill.com/policy/2023/03/10/restored")),
    ("Reuters, 4 October 2024, https://example.org/r.", S(None, None, "Reuters", "2024-10-04", None, "https://example.org/r")),
    # No title in marks.
    ("*The Times*, 8 June 1905, p. 5.", S(None, None, "The Times", "1905-06-08", "5")),
    ("Reuters, 4 October 2024.", S(None, None, "Reuters", "2024-10-04")),
    ("Treaty of Kars, 13 October 1921.", S("Treaty of Kars", None, None, "1921-10-13")),
    ("UN Security Council Resolution 1267, 15 October 1999.", S("UN Security Council Resolution 1267", None, None, "1999-10-15")),
    ("Interview with a diplomat, Kabul, March 2021.", S("Interview with a diplomat", None, "Kabul", "2021-03")),
    ("Ministry of Foreign Affairs of Norway, *Documents on the Union*, 1906, pp. 13-15.", S("Documents on the Union", None, "Ministry of Foreign Affairs of Norway", "1906", "13-15")),
    # Italics lost, as in the text layer of a PDF.
    ("Ann Example, Ghost Wars (New York: Penguin, 2004), 221–23.", S("Ghost Wars", "Ann Example", "Penguin", "2004", "221-23")),
    ("Example, Ann. The Making of a Border. New Haven: Yale University Press, 2002.", S("The Making of a Border", "Ann Example", "Yale University Press", "2002")),
    ("Moscow receives new envoy. BBC. 3 July 2025.", S("Moscow receives new envoy", None, "BBC", "2025-07-03")),
    ("Author interview with a senior official, Islamabad, 12 March 2021.", S("Author interview with a senior official", None, "Islamabad", "2021-03-12")),
    ("Xinhua, “China Welcomes Envoy,” July 5, 2025.", S("China Welcomes Envoy", None, "Xinhua", "2025-07-05")),
    ("Ann Example, ‘Managing Withdrawal: A Forgotten Case’, Journal of Slavic Military Studies, 20:1 (2007), pp. 67–89.", S("Managing Withdrawal: A Forgotten Case", "Ann Example", "Journal of Slavic Military Studies", "2007", "67-89")),
    # Words before and after.
    ("See “Talks in Doha”, *Reuters*, 29 February 2020.", S("Talks in Doha", None, "Reuters", "2020-02-29")),
    ("See also Ann Example, “Talks in Doha”, *Reuters*, 29 February 2020.", S("Talks in Doha", "Ann Example", "Reuters", "2020-02-29")),
    ("See, for example, “Talks in Doha”, *Reuters*, 29 February 2020.", S("Talks in Doha", None, "Reuters", "2020-02-29")),
    ("Cf. “Talks in Doha”, *Reuters*, 29 February 2020.", S("Talks in Doha", None, "Reuters", "2020-02-29")),
    ("Quoted in “Talks in Doha”, *Reuters*, 29 February 2020.", S("Talks in Doha", None, "Reuters", "2020-02-29")),
    ("For the history see Ann Example, “Doha”, *Reuters*, 29 February 2020.", S("Doha", "Ann Example", "Reuters", "2020-02-29")),
    ("The figures differ from year to year and were never confirmed. See Ann Example, “Doha”, *Reuters*, 29 February 2020.", S("Doha", "Ann Example", "Reuters", "2020-02-29")),
    ("“Talks in Doha”, *Reuters*, 29 February 2020. The ministry later withdrew its statement.", S("Talks in Doha", None, "Reuters", "2020-02-29")),
    ("“Talks in Doha”, *Reuters*, 3/5/2020.", S("Talks in Doha", None, "Reuters", "2020")),
    ("“Talks in Doha”, *Reuters*, 2020-02-29.", S("Talks in Doha", None, "Reuters", "2020-02-29")),
    ("“Talks in Doha”, *Reuters*.", S("Talks in Doha", None, "Reuters")),
]  # fmt: skip

SEVERAL: list[tuple[str, list[tuple[str | None, str | None]]]] = [
    ("“One”, *Reuters*, 3 May 2020; “Two”, *TASS*, 4 May 2020.", [("One", "2020-05-03"), ("Two", "2020-05-04")]),
    ("“One; and More”, *Reuters*, 3 May 2020; “Two”, *TASS*, 4 May 2020.", [("One; and More", "2020-05-03"), ("Two", "2020-05-04")]),
    ("“One”, *Reuters*, 3 May 2020; see also Ann Example, “Two”, *TASS*, 4 May 2020; “Three”, *AFP*, 2021.",
     [("One", "2020-05-03"), ("Two", "2020-05-04"), ("Three", "2021")]),
    ("“One”, *Reuters*, 3 May 2020. See also “Two”, *TASS*, 4 May 2020.", [("One", "2020-05-03"), ("Two", "2020-05-04")]),
    ("Ann Example, *One* (Oxford: OUP, 2010), p. 3. Bo Example, *Two* (London: Verso, 2011), p. 4.", [("One", "2010"), ("Two", "2011")]),
    ("Reuters, 4 October 2024; TASS, 5 October 2024.", [(None, "2024-10-04"), (None, "2024-10-05")]),
    ("Ann Example, “Doctrine”, 1968, cited in Bo Example, *Two* (London: Verso, 2011), p. 4.", [("Doctrine", "1968"), ("Two", "2011")]),
    ("https://example.org/a; https://example.org/b", [(None, None), (None, None)]),
    ("“One”, *Reuters*, 3 May 2020, and “Two”, *TASS*, 4 May 2020.", [("One", "2020-05-03"), ("Two", "2020-05-04")]),
]  # fmt: skip

NO_SOURCE = [
    "The bill had three readings before it passed.",
    "This was the position of the “new era” party.",
    "",
    "Author’s own translation.",
    "That is, in the months after the president had fled the city and the embassies were closed.",
]


@pytest.mark.parametrize(("note", "source"), ONE_SOURCE, ids=[note[:60] for note, _ in ONE_SOURCE])
def test_a_citation_is_read(note: str, source: Source) -> None:
    assert parse(note) == (source,)


@pytest.mark.parametrize(("note", "expected"), SEVERAL, ids=[note[:60] for note, _ in SEVERAL])
def test_several_sources_in_a_note_are_told_apart(note: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert [(source.title, source.date) for source in parse(note)] == expected


@pytest.mark.parametrize("note", NO_SOURCE)
def test_a_remark_cites_nothing(note: str) -> None:
    assert parse(note) == ()


FULL = "Ann Example, “The Envoys Return”, *Foreign Affairs*, 2 January 2018, p. 4."
WHOLE = S("The Envoys Return", "Ann Example", "Foreign Affairs", "2018-01-02", "4")


@pytest.mark.parametrize(
    ("note", "pages"),
    [
        ("Ibid.", "4"),
        ("Ibid., p. 9.", "9"),
        ("Ibid, pp. 9–11.", "9-11"),
        ("Idem, p. 12.", "12"),
        ("See ibid., p. 3.", "3"),
        ("Example, op. cit., p. 13.", "13"),
        ("Example, “The Envoys Return,” 14.", "14"),
        ("Example, “Envoys,” p. 15.", "15"),
        ("See note 1 above, p. 16.", "16"),
        ("Supra note 1, p. 17.", "17"),
    ],
)
def test_a_short_form_repeats_the_source_with_its_own_pages(note: str, pages: str) -> None:
    notes = [DraftNote("1", FULL), DraftNote("2", note)]
    assert parse_notes(notes)[1] == (S(WHOLE.title, WHOLE.author, WHOLE.publisher, WHOLE.date, pages),)


def test_ibid_without_anything_before_it_cites_nothing() -> None:
    assert parse("Ibid., p. 4.") == ()


@pytest.mark.parametrize(
    ("text", "links", "title", "address"),
    [
        ("“Envoys”, *Reuters*, 3 May 2020.", [("“Envoys”", "https://example.org/e")], "Envoys", "https://example.org/e"),
        ("“Envoys”, *Reuters*, 3 May 2020.", [("Envoys", "https://example.org/e")], "Envoys", "https://example.org/e"),
        ("“Envoys”, *Reuters*, 3 May 2020.", [("“Envoys”", "#")], "Envoys", None),
        ("“Envoys”, *Reuters*, 3 May 2020.", [("“Envoys”", "")], "Envoys", None),
        ("“Envoys”, *Reuters*, 3 May 2020.", [("“Envoys”", "javascript:alert(1)")], "Envoys", None),
        ("The envoys come back, Reuters, 3 May 2020.", [("The envoys come back", "https://example.org/e")],
         "The envoys come back", "https://example.org/e"),
        ("“Envoys”, Reuters, 3 May 2020.", [("Reuters", "https://example.org/r")], "Envoys", "https://example.org/r"),
    ],
)  # fmt: skip
def test_a_link_gives_the_address(text: str, links: list[tuple[str, str]], title: str, address: str | None) -> None:
    (source,) = parse(text, links)
    assert (source.title, source.address) == (title, address)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("aB ,.;:()“”‘’\"'*_[]1209–-/pIbid"), max_size=120))
def test_no_words_can_make_it_fail(words: str) -> None:
    assert isinstance(parse(words, [(words[:9], "https://example.org")]), tuple)
