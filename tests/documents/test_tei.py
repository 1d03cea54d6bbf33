"""TEI: what the header says, what the text's elements become, and notes in all the places that TEI allows."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.documents import tei
from detente.documents.draft import Draft, Ref
from detente.documents.load import document_of, read_document
from detente.errors import EmptyDocument, NotThisFormat

ARTICLES = Path(__file__).parents[2].parent / "shared" / "rdcr" / "articles"


def draft(body: str, header: str = "") -> Draft:
    head = f"<teiHeader><fileDesc>{header}</fileDesc></teiHeader>"
    source = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{head}<text><body>{body}</body></text></TEI>'
    return tei.read(source.encode(), file="a.xml")


def shown(drafted: Draft) -> list[str]:
    """Each block as kind, level and words, marks in braces."""
    found = []
    for block in drafted.blocks:
        words = "".join(run if isinstance(run, str) else f"{{{run.label}}}" for run in block.runs)
        level = str(block.level) if block.level else ""
        lines = (
            [" ".join(line.split()) for line in words.split("\n")]
            if block.kind == "table"
            else [" ".join(words.split())]
        )
        found.append(f"{block.kind}{level}: " + " / ".join(lines))
    return found


BODIES = {
    "a division's heading is as deep as the division": (
        "<div><head>Relations</head><div><head>The Legation, <date when='1942'>1942</date>.</head><p>It opened.</p>"
        "</div></div>",
        ["heading1: Relations", "heading2: The Legation, 1942.", "paragraph: It opened."],
    ),
    "numbered divisions count as divisions": (
        "<div1><head>One</head><div2><head>Two</head><p>Words.</p></div2></div1>",
        ["heading1: One", "heading2: Two", "paragraph: Words."],
    ),
    "names, dates and persons are their words": (
        "<p>On <date when='1989-01-30'>January 30,\n      1989</date>, <persName><forename>Ann</forename>\n "
        "<surname>Example</surname>"
        "</persName> left <placeName key='kabul'>Kabul</placeName>.</p>",
        ["paragraph: On January 30, 1989, Ann Example left Kabul."],
    ),
    "a hyphen before a line end of the file stays": (
        "<p>the Anglo-\n   Norwegian treaty</p>",
        ["paragraph: the Anglo- Norwegian treaty"],
    ),
    "a list in a paragraph parts it": (
        "<p>There were consulates at <list><item>Bergen</item><item>Oslo, with <list><item>a flag</item></list>"
        "</item></list> and so on.</p>",
        [
            "paragraph: There were consulates at",
            "list1: Bergen",
            "list1: Oslo, with",
            "list2: a flag",
            "paragraph: and so on.",
        ],
    ),
    "labels of a glossary go with their items": (
        "<list type='gloss'><label>SCO</label><item>a body of states</item></list>",
        ["list1: SCO a body of states"],
    ),
    "a quotation in a sentence is part of it": (
        "<p>He called it <quote>“final.”</quote> She did not.</p>",
        ["paragraph: He called it “final.” She did not."],
    ),
    "a quotation beside paragraphs stands apart": (
        "<div><p>He wrote:</p><quote>We shall go home.</quote><p>They went.</p></div>",
        ["paragraph: He wrote:", "quotation: We shall go home.", "paragraph: They went."],
    ),
    "quotation marks that the element stands for are written": (
        "<p>He said <q>now</q>, not <q>“then”</q>.</p>",
        ["paragraph: He said “now”, not “then”."],
    ),
    "a table has a line for each row": (
        "<table><head>Posts</head><row><cell>Bergen</cell><cell>1906</cell></row><row><cell>Oslo</cell>"
        "<cell>1910</cell></row></table>",
        ["paragraph: Posts", "table: Bergen | 1906 / Oslo | 1910"],
    ),
    "lines of verse are a quotation": (
        "<lg><l>One line</l><l>another</l></lg>",
        ["quotation: One line", "quotation: another"],
    ),
    "page and line breaks are spaces": ("<p>first<pb n='2'/>page<lb/>second</p>", ["paragraph: first page second"]),
    "a break inside a word is nothing": ("<p>recog<lb break='no'/>nised</p>", ["paragraph: recognised"]),
    "an editor's choice is taken": (
        "<p>They <choice><sic>recieved</sic><corr>received</corr></choice> it.</p>",
        ["paragraph: They received it."],
    ),
    "figures, comments, running heads and literature are left out": (
        "<p>One.</p><figure><head>A flag</head><graphic url='a.jpg'/></figure><!-- no --><fw>Page 3</fw>"
        "<div type='appendix'><head>Resources</head><listBibl><bibl>A book.</bibl></listBibl></div>",
        ["paragraph: One."],
    ),
    "openers and closers of letters are paragraphs": (
        "<opener><dateline>Oslo, <date>3 May 1906</date></dateline><salute>Sir:</salute></opener><p>I go.</p><closer>"
        "<signed>Ann</signed></closer>",
        ["paragraph: Oslo, 3 May 1906", "paragraph: Sir:", "paragraph: I go.", "paragraph: Ann"],
    ),
}


@pytest.mark.parametrize("case", BODIES)
def test_what_elements_become(case: str) -> None:
    body, expected = BODIES[case]
    assert shown(draft(body)) == expected


NOTES = {
    "where it is cited": (
        "<p>It ended.<note n='1'>The Times, <hi rend='italic'>Oslo</hi>.</note> They left.</p>",
        ["paragraph: It ended.{1} They left."],
        [("1", "The Times, *Oslo*.")],
    ),
    "where it is cited, without a number": (
        "<p>One.<note place='foot'>First.</note> Two.<note>Second.</note></p>",
        ["paragraph: One.{1} Two.{2}"],
        [("1", "First."), ("2", "Second.")],
    ),
    "with its label written at its head too": (
        "<p>One.<note n='1'><hi rend='superscript'>1</hi> First.</note></p>",
        ["paragraph: One.{1}"],
        [("1", "First.")],
    ),
    "elsewhere, with a reference": (
        "<p>It ended.<ref target='#fn3'>3</ref></p><div><head>Notes</head><note xml:id='fn3' n='3'>Ibid.</note></div>",
        ["paragraph: It ended.{3}"],
        [("3", "Ibid.")],
    ),
    "elsewhere, with a pointer": (
        "<p>It ended.<ptr target='#a'/></p><note xml:id='a' n='[3]'>Ibid.</note>",
        ["paragraph: It ended.{3}"],
        [("3", "Ibid.")],
    ),
    "elsewhere, naming its place": (
        "<p>It ended<anchor xml:id='x'/>.</p><div type='notes'><note n='*' target='#x'>So it did.</note></div>",
        ["paragraph: It ended{*}."],
        [("*", "So it did.")],
    ),
    "cited in words by another": (
        "<p>It ended.<note n='1' xml:id='n1'>True.</note></p><p>See <ref target='#n1'>footnote 1 above</ref>.</p>",
        ["paragraph: It ended.{1}", "paragraph: See footnote 1 above."],
        [("1", "True.")],
    ),
    "of several paragraphs": (
        "<p>It ended.<note n='1'><p>First.</p><p>Second.</p></note></p>",
        ["paragraph: It ended.{1}"],
        [("1", "First. Second.")],
    ),
    "of a heading": (
        "<div><head>Telegram<note n='1'>Source: Archives.</note></head><p>Text.</p></div>",
        ["heading1: Telegram{1}", "paragraph: Text."],
        [("1", "Source: Archives.")],
    ),
    "that is a remark in the text": (
        "<p>He left <note type='inline'>[illegible]</note> at noon.</p>",
        ["paragraph: He left [illegible] at noon."],
        [],
    ),
    "that is an entry of the literature": (
        "<p>It ended.<ref target='#b1'>[1]</ref></p><listBibl><bibl xml:id='b1'>A book, 1907.</bibl>"
        "<bibl>Another.</bibl></listBibl>",
        ["paragraph: It ended.{1}"],
        [("1", "A book, 1907.")],
    ),
    "that is an entry in elements": (
        "<p>It ended.<ref target='#b1'>[1]</ref></p><listBibl><biblStruct xml:id='b1'><analytic><author>Ann "
        "Example</author>"
        "<title level='a'>The End</title></analytic><monogr><title level='j'>Review</title><imprint><date when='1907'/>"
        "<biblScope unit='page'>13</biblScope></imprint></monogr></biblStruct></listBibl>",
        ["paragraph: It ended.{1}"],
        [("1", "Ann Example, “The End”, *Review*, 1907, p. 13")],
    ),
}


@pytest.mark.parametrize("case", NOTES)
def test_a_note(case: str) -> None:
    body, blocks, notes = NOTES[case]
    drafted = draft(body)
    assert shown(drafted) == blocks
    assert [(note.label, " ".join(note.text.split())) for note in drafted.notes] == notes


def test_a_note_has_the_addresses_of_its_references() -> None:
    drafted = draft("<p>One.<note n='1'>See <ref target='https://example.org/a'>the page</ref>.</note></p>")
    assert drafted.notes[0].links == [("the page", "https://example.org/a")]


def test_notes_that_count_anew_in_each_document_are_tied_to_their_own_marks() -> None:
    part = "<div><p>{0}.<note n='1'>{0} one.</note> More.<note n='2'>{0} two.</note></p></div>"
    source = (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{part.format("A")}{part.format("B")}</body></text></TEI>'
    )
    document = document_of(source.encode(), file="a.xml")
    told = [document.note(number) for passage in document.passages for number in passage.notes]
    assert [document.text[note.start : note.end] for note in told if note] == ["A one.", "A two.", "B one.", "B two."]
    assert document.warnings == ()


HEADERS = {
    "elements": (
        "<titleStmt><title>Treaties</title><author>Ann Example</author><author>Bo Example</author></titleStmt>"
        "<publicationStmt>"
        "<publisher>Example Press</publisher><date when='2018-05-01'>May Day</date><idno "
        "type='url'>https://example.org/t</idno>"
        "</publicationStmt>",
        ("Treaties", "Ann Example and Bo Example", "Example Press", "2018-05-01", "https://example.org/t"),
    ),
    "main title and subtitle": (
        "<titleStmt><title type='main'>Treaties</title><title type='sub'>A List</title></titleStmt>",
        ("Treaties: A List", None, None, None, None),
    ),
    "a complete title before a short one": (
        "<titleStmt><title type='short'>Norway</title><title type='complete'>A Guide: Norway</title></titleStmt>",
        ("A Guide: Norway", None, None, None, None),
    ),
    "prose": (
        "<publicationStmt><p>Example Office, 2009</p></publicationStmt>"
        "<sourceDesc><p>Researched and written by Ann Example, February 2009</p></sourceDesc>",
        (None, "Ann Example", "Example Office", "2009-02", None),
    ),
    "prose with an update": (
        "<publicationStmt><p>Example Office, 2008</p></publicationStmt>"
        "<sourceDesc><p>Written by Ann Example, March 2008 Updated by Bo Example, June 2018</p></sourceDesc>",
        (None, "Ann Example", "Example Office", "2018-06", None),
    ),
    "written before it was published": (
        "<publicationStmt><p>Example Office, 2010</p></publicationStmt><sourceDesc><p>Written by Ann Example, March "
        "2008</p></sourceDesc>",
        (None, "Ann Example", "Example Office", "2010", None),
    ),
    "an edition of an old book": (
        "<publicationStmt><publisher>Example Press</publisher><date>2010</date></publicationStmt>"
        "<sourceDesc><bibl>Treaties, London 1862</bibl></sourceDesc>",
        (None, None, "Example Press", "2010", None),
    ),
}


@pytest.mark.parametrize("case", HEADERS)
def test_the_header_tells(case: str) -> None:
    header, expected = HEADERS[case]
    found = draft("<p>Text.</p>", header)
    assert (found.title, found.author, found.publisher, found.date, found.address) == expected


def test_the_language_of_the_text_is_told() -> None:
    source = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text xml:lang="no"><body><p>Norge.</p></body></text></TEI>'
    assert tei.read(source.encode(), file="a.xml").language == "no"


def test_an_older_tei_without_a_namespace_is_read() -> None:
    assert shown(tei.read(b"<TEI.2><text><body><p>Words.</p></body></text></TEI.2>", file="a.xml")) == [
        "paragraph: Words."
    ]


def test_an_entity_that_an_outside_type_declares_is_its_character() -> None:
    source = b'<!DOCTYPE TEI SYSTEM "tei.dtd"><TEI><text><body><p>1905&ndash;1907</p></body></text></TEI>'
    assert document_of(source, file="a.xml").text == "1905–1907"


def test_a_wide_encoding_is_read() -> None:
    source = '<?xml version="1.0" encoding="UTF-16"?><TEI><text><body><p>Øst–Vest</p></body></text></TEI>'
    assert document_of(source.encode("utf-16"), file="a.xml").text == "Øst–Vest"


@pytest.mark.parametrize(
    ("source", "error"),
    [(b"<doc><p>Words.</p></doc>", NotThisFormat), (b"<TEI><teiHeader/></TEI>", EmptyDocument)],
)
def test_what_is_no_text_is_refused(source: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        tei.read(source, file="a.xml")


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the shared articles are not beside the project")
def test_every_article_on_recognition_is_read() -> None:
    documents = [read_document(path) for path in sorted(ARTICLES.glob("*.xml"))]
    assert len(documents) >= 227
    assert all(document.title and document.date and document.publisher for document in documents)
    assert not [document.file for document in documents if document.warnings]
    assert all("\n\n\n" not in document.text and "  " not in document.text for document in documents)
    assert all(any(block.kind == "heading" for block in document.blocks) for document in documents)


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the shared articles are not beside the project")
def test_an_article_has_its_headings_and_sentences() -> None:
    document = read_document(ARTICLES / "afghanistan.xml")
    assert document.title is not None
    assert document.title.endswith("since 1776: Afghanistan")
    assert (document.publisher, document.date) == ("Department of State", "2009-02")
    headings = [document.text[block.start : block.end] for block in document.blocks if block.kind == "heading"]
    assert headings[:3] == ["Summary", "Recognition", "U.S. Recognition of Afghanistan, 1921."]
    assert "Factbook" not in document.text


DIPLOMATIC_PAPERS = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="example">
  <teiHeader><fileDesc>
    <titleStmt><title type="complete">Papers on Exampleland, 1969–1972</title>
      <title type="volume">Exampleland</title></titleStmt>
    <publicationStmt><publisher>Example Printing Office</publisher><date type="publication-date">2012</date>
      <date type="content-date" from="1969-01-01" to="1972-12-31">1969–1972</date></publicationStmt>
    <sourceDesc><p>Released in 2012 as a printed book</p></sourceDesc></fileDesc></teiHeader>
  <text><front><titlePage><docTitle><titlePart>Papers</titlePart></docTitle></titlePage>
    <div type="section"><head>Preface</head><p>These are the papers.</p></div></front>
  <body><div type="compilation"><head>Relations</head>
    <div type="document" n="1" frus:doc-dateTime-min="1969-02-03T00:00:00-05:00"><head>1. Telegram From the Legation<note
      n="1" type="source">Source: Archives, RG 59, Box 12.</note></head>
      <opener><dateline><placeName>Exampleton</placeName>, <date when="1969-02-03">February 3, 1969</date>.</dateline></opener>
      <list type="participants"><head>PARTICIPANTS</head><item>The <gloss target="#t_M">Minister</gloss></item></list>
      <p><hi rend="strong">Subj:</hi> Recognition. The <persName corresp="#p_A">Ambassador</persName> left.<note n="2">See
      <ref target="#d2">Document 2</ref>.</note><pb n="3" facs="0003"/> He returned at once.</p>
      <closer><signed><hi rend="strong">Example</hi></signed></closer>
      <frus:attachment><head>Attachment</head><p>The note.</p></frus:attachment></div>
    <div type="document" n="2"><head>2. Editorial Note</head><p>Nothing followed.<note n="1">Ibid., Box 13.</note></p></div>
  </div></body>
  <back><div type="index"><head>Index</head><list><item>Recognition, 3</item></list></div></back></text></TEI>"""


