"""Which words of a sentence tell a date, and which date they mean."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente import dates
from detente.reading import when

TOLD = "2024-05-16"  # a Thursday: the document's date where a case gives none


def read(text: str, told_on: str | None = None, narrative: str | None = None, tense: str = "past") -> list[str | None]:
    """The dates of a text one by one, each against the same anchors."""
    found = when.find(text)
    for words in found:
        assert text[words.start : words.end] == words.words
    return [when.resolve(words, told_on=told_on, narrative=narrative, tense=tense) for words in found]


ABSOLUTE = [
    ("Tashkent accredited the envoy on 16 January 2026.", "2026-01-16"),
    ("Tashkent accredited the envoy on January 16, 2026.", "2026-01-16"),
    ("The note is of Jan. 16, 2026.", "2026-01-16"),
    ("The treaty was initialled on the 16th of January 2026.", "2026-01-16"),
    ("It was initialled on the 16th January, 2026, in Doha.", "2026-01-16"),
    ("On Friday, 16 January 2026, the envoy arrived.", "2026-01-16"),
    ("On Friday, January 16th, 2026 the envoy arrived.", "2026-01-16"),
    ("The embassy reopened 3 Sept 2011.", "2011-09-03"),
    ("The embassy reopened on 3 Sept. 2011.", "2011-09-03"),
    ("Filed 16-Jan-2026 at the ministry.", "2026-01-16"),
    ("The note verbale (2026-01-16) was returned.", "2026-01-16"),
    ("Updated 2026-01-16T10:30 by the press office.", "2026-01-16"),
    ("The list of 2014/03/28 was withdrawn.", "2014-03-28"),
    ("The decree is dated 16/01/2026.", "2026-01-16"),
    ("The decree is dated 16.01.2026.", "2026-01-16"),
    ("The decree is dated 01/16/2026.", "2026-01-16"),
    ("The decree is dated 05.06.2019.", "2019-06-05"),
    ("The decree is dated 05/05/2019.", "2019-05-05"),
    ("The decree is dated 05/06/2019.", None),
    ("The cable is dated 03/25/23.", "2023-03-25"),
    ("The cable is dated 25/03/98.", "1998-03-25"),
    ("The cable is dated 03/10/23.", None),
    ("Rabat withdrew its mission in July 2025.", "2025-07"),
    ("Rabat withdrew its mission in July, 2025.", "2025-07"),
    ("Rabat withdrew its mission in July of 2025.", "2025-07"),
    ("The MARCH 2019 communiqué said nothing of it.", "2019-03"),
    ("In May 1973 Accra recalled its chargé.", "1973-05"),
    ("A Dec. 1979 telegram says otherwise.", "1979-12"),
    ("In 1978 the legation became an embassy.", "1978"),
    ("The 1978 accord lapsed.", "1978"),
    ("Under the accord of 1978 it lapsed.", "1978"),
    ("(1978) The accord lapsed.", "1978"),
    ("The accord lapsed in the year 1978.", "1978"),
    ("In the spring of 2023 the consulates reopened.", "2023-21"),
    ("By then, summer 2023, the consulates were open.", "2023-22"),
    ("The fall of 1991 saw three recognitions.", "1991-23"),
    ("In autumn 1991 three states recognised it.", "1991-23"),
    ("Over the winter of 1978-79 the legation burned.", "1978-12/1979-02"),
    ("In the summer and autumn of 1990 nobody wrote.", "1990-22/1990-23"),
    ("Talks went on in 2016-17.", "2016/2017"),
    ("Talks went on in 2016–2017.", "2016/2017"),
    ("Talks went on in 2016/17.", "2016/2017"),
    ("Talks (1914–18) went on.", "1914/1918"),
    ("Talks went on, 1991-5.", "1991/1995"),
    ("The figures are for 2010-07.", "2010-07"),
    ("Between 2002 and 2005 Oslo paid for it.", "2002/2005"),
    ("From 1996 to 2001 no state but three recognised it.", "1996/2001"),
    ("From 1996 until 2001 no state but three recognised it.", "1996/2001"),
    ("From 1996 through 2001 it had no seat.", "1996/2001"),
    ("It had no seat 1996 to 2001.", "1996/2001"),
    ("From May to July 2019 the two sides met six times.", "2019-05/2019-07"),
    ("Between May 1998 and June 2000 they fought.", "1998-05/2000-06"),
    ("In April and May 2018 they met twice.", "2018-04/2018-05"),
    ("The May–July 2019 round failed.", "2019-05/2019-07"),
    ("Between November and February 2019 the border was shut.", "2018-11/2019-02"),
    ("From March 2011 to June the embassy was guarded.", "2011-03/2011-06"),
    ("From 12 March to 3 April 2020 flights stopped.", "2020-03-12/2020-04-03"),
    ("The summit of 16–18 January 2026 ended badly.", "2026-01-16/2026-01-18"),
    ("They met on 11 and 12 October 1986.", "1986-10-11/1986-10-12"),
    ("They met on November 9-10, 1938.", "1938-11-09/1938-11-10"),
    ("Between 3 and 5 July 2007 they met.", "2007-07-03/2007-07-05"),
    ("They met from 28 December 2019 to 2 January 2020.", "2019-12-28/2020-01-02"),
    ("In the 1980s the road was mined.", "198X"),
    ("In the 1980’s the road was mined.", "198X"),
    ("In the early 1950s it had a legation.", "1950/1953"),
    ("By contrast, the mid-1990s were quiet.", "1994/1996"),
    ("The late 1980s were not.", "1987/1989"),
    ("In the first half of the 1990s there was none.", "1990/1994"),
    ("In the 1970s and 1980s it was Moscow's client.", "1970/1989"),
    ("Through the 1950s the consul had no exequatur.", "195X"),
    ("Early 2021 brought a second envoy.", "2021-01/2021-04"),
    ("Early in 2021 a second envoy came.", "2021-01/2021-04"),
    ("In mid-2021 a second envoy came.", "2021-05/2021-08"),
    ("A second envoy came late in 2021.", "2021-09/2021-12"),
    ("At the end of 1991 the flag came down.", "1991-11/1991-12"),
    ("At the beginning of 1992 the flag went up.", "1992-01/1992-02"),
    ("In the first half of 2021 it met twice.", "2021-01/2021-06"),
    ("In the third quarter of 2021 it met twice.", "2021-07/2021-09"),
    ("In the last days of 1991 the flag came down.", "1991-11/1991-12"),
    ("On the last day of 1974 Goa's treaty was signed.", "1974-12-31"),
    ("In late August 2011 the rebels held the port.", "2011-08"),
    ("In the first week of May 2003 an envoy came.", "2003-05"),
    ("At the end of summer 2019 the talks broke off.", "2019-08"),
    ("In the nineteenth century the Porte had no mission there.", "18XX"),
    ("In the 19th century the Porte had no mission there.", "18XX"),
    ("The nineteenth-century treaties lapsed.", "18XX"),
    ("In the early twentieth century it was a condominium.", "1900/1933"),
    ("In the late 19th century whalers called.", "1867/1899"),
    ("In the second half of the eighteenth century consuls came.", "1750/1799"),
    ("In the twenty-first century nothing is left of it.", "20XX"),
    ("In the nineteenth and twentieth centuries it was Danish.", "1800/1999"),
    ("At the turn of the twentieth century it was Danish.", "1898/1902"),
    ("About 1991 the mission was closed.", "1991~"),
    ("On or about 16 June 1844 the mission was opened.", "1844-06-16~"),
    ("It was sent from 24 September 1860, to 15 December 1861, to Turin.", "1860-09-24/1861-12-15"),
    ("At the close of the nineteenth century it was empty.", "1890/1899"),
    ("In the early years of the 19th century it was empty.", "1800/1833"),
    ("Around July 2004 the mission was closed.", "2004-07~"),
    ("It was founded circa 1850.", "1850~"),
    ("On the night of 17 December 1961 columns crossed.", "1961-12-17"),
    ("Before dawn on 2 August 1990 columns crossed.", "1990-08-02"),
    ("In the early hours of 21 August 1968 columns crossed.", "1968-08-21"),
    ("On New Year's Day 1979 the embassies opened.", "1979-01-01"),
    ("On Christmas Eve 1979 the airlift began.", "1979-12-24"),
    ("During World War II the legation was in Bern.", "1939/1945"),
    ("It proscribed the group in the early years of the War on Terror.", "2001/2008"),
    ("It armed both sides during the Iran–Iraq War.", "1980/1988"),
    ("They broke with each other during the Six-Day War.", "1967"),
    ("Late in the Cold War they met again.", "1976/1991"),
    ("The legation closed in the mid-Cold War.", "1961/1977"),
    ("The legation has been empty since the end of World War II.", "1945/.."),
    ("The mission opened two days after 24 February 2022.", "2022-02-26"),
    ("The mission opened three months before July 2014.", "2014-04"),
    ("The levy came ten years after 1991.", "2001"),
]


@pytest.mark.parametrize(("text", "expected"), ABSOLUTE)
def test_a_full_date_needs_no_anchor(text: str, expected: str | None) -> None:
    assert read(text)[-1] == expected


RELATIONS = [
    ("The embassy has been shut since 1996.", "since", "1996/.."),
    ("The embassy has been shut ever since July 2012.", "since", "2012-07/.."),
    ("Since at least 2014 Minsk has paid.", "since", "2014/.."),
    ("Since the early 1950s Bern has acted for both.", "since", "1950/.."),
    ("From 1996 onwards Bern acted for both.", "since", "1996/.."),
    ("Bern acted for both until 2001.", "until", "../2001"),
    ("Bern acted for both till March 2001.", "until", "../2001-03"),
    ("Bern acted for both up to 2001.", "until", "../2001"),
    ("Bern acted for both up until 3 March 2001.", "until", "../2001-03-03"),
    ("By 1996 Bern acted for both.", "by", "../1996"),
    ("By the end of 1996 Bern acted for both.", "by", "../1996"),
    ("By about 1996 Bern acted for both.", "by", "../1996~"),
    ("By early 1996 Bern acted for both.", "by", "../1996-04"),
    ("Before 1996 Bern acted for both.", "before", "../1996"),
    ("Prior to July 1996 Bern acted for both.", "before", "../1996-07"),
    ("In pre-1979 Tehran Bern was not needed.", "before", "../1979"),
    ("After 2014 Bern acted for both.", "after", "2014/.."),
    ("In post-2014 Donetsk there were no consuls.", "after", "2014/.."),
    ("During 1996 Bern acted for both.", "during", "1996"),
    ("Throughout 1996 Bern acted for both.", "during", "1996"),
    ("Between 1996 and 1999 Bern acted for both.", "between", "1996/1999"),
    ("From 1996 Bern acted for both.", "from", "1996"),
    ("As early as 1996 Bern acted for both.", "on", "1996"),
    ("Bern did not recognise it until 2006.", "on", "2006"),
    ("Bern hadn't sent a minister until May 1922.", "on", "1922-05"),
    ("Full relations had to wait until 1 March 1979.", "on", "1979-03-01"),
    ("Never recognised. The flag flew until 2006.", "until", "../2006"),
]


@pytest.mark.parametrize(("text", "relation", "expected"), RELATIONS)
def test_the_preposition_says_how_the_act_stands_to_the_date(text: str, relation: str, expected: str) -> None:
    (words,) = when.find(text)
    assert (words.relation, when.resolve(words, told_on=None, narrative=None)) == (relation, expected)


TOLD_ON = [  # against the document's date: text, document's date, date
    ("Oslo said today that it would pay.", TOLD, "2024-05-16"),
    ("Oslo paid yesterday.", TOLD, "2024-05-15"),
    ("Oslo paid yesterday evening.", TOLD, "2024-05-15"),
    ("Oslo paid the day before yesterday.", TOLD, "2024-05-14"),
    ("Oslo pays tomorrow.", TOLD, "2024-05-17"),
    ("Tonight the envoy dines in Oslo.", TOLD, "2024-05-16"),
    ("Last night the envoy dined in Oslo.", TOLD, "2024-05-15"),
    ("This morning the envoy left.", TOLD, "2024-05-16"),
    ("On Monday the envoy left.", TOLD, "2024-05-13"),
    ("The envoy left Monday.", TOLD, "2024-05-13"),
    ("On Thursday the envoy left.", TOLD, "2024-05-16"),
    ("On Friday the envoy left.", TOLD, "2024-05-10"),
    ("Last Thursday the envoy left.", TOLD, "2024-05-09"),
    ("Last Monday the envoy left.", TOLD, "2024-05-13"),
    ("The envoy left late on Tuesday.", TOLD, "2024-05-14"),
    ("Before dawn on Tuesday the envoy left.", TOLD, "2024-05-14"),
    ("The envoy left on Tuesday night.", TOLD, "2024-05-14"),
    ("Since Monday nobody has called.", TOLD, "2024-05-13/.."),
    ("By Wednesday the consulate was empty.", TOLD, "../2024-05-15"),
    ("Last week two more states signed.", TOLD, "2024-05-06/2024-05-12"),
    ("This week two more states signed.", TOLD, "2024-05-13/2024-05-19"),
    ("Over the weekend two more states signed.", TOLD, "2024-05-11/2024-05-12"),
    ("Last weekend two more states signed.", TOLD, "2024-05-11/2024-05-12"),
    ("Last month two more states signed.", TOLD, "2024-04"),
    ("Earlier this month two more states signed.", TOLD, "2024-05"),
    ("Next month two more states will sign.", TOLD, "2024-06"),
    ("Last year two more states signed.", TOLD, "2023"),
    ("Late last year two more states signed.", TOLD, "2023-09/2023-12"),
    ("Earlier this year two more states signed.", TOLD, "2024"),
    ("Next year two more states will sign.", TOLD, "2025"),
    ("At the end of last month two more states signed.", TOLD, "2024-04"),
    ("Early next year two more states will sign.", TOLD, "2025-01/2025-04"),
    ("Before the year is out two more will sign.", TOLD, "2024"),
    ("By the end of the year two more will have signed.", TOLD, "../2024"),
    ("By year-end two more will have signed.", TOLD, "../2024"),
    ("Two days ago the note was returned.", TOLD, "2024-05-14"),
    ("A week ago the note was returned.", TOLD, "2024-05-08/2024-05-10"),
    ("Two weeks ago the note was returned.", TOLD, "2024-04-29/2024-05-05"),
    ("A fortnight ago the note was returned.", TOLD, "2024-04-29/2024-05-05"),
    ("Four months ago the note was returned.", TOLD, "2024-01"),
    ("Three years ago the note was returned.", TOLD, "2021"),
    ("Nearly three years ago the note was returned.", TOLD, "2021~"),
    ("A decade ago the note was returned.", TOLD, "2014~"),
    ("Half a century ago the note was returned.", TOLD, "1974"),
    ("A century ago the note was returned.", TOLD, "192X~"),
    ("Months ago the note was returned.", TOLD, "2023-06/2024-04"),
    ("Some years ago there was a note.", TOLD, "2015/2022"),
    ("Over the past year there were nine notes.", TOLD, "2023/2024"),
    ("In the past two decades there were nine notes.", TOLD, "2004/2024"),
    ("In recent years there were nine notes.", TOLD, None),
    ("Over the last few months there were nine notes.", TOLD, None),
    ("In the coming days there will be a note.", TOLD, None),
    ("On 17 April the note was returned.", TOLD, "2024-04-17"),
    ("On 17 June the note was returned.", TOLD, "2023-06-17"),
    ("On Apr. 17 the note was returned.", TOLD, "2024-04-17"),
    ("In July the note was returned.", TOLD, "2023-07"),
    ("In May the note was returned.", TOLD, "2024-05"),
    ("By December the note was forgotten.", TOLD, "../2023-12"),
    ("Last July the note was returned.", TOLD, "2023-07"),
    ("In July last year the note was returned.", TOLD, "2023-07"),
    ("In August of last year the note was returned.", TOLD, "2023-08"),
    ("On 3 March this year the note was returned.", TOLD, "2024-03-03"),
    ("Last autumn the note was returned.", TOLD, "2023-23"),
    ("This spring the note was returned.", TOLD, "2024-21"),
    ("In the spring the note was returned.", TOLD, "2024-21"),
    ("On 9–10 May the ministers met.", TOLD, "2024-05-09/2024-05-10"),
    ("On Tuesday 7 May the ministers met.", TOLD, "2024-05-07"),
    ("On Thursday, 4 July the ministers met.", TOLD, "2019-07-04"),
    ("On the 9th the ministers met.", TOLD, "2024-05-09"),
    ("On the 28th the ministers met.", TOLD, "2024-04-28"),
    ("On the 28th of last month the ministers met.", TOLD, "2024-04-28"),
    ("On New Year's Day the ministers met.", TOLD, "2024-01-01"),
    ("Three days before Christmas the ministers met.", TOLD, "2023-12-22"),
    ("Between July and September the ministers met.", TOLD, "2023-07/2023-09"),
    ("In the nineties the ministers met.", TOLD, "199X"),
    ("In the late eighties the ministers met.", TOLD, "1987/1989"),
    ("In the '90s the ministers met.", TOLD, "199X"),
    ("At the turn of the century the ministers met.", TOLD, "1998/2002"),
    ("Yesterday the ministers met.", None, None),
    ("Yesterday the ministers met.", "2024-05", "2024-05"),
    ("Last month the ministers met.", "2024-05", "2024-04"),
    ("Last month the ministers met.", "2024", "2024"),
    ("Last year the ministers met.", "2024", "2023"),
    ("On Monday the ministers met.", "2024-05", None),
    ("In July the ministers met.", "2024", "2024-07"),
    ("On 30 February the ministers met.", TOLD, "none found"),
]


@pytest.mark.parametrize(("text", "told_on", "expected"), TOLD_ON)
def test_words_that_hang_on_the_documents_date(text: str, told_on: str | None, expected: str | None) -> None:
    found = read(text, told_on)
    assert found == ([] if expected == "none found" else [expected])


NARRATIVE = [  # against the narrative, in a document of 2024-05-16: text, narrative, date
    ("In July the legation closed.", "1991", "1991-07"),
    ("In July the legation closed.", "1991-03-12", "1991-07"),
    ("Earlier in April 1991 the legation had closed.", "1991-05", "1991-04"),
    ("In January the legation closed.", "1991-12-06", "1992-01"),
    ("In February the legation closed.", "1991-11", "1992-02"),
    ("On 17 February the legation closed.", "1991", "1991-02-17"),
    ("On 17 February the legation closed.", "1990/1991", "1990-02-17"),
    ("On 17 March the legation closed.", "199X", "2024-03-17"),
    ("On 2 May the legation closed.", "2014", "2024-05-02"),
    ("On 2 May the legation closed.", "2014-04-30", "2014-05-02"),
    ("In the spring the legation closed.", "1991", "1991-21"),
    ("On the 19th the legation closed.", "1991-04-17", "1991-04-19"),
    ("On the 2nd the legation closed.", "1991-04-28", "1991-05-02"),
    ("On the 19th the legation closed.", "1991-04", "1991-04-19"),
    ("On the Monday the legation closed.", "1991-04-17", "1991-04-15"),
    ("That year the legation closed.", "1991-04-17", "1991"),
    ("In the same year the legation closed.", "1991-04-17", "1991"),
    ("Later that year the legation closed.", "1991-04-17", "1991"),
    ("By the end of that year the legation was closed.", "1991-04-17", "../1991"),
    ("At the end of the year the legation was closed.", "1991-04-17", "1991-11/1991-12"),
    ("The same month the legation closed.", "1991-04-17", "1991-04"),
    ("The same month the legation closed.", "1991", "1991"),
    ("The same day the legation closed.", "1991-04-17", "1991-04-17"),
    ("That same evening the legation closed.", "1991-04-17", "1991-04-17"),
    ("On that date the legation closed.", "1991-04-17", "1991-04-17"),
    ("Since then the legation has been closed.", "1991-04-17", "1991-04-17/.."),
    ("By then the legation was closed.", "1991-04", "../1991-04"),
    ("It has been closed ever since.", "1991-04", "1991-04/.."),
    ("That December the legation closed.", "1991-04-17", "1991-12"),
    ("That autumn the legation closed.", "1991-04-17", "1991-23"),
    ("The next day the legation closed.", "1991-04-17", "1991-04-18"),
    ("Next morning the legation closed.", "1991-04-17", "1991-04-18"),
    ("The next day the legation closed.", "1991-04", "1991-04"),
    ("The day before, the legation had closed.", "1991-04-17", "1991-04-16"),
    ("The following week the legation closed.", "1991-04-17", "1991-04-22/1991-04-28"),
    ("The following month the legation closed.", "1991-04-17", "1991-05"),
    ("The following year the legation closed.", "1991-04-17", "1992"),
    ("The following spring the legation closed.", "1991-12", "1992-21"),
    ("The following March the legation closed.", "1991-12", "1992-03"),
    ("In June of the following year the legation closed.", "1991-04-17", "1992-06"),
    ("The previous year the legation had closed.", "1991-04-17", "1990"),
    ("The previous December the legation had closed.", "1991-04-17", "1990-12"),
    ("The year before, the legation had closed.", "1991-04-17", "1990"),
    ("It had two days before voted to close.", "1991-04-17", "1991-04-15"),
    ("A day later the legation closed.", "1991-04-30", "1991-05-01"),
    ("Six days later the legation closed.", "1991-04-17", "1991-04-23"),
    ("Six days later the legation closed.", "1991-04", "1991-04"),
    ("Two nights later the legation closed.", "1991-04-17", "1991-04-19"),
    ("Twenty-two days afterwards the legation closed.", "1991-04-17", "1991-05-09"),
    ("Some ten days later the legation closed.", "1991-04-17", "1991-04-24/1991-04-30"),
    ("A week later the legation closed.", "1991-04-17", "1991-04-23/1991-04-25"),
    ("Three weeks earlier the legation had closed.", "1991-04-17", "1991-03-24/1991-03-30"),
    ("Two months earlier the legation had closed.", "1991-04-17", "1991-02"),
    ("Eighteen months later the legation closed.", "1991-04-17", "1992-10"),
    ("Two months later the legation closed.", "1991", "1991"),
    ("A year later the legation closed.", "1991-04-17", "1992"),
    ("A year later the legation closed.", "1991", "1992"),
    ("A year and a half later the legation closed.", "1991-04-17", "1992"),
    ("A year later the legation closed.", "1989/1991", "1992"),
    ("A decade later the legation closed.", "1991-04-17", "2001~"),
    ("Two decades later the legation closed.", "1991", "2011~"),
    ("A quarter of a century later it reopened.", "1991", "2016"),
    ("Days later the legation closed.", "1991-04-10", "1991-04"),
    ("Days later the legation closed.", "1991-04-25", "1991-04/1991-05"),
    ("A few weeks later the legation closed.", "1991-04-10", "1991-04/1991-05"),
    ("Several months later the legation closed.", "1991-04-10", "1991-05/1992-03"),
    ("Years later the legation closed.", "1991", "1993/2000"),
    ("Shortly afterwards the legation closed.", "1991-04-10", "1991-04"),
    ("Hours later the legation closed.", "1991-04-10", "1991-04-10/1991-04-11"),
    ("Within hours the legation closed.", "1991-04-10", "1991-04-10/1991-04-11"),
    ("Within two days the legation closed.", "1991-04-10", "1991-04-10/1991-04-12"),
    ("Within weeks the legation closed.", "1991-04-10", "1991-04/1991-05"),
    ("Within months of the raid the legation closed.", "1991-04-10", "1991-04/1992-03"),
    ("Within a year the legation closed.", "1991-04-10", "1991/1992"),
    ("Over the next two decades three legations closed.", "1991", "1991/2011"),
    ("Three days after the raid the legation closed.", "1991-04-10", "1991-04-13"),
    ("Soon after the raid the legation closed.", "1991-04-10", None),
    ("It was three years before the legation closed.", "1991-04-10", None),
    ("Over the following year three legations closed.", "1991", "1991/1992"),
    ("One day prior to 3 May 1990 it closed.", None, "1990-05-02"),
    ("Six days later the legation closed.", None, None),
    ("That year the legation closed.", None, None),
    ("After a six-year hiatus the legation reopened.", "1991", None),
    ("For more than a decade the legation was closed.", "1991", None),
    ("It had been closed for three and a half years.", "1991", None),
    ("A month later the legation closed.", "1996/..", "1996"),
    ("At the turn of the century the legation closed.", "1898", "1898/1902"),
]


@pytest.mark.parametrize(("text", "narrative", "expected"), NARRATIVE)
def test_words_that_hang_on_the_narrative(text: str, narrative: str | None, expected: str | None) -> None:
    assert read(text, TOLD, narrative) == [expected]


FUTURE = [
    ("The envoy is due on 17 June.", "2024-06-17"),
    ("The envoy is due on 2 January.", "2025-01-02"),
    ("The pact of 3 May is to be ratified.", "2024-05-03"),
    ("The envoy is due in July.", "2024-07"),
    ("The envoy is due on Monday.", "2024-05-20"),
    ("The envoy is due next Friday.", "2024-05-17"),
    ("The envoy is due by the 20th.", "../2024-05-20"),
    ("The envoy is due by the 4th.", "../2024-06-04"),
    ("The envoy is due within two months.", "2024-05/2024-07"),
    ("The envoy is due next spring.", "2025-21"),
]


@pytest.mark.parametrize(("text", "expected"), FUTURE)
def test_what_is_planned_lies_ahead_of_the_document(text: str, expected: str) -> None:
    assert read(text, TOLD, tense="future") == [expected]


def test_a_plan_is_counted_from_what_it_is_said_to_follow() -> None:
    (words,) = when.find("Within months of the coup it was working to delist the group.")
    assert when.resolve(words, told_on=TOLD, narrative="2021-02", tense="future") == "2021-02/2022-01"


SEVERAL = [  # several dates in a sentence, each against the one before it
    (
        "On 18 October 2023 it eased the embargo, a day after the talks resumed.",
        ["2023-10-18", "2023-10-17"],
    ),
    (
        "Cairo sent an ambassador in July 2023, ten years after the coup.",
        ["2023-07", "2013"],
    ),
    (
        "Listed on 3 May 2003, the group was struck off on 9 June 2011 and listed again a year later.",
        ["2003-05-03", "2011-06-09", "2012"],
    ),
    (
        "They fell out in 1979 and 1989, and in April 1992 made up; in June each sent a chargé.",
        ["1979", "1989", "1992-04", "1992-06"],
    ),
    (
        "The mission, opened on 2 May 1990, was raised to an embassy two days later.",
        ["1990-05-02", "1990-05-04"],
    ),
    ("Signed on 12 March 1970; ratified on the 19th.", ["1970-03-12", "1970-03-19"]),
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_a_narrative_moves_on_with_its_dates(text: str, expected: list[str]) -> None:
    narrative, found = None, []
    for words in when.find(text):
        date = when.resolve(words, told_on=None, narrative=narrative)
        narrative = narrative if words.aside else date
        found.append(date)
    assert found == expected


NO_DATES = [
    "The embassy may reopen.",
    "May the two states prosper.",
    "They march on the capital.",
    "The march to war began.",
    "Theresa May said so.",
    "Prime Minister May said so.",
    "The March on the embassy was peaceful.",
    "April Carter signed for them.",
    "Black September claimed it.",
    "The October Revolution changed all that.",
    "During the February Revolution he fled.",
    "In this light the talks failed.",
    "Under resolution 1973 a no-fly zone was imposed.",
    "Under Resolution No. 1860 it was deplored.",
    "Resolutions 1267, 1333 and 1390 bind all states.",
    "It cites article 51 of the Charter.",
    "It cites paragraph 1999 of the annex.",
    "See page 1987.",
    "See pp. 1012 and 1020.",
    "It cost $2000.",
    "It cost € 1950 each.",
    "It sent 2,000 troops.",
    "It sent 2000 troops.",
    "It sent 1500 soldiers and 1200 police.",
    "In 2000 villages there was no school.",
    "The border is 1945 km long.",
    "The border is 1,300 km long.",
    "The border is 1 300 km long.",
    "It paid 30 million in arrears.",
    "It fields 1800-strong battalions.",
    "The line opens at 1830 GMT.",
    "More than 2000 signed it.",
    "At 1500 metres the pass is open.",
    "A total of 1990 was counted.",
    "The Il-1976 landed.",
    "The file S/1994/201 is lost.",
    "https://example.org/2014/05/06/talks.html has it.",
    "Room 2014 was empty.",
    "The second envoy was the first to leave.",
    "He was second only to the first secretary.",
    "The Sunday Times had it first.",
    "The Good Friday Agreement held.",
    "Bloody Sunday was remembered.",
    "The Arab Spring passed it by.",
    "The fall of the capital surprised them.",
    "A spring in the hills marks the border.",
    "It fell on the 38th parallel.",
    "The 19th Congress met.",
    "The 5th Army crossed the river.",
    "It is the year of the consuls.",
    "The day of the consuls is over.",
    "In its final months the cabinet fell.",
    "Temples of 1200 BC stand there.",
    "A 9/11 commission was named.",
    "The Boeing 1999 was a hoax.",
    "They had 24/7 protection.",
    "The world war was far off.",
    "New Year greetings were exchanged.",
    "Phone 2012 for the consul.",
    "A ratio of 1.5 to 2.25 was agreed.",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert [words.words for words in when.find(text)] == []


def test_a_year_is_told_from_a_number_beside_it() -> None:
    assert read("In 2000 villages were counted; in 2000, 40 were.") == ["2000"]
    assert read("Resolution 1973 (2011) was adopted in 2011.") == ["2011", "2011"]
    assert read("In 1979 troops crossed the river.") == ["1979"]


@pytest.mark.parametrize(
    "text",
    [
        "on 16\u00a0January\u00a02026",
        "on 16\u2009January\u202f2026",
        "on 16\nJanuary\n2026",
        "on 16  January  2026",
        "on 16 January 2026¹",
        "on 16 January 2026.12 The",
        "on 16\u2011January\u20132026",
        "ON 16 JANUARY 2026",
    ],
)
def test_print_and_ocr_spacing_does_not_hide_a_date(text: str) -> None:
    assert read(text) == ["2026-01-16"]


@pytest.mark.parametrize("dash", "-‐‑‒–—−")
def test_every_dash_makes_a_span(dash: str) -> None:
    assert read(f"in 1996{dash}2001") == ["1996/2001"]


def test_no_date_goes_across_a_blank_line() -> None:
    assert read("closed on 16 January\n\n2026 brought change") == [None, "2026"]


def test_the_words_keep_their_preposition_and_drop_the_article_of_the_thing_dated() -> None:
    (since,) = when.find("It has been shut since the end of 2012.")
    (vote,) = when.find("They contest the 2014 vote.")
    assert (since.words, vote.words) == ("since the end of 2012", "2014")


def test_absolute_words_mean_one_date_wherever_they_stand() -> None:
    text = "On 3 May 2003, in early 1991, two days after 5 June 1970, on 3 May and a year later"
    assert [words.absolute for words in when.find(text)] == [True, True, True, False, False]


@pytest.mark.parametrize("text", ["for three years", "a six-year truce", "for more than a decade", "over two decades"])
def test_a_duration_is_found_and_has_no_date(text: str) -> None:
    (words,) = when.find(text)
    assert words.duration
    assert when.resolve(words, told_on=TOLD, narrative="1991-04-17") is None


def test_what_is_told_of_as_past_is_not_reckoned_from_a_date_ahead() -> None:
    assert read("In March the pipeline was agreed.", TOLD, "2030") == ["2024-03"]


# What holds for any text and any anchors.

anchors = st.one_of(
    st.none(),
    st.dates(min_value=dates.parse("1100").first, max_value=dates.parse("2200").last).map(str),
    st.dates(min_value=dates.parse("1100").first, max_value=dates.parse("2200").last).map(lambda day: str(day)[:7]),
    st.integers(1100, 2200).map(str),
    st.sampled_from(
        ["../1996", "1996/..", "198X", "18XX", "2002/2005", "1991~", "2023-21", "2024-02-29", "1000", "../.."]
    ),
)
_ENDINGS = ("ago", "later", "earlier", "afterwards", "before", "after")
_COUNTS = st.sampled_from(["a", "two", "12", "twenty-two", "several", "a few", "nearly nine", "some 300", ""])
_VOCABULARY = sorted({word for text, *_ in [*ABSOLUTE, *TOLD_ON, *NARRATIVE] for word in re.findall(r"\S+", text)})
prose = st.lists(st.sampled_from(_VOCABULARY), max_size=30).map(" ".join)


@given(st.one_of(st.text(max_size=400), prose), anchors, anchors, st.sampled_from(["past", "future", None]))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_without_error_into_valid_dates(
    text: str, told: str | None, narrative: str | None, tense: str
) -> None:
    end = 0
    for words in when.find(text):
        assert end <= words.start < words.end <= len(text)
        assert text[words.start : words.end] == words.words
        end = words.end
        date = when.resolve(words, told_on=told, narrative=narrative, tense=tense)
        if date is not None:
            dates.parse(date)


_COARSENESS = {"day": 0, "month": 2, "season": 2, "year": 4, "decade": 5, "century": 6}


@given(_COUNTS, st.sampled_from(["day", "week", "month", "year", "decade"]), st.sampled_from(_ENDINGS), anchors)
def test_a_count_never_gives_a_finer_date_than_its_unit(count: str, unit: str, ending: str, anchor: str | None) -> None:
    plural = "" if count == "a" else "s"
    (words,) = when.find(f"{count} {unit}{plural} {ending}, it closed.")
    edtf = when.resolve(words, told_on=anchor, narrative=anchor)
    if edtf is None:
        return
    date = dates.parse(edtf)
    if unit == "week":
        assert date.grain != "day" or date.approximate
    elif date.grain != "interval":
        assert _COARSENESS[date.grain] >= _COARSENESS["year" if unit == "decade" else unit]


@given(
    anchors,
    anchors,
    st.sampled_from(["that year", "the same month", "last month", "in July", "this week", "in the 1980s"]),
)
def test_no_day_is_given_that_neither_words_nor_anchors_tell(
    told: str | None, narrative: str | None, text: str
) -> None:
    (words,) = when.find(text)
    edtf = when.resolve(words, told_on=told, narrative=narrative)
    assert edtf is None or dates.parse(edtf).grain != "day"


spelled = st.one_of(
    st.dates(min_value=dates.parse("1000").first, max_value=dates.parse("2099").last).map(str),
    st.tuples(st.integers(1000, 2099), st.integers(1, 12)).map(lambda ym: f"{ym[0]}-{ym[1]:02}"),
    st.tuples(st.integers(1000, 2099), st.integers(21, 24)).map(lambda ys: f"{ys[0]}-{ys[1]}"),
    st.integers(1000, 2099).map(str),
    st.integers(100, 209).map(lambda decade: f"{decade}X"),
    st.integers(10, 20).map(lambda century: f"{century}XX"),
)


@given(spelled)
def test_a_date_written_as_words_is_read_back(edtf: str) -> None:
    assert read(dates.words(edtf)) == [edtf]


@given(spelled, spelled)
def test_a_span_written_as_words_is_read_back(a: str, b: str) -> None:
    first, last = dates.parse(a), dates.parse(b)
    if first.grain in {"decade", "century"} or first.grain != last.grain or dates.before(a, b) is not True:
        return
    assert read(dates.words(f"{a}/{b}")) == [f"{a}/{b}"]
    assert read(dates.words(f"../{a}")) == [f"../{a}"]
    assert read(dates.words(f"{a}/..")) == [f"{a}/.."]
    assert read(dates.words(f"{a}~")) == [f"{a}~"]


@pytest.mark.parametrize(
    "piece",
    [
        "the end of ",
        "1999-",
        "1999, ",
        "New ",
        "New" + " " * 400,
        "a day after the ",
        "two and a half ",
        "between May and ",
        "the ",
        "16/",
        "May ",
        "1,000,",
        "a ",
        "\n \n",
        "'",
        "16 ",
        "early mid-",
    ],
)
def test_long_hostile_text_is_read_through(piece: str) -> None:
    text = piece * (200_000 // len(piece)) + " on 3 May 2003"
    assert when.find(text)[-1].words.endswith("3 May 2003")
