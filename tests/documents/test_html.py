"""Pages: linked notes in the ways they are written, metadata, clutter, hidden and hostile markup."""

# ruff: noqa: E501 - a case a line, however long

from __future__ import annotations

import pytest

from detente.documents.load import document_of
from detente.errors import EmptyDocument, TooLarge
from detente.model import Document

BODY = "Russia recognised the new government on 3 July 2025, and an ambassador was received in Moscow soon after that."


def read(body: str, head: str = "") -> Document:
    page = f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return document_of(page.encode(), file="page.html")


def passages(document: Document) -> list[tuple[str, tuple[int, ...]]]:
    return [(document.text[p.start : p.end], p.notes) for p in document.passages]


ONE, TWO = "“One”, <i>Reuters</i>, 3 May 2020.", "“Two”, <em>TASS</em>, 4 May 2020."
LINKED = {
    "pandoc": (
        '<p>It came<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a> late. Nobody objected.<a href="#fn2" id="fnref2"><sup>2</sup></a></p>'
        f'<section role="doc-endnotes"><hr><ol><li id="fn1"><p>{ONE}<a href="#fnref1" role="doc-backlink">↩︎</a></p></li><li id="fn2"><p>{TWO}<a href="#fnref2">↩︎</a></p></li></ol></section>'
    ),
    "word": (
        '<p>It came<a href="#_ftn1" name="_ftnref1">[1]</a> late. Nobody objected.<a href="#_ftn2" name="_ftnref2">[2]</a></p><hr>'
        f'<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> {ONE}</p></div><div id="ftn2"><p><a href="#_ftnref2" name="_ftn2">[2]</a> {TWO}</p></div>'
    ),
    "wiki": (
        '<p>It came<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup> late. Nobody objected.<sup class="reference" id="cite_ref-2"><a href="#cite_note-2">[2]</a></sup></p>'
        f'<ol class="references"><li id="cite_note-1"><span><a href="#cite_ref-1">^</a></span> <span>{ONE}</span></li><li id="cite_note-2"><a href="#cite_ref-2">Jump up</a> {TWO}</li></ol>'
    ),
    "epub asides": (
        '<p>It came<a epub:type="noteref" href="#n1">1</a> late. Nobody objected.<a epub:type="noteref" href="#n2">2</a></p>'
        f'<aside epub:type="footnote" id="n1"><p>{ONE}</p></aside><aside id="n2" epub:type="footnote"><p>{TWO}</p></aside>'
    ),
    "stars": (
        '<p>It came<sup><a href="#a">*</a></sup> late. Nobody objected.<sup><a href="#b">†</a></sup></p>'
        f'<p id="a">* {ONE}</p><p id="b">† {TWO}</p>'
    ),
    "anchors in paragraphs": (
        '<p>It came<sup>[<a href="#e1">1</a>]</sup> late. Nobody objected.<sup>[<a href="#e2">2</a>]</sup></p>'
        f'<p><a name="e1"></a>1. {ONE}</p><p><a name="e2"></a>2. {TWO}</p>'
    ),
    "definition list": (
        '<p>It came<sup><a href="#d1">1</a></sup> late. Nobody objected.<sup><a href="#d2">2</a></sup></p>'
        f'<dl><dt id="d1">1</dt><dd>{ONE}</dd><dt id="d2">2</dt><dd>{TWO}</dd></dl>'
    ),
    "table": (
        '<p>It came<sup><a href="#t1">1</a></sup> late. Nobody objected.<sup><a href="#t2">2</a></sup></p>'
        f'<table><tr><td id="t1">1</td><td>{ONE}</td></tr><tr><td id="t2">2</td><td>{TWO}</td></tr></table>'
    ),
    "no links": f"<p>It came<sup>1</sup> late. Nobody objected.<sup>2</sup></p><h2>Notes</h2><ol><li>{ONE}</li><li>{TWO}</li></ol>",
    "no links, brackets": f"<p>It came [1] late. Nobody objected.[2]</p><h3>References</h3><p>[1] {ONE}</p><p>[2] {TWO}</p>",
    "no links, after a rule": f"<p>It came<sup>1</sup> late. Nobody objected.<sup>2</sup></p><hr><p><sup>1</sup> {ONE}</p><p><sup>2</sup> {TWO}</p>",
}


@pytest.mark.parametrize("style", LINKED)
def test_notes_are_found_and_tied_in_every_style(style: str) -> None:
    document = read(f"<article><p>{BODY}</p>{LINKED[style]}</article>")
    assert passages(document) == [(BODY, ()), ("It came late.", (1,)), ("Nobody objected.", (2,))]
    assert [document.text[n.start : n.end] for n in document.notes] == [
        "“One”, Reuters, 3 May 2020.",
        "“Two”, TASS, 4 May 2020.",
    ]
    assert [note.sources[0].publisher for note in document.notes] == ["Reuters", "TASS"]
    assert document.warnings == ()


def test_a_note_that_is_cited_twice_is_one_note() -> None:
    ref = '<sup><a href="#n">1</a></sup>'
    document = read(f'<p>{BODY}{ref} And more.{ref}</p><ol><li id="n">“One”, Reuters, 2001.</li></ol>')
    assert [cited for _, cited in passages(document)] == [(1,), (1,)]
    assert len(document.notes) == 1


def test_links_within_the_page_are_no_notes() -> None:
    document = read(f'<p><a href="#s1">1</a>. <a href="#top">Top</a></p><h2 id="s1">One</h2><p>{BODY}</p>')
    assert BODY in document.text
    assert "One" in document.text