def test_a_volume_of_diplomatic_papers_is_read() -> None:
    drafted = tei.read(DIPLOMATIC_PAPERS.encode(), file="volume.xml")
    assert (drafted.title, drafted.publisher, drafted.date) == (
        "Papers on Exampleland, 1969–1972",
        "Example Printing Office",
        "2012",
    )
    assert shown(drafted) == [
        "heading1: Preface",
        "paragraph: These are the papers.",
        "heading1: Relations",
        "heading2: 1. Telegram From the Legation{1}",
        "paragraph: Exampleton, February 3, 1969.",
        "paragraph: PARTICIPANTS",
        "list1: The Minister",
        "paragraph: Subj: Recognition. The Ambassador left.{2} He returned at once.",
        "paragraph: Example",
        "heading2: Attachment",
        "paragraph: The note.",
        "heading2: 2. Editorial Note",
        "paragraph: Nothing followed.{1}",
    ]
    assert [(note.label, " ".join(note.text.split())) for note in drafted.notes] == [
        ("1", "Source: Archives, RG 59, Box 12."),
        ("2", "See Document 2."),
        ("1", "Ibid., Box 13."),
    ]


def test_refs_are_the_only_marks() -> None:
    drafted = draft("<p>One.<note n='1'>Note.</note></p>")
    assert [run for run in drafted.blocks[0].runs if isinstance(run, Ref)] == [Ref("1")]