def test_the_address_of_a_note_is_that_of_its_link() -> None:
    note = '<li id="n"><a href="https://example.org/1">“One”</a>, <i>Reuters</i>, 2001. <a href="#r">↩</a></li>'
    document = read(f'<p>{BODY}<a id="r" href="#n"><sup>1</sup></a></p><ol>{note}</ol>')
    (source,) = document.notes[0].sources
    assert (source.title, source.publisher, source.address) == ("One", "Reuters", "https://example.org/1")


HEADS = {
    "meta": '<meta property="og:title" content="How It Began"><meta name="author" content="Ann Example"><meta property="article:published_time" content="2026-01-29T23:30:00-05:00"><meta property="og:site_name" content="Example Post">',
    "json-ld": '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"How It Began","author":[{"name":"Ann Example"}],"datePublished":"2026-01-29","publisher":{"name":"Example Post"}}]}</script>',
    "citation": '<meta name="citation_title" content="How It Began"><meta name="citation_author" content="Ann Example"><meta name="citation_publication_date" content="2026/01/29"><meta name="citation_journal_title" content="Example Post">',
    "dublin core": '<meta name="DC.title" content="How It Began"><meta name="DC.creator" content="Ann Example"><meta name="DC.date" content="2026-01-29"><meta name="DC.publisher" content="Example Post">',
    "title with site": '<title>How It Began | Example Post</title><meta name="author" content="Ann Example"><meta name="date" content="2026-01-29"><meta property="og:site_name" content="Example Post">',
}


@pytest.mark.parametrize("head", HEADS)
def test_what_a_page_declares_is_kept(head: str) -> None:
    document = read(f"<p>{BODY}</p>", HEADS[head])
    assert (document.title, document.author, document.date, document.publisher) == (
        "How It Began",
        "Ann Example",
        "2026-01-29",
        "Example Post",
    )


def test_an_old_date_is_a_date() -> None:
    assert read(f"<p>{BODY}</p>", '<meta name="date" content="1961-01-03">').date == "1961-01-03"


def test_a_time_element_dates_a_page_that_says_nothing_else() -> None:
    assert read(f'<p><time datetime="2026-01-29T10:00">yesterday</time></p><p>{BODY}</p>').date == "2026-01-29"


CLUTTERED = (
    "<header><a href='/'>Example Post</a></header><nav><ul><li><a href='/w'>World</a></li></ul></nav>"
    "<aside class='related'><a href='/x'>Ten things to know about embassies</a></aside>{main}"
    "<div class='newsletter'>Sign up for our newsletter</div><footer>All our pages</footer>"
)


@pytest.mark.parametrize("wrap", ["<article>{}</article>", "<main>{}</main>", "<div class='content'>{}</div>"])
def test_only_the_article_is_read_and_repeated_paragraphs_stay(wrap: str) -> None:
    paragraphs = [
        f"{BODY} {word} it was, said the minister, and the others agreed at once."
        for word in ("First", "Second", "First", "Third")
    ]
    document = read(
        CLUTTERED.format(main=wrap.format("<h1>How It Began</h1>" + "".join(f"<p>{p}</p>" for p in paragraphs)))
    )
    assert [document.text[b.start : b.end] for b in document.blocks] == ["How It Began", *paragraphs]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='display:none'>Secret.</p>",
        "<p hidden>Secret.</p>",
        "<span aria-hidden='true'>Secret.</span>",
        "<script>Secret</script>",
        "<noscript>Secret.</noscript>",
        "<!-- Secret. -->",
        "<p style='font-size:0'>Secret.</p>",
        "<template><p>Secret.</p></template>",
    ],
)
def test_what_no_one_sees_is_not_read(hidden: str) -> None:
    assert "Secret" not in read(f"<p>{BODY}</p>{hidden}<p>More.</p>").text


def test_line_breaks_part_paragraphs_and_cells_part_columns() -> None:
    document = read(
        f"<div>{BODY}<br><br>More.<br>And more.</div><table><tr><th>State<th>Year<tr><td>Chad<td>1960</table>"
    )
    assert document.text == f"{BODY}\n\nMore. And more.\n\nState | Year\nChad | 1960"


def test_powers_and_ordinals_are_no_marks() -> None:
    document = read(f"<p>{BODY} In the 16<sup>th</sup> year it held 40 km<sup>2</sup>.</p>")
    assert "16th year it held 40 km²." in document.text
    assert document.warnings == ()


@pytest.mark.parametrize("tag", ["div", "span", "b", "blockquote", "ul><li", "table><tr><td"])
def test_bombs_of_nesting_are_refused(tag: str) -> None:
    with pytest.raises(TooLarge, match="nested"):
        read(f"<{tag}>" * 3000 + BODY)


def test_a_page_without_text_is_empty() -> None:
    with pytest.raises(EmptyDocument):
        read("<script>render()</script><div id='app'></div>")


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{BODY}",
        f"<p>{BODY}</b></i></div><table><tr",
        f"<html><p>{BODY}<a href='#x",
        f"<p>{BODY}<p><a href='#x'>1</a><p id='x'>",
    ],
)
def test_broken_markup_is_read_as_far_as_it_goes(page: str) -> None:
    assert BODY in document_of(page.encode(), file="page.html").text


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "iso-8859-1"])
def test_the_declared_encoding_is_used(encoding: str) -> None:
    page = f"<html><head><meta charset='{encoding}'></head><body><p>Der Präsident flog nach Zürich. {BODY}</p></body></html>"
    assert "Der Präsident flog nach Zürich." in document_of(page.encode(encoding), file="page.html").text
