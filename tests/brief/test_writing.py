from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from brief_stories import write_record
from detente.brief import compose, markdown, write
from detente.brief.nouns import Brief, Sentence
from detente.brief.styles import cited_works
from detente.brief.write import FORMATS, Look, check
from detente.errors import MissingExtra, UsageError
from detente.exports.bibliography import bibtex, csl_json

ON = dt.date(2026, 2, 2)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
  <info><title>Plain</title><id>plain</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout suffix="." delimiter="; ">
    <group delimiter=", "><text variable="title"/><text variable="locator"/></group>
  </layout></citation>
</style>
"""


@pytest.fixture(scope="module")
def brief(tmp_path_factory) -> Brief:
    with write_record(tmp_path_factory.mktemp("record") / "record.duckdb") as record:
        return compose(record, "RUS", "TALIBAN", on=ON)


@pytest.fixture(scope="module")
def folder(brief, tmp_path_factory):
    """The brief in every format."""
    made = tmp_path_factory.mktemp("made")
    for ending in FORMATS:
        write(brief, made / f"brief{ending}")
    return made


def notes_of(text: str) -> dict[int, str]:
    return {int(number): note for number, note in re.findall(r"^\[\^(\d+)\]: (.*)$", text, re.M)}


def plain(note: str) -> str:
    """A note of the Markdown as a reader sees it."""
    return re.sub(r"\\(.)", r"\1", note.replace("<https", "https").replace(">, cited", ", cited"))


@pytest.fixture(scope="module")
def notes(folder) -> dict[int, str]:
    return notes_of((folder / "brief.md").read_text(encoding="utf-8"))


# Markdown


def test_notes_are_numbered_as_they_are_called(folder, notes):
    text = (folder / "brief.md").read_text(encoding="utf-8")
    called = [int(number) for number in re.findall(r"\[\^(\d+)\](?!:)", text)]
    assert called == list(range(1, len(notes) + 1)) == sorted(notes)


def test_pictures_lie_beside_the_markdown_with_words_for_who_does_not_see_them(folder, brief):
    text = (folder / "brief.md").read_text(encoding="utf-8")
    names = re.findall(r"!\[([^\]]+)\]\(<([^>]+)>\)", text)
    assert [name for _, name in names] == ["brief-strip.svg", "brief-acts.svg"]
    assert "recognised, since 3 July 2025" in names[0][0]
    for _, name in names:
        root = etree.parse(folder / name).getroot()
        assert root.find("{*}title").text
        assert root.find("{*}desc").text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_no_word_of_a_document_is_markup(text):
    from markdown_it import MarkdownIt

    shown = MarkdownIt("commonmark", {"html": True}).enable("table").render(f"x {markdown.escaped(text)} y")
    root = html.fromstring(shown)
    assert [one.tag for one in root.iter()] == ["p"]
    kept = " ".join(
        re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff\ufffd]", " ", text).split()
    )
    assert " ".join(re.sub("\ufffd", " ", root.text_content()).split()) == " ".join(f"x {kept} y".split())


@pytest.mark.parametrize(
    "line", ["# heading", "- item", "1. item", "> quote", "+ x", "===", "```", "    code", "[a]: b", "~~~"]
)
def test_no_line_of_a_document_opens_a_block(line):
    from markdown_it import MarkdownIt

    root = html.fromstring(MarkdownIt("commonmark").render(markdown.escaped(line)))
    assert root.tag == "p"
    assert root.text_content().strip() == line.strip()


def test_a_template_of_ones_own(brief, tmp_path):
    own = tmp_path / "own.md.j2"
    own.write_text("# {{ brief.title }} <b>\n\n{{ brief.summary | prose }}\n\n{{ notes() }}\n", encoding="utf-8")
    write(brief, tmp_path / "own.md", Look(template=own))
    text = (tmp_path / "own.md").read_text(encoding="utf-8")
    assert len(notes_of(text)) == len(brief.summary)
    assert "Annex" not in text


@pytest.mark.parametrize(
    ("template", "match"),
    [
        ("{% for %}", "own.j2, line 1"),
        ("{{ brief.nothing.at_all }}", "does not work"),
        ("{{ brief.title | nosuch }}", "nosuch"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "unsafe"),
    ],
)
def test_a_template_that_does_not_work_is_said(brief, tmp_path, template, match):
    (tmp_path / "own.j2").write_text(template, encoding="utf-8")
    with pytest.raises(UsageError, match=match):
        write(brief, tmp_path / "own.md", Look(template=tmp_path / "own.j2"))
    assert not (tmp_path / "own.md").exists()


# HTML


def test_the_page_needs_nothing_and_runs_nothing(folder, notes):
    page = (folder / "brief.html").read_text(encoding="utf-8")
    root = html.fromstring(page)
    assert not root.xpath("//script | //*[@onclick] | //link | //iframe | //img")
    assert len(root.xpath("//figure/*[local-name()='svg']/*[local-name()='desc']")) == 2
    assert len(root.xpath("//li[contains(@class, 'footnote-item')]")) == len(notes)
    assert root.xpath("//html/@lang") == ["en-GB"]
    assert set(root.xpath("//a[starts-with(@href,'http')]/@rel")) == {"noopener noreferrer nofollow"}


# Word


def docx_notes(path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/footnotes.xml"))
    kept = [note for note in root if note.get(f"{W}type") is None]
    return ["".join(note.itertext()).strip() for note in kept]


def test_word_has_the_footnotes_of_the_markdown(folder, notes):
    import docx

    opened = docx.Document(str(folder / "brief.docx"))
    called = opened.element.body.findall(f".//{W}footnoteReference")
    assert len(called) == len(notes)
    assert docx_notes(folder / "brief.docx") == [plain(notes[number]) for number in sorted(notes)]
    assert [p.text for p in opened.paragraphs if p.style.name == "Heading 1"] == ["Russia and the Taliban"]
    assert opened.core_properties.title == "Russia and the Taliban"
    assert opened.core_properties.language == "en-GB"


def test_pages_of_the_word_document_have_a_head_and_rows_that_stay_whole(folder):
    import docx

    opened = docx.Document(str(folder / "brief.docx"))
    (section,) = opened.sections
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "Russia and the Taliban\tBrief as of 2 February 2026"
    assert section.first_page_header.is_linked_to_previous  # none of its own: nothing stands over the title
    assert " PAGE " in section.footer._element.xml
    rows = [row for table in opened.tables for row in table.rows]
    assert rows
    assert all(row._tr.trPr.find(f"{W}cantSplit") is not None for row in rows)
    begins = [p.text for p in opened.paragraphs if p.paragraph_format.page_break_before]
    assert begins == ["Annex: chronology"]


def test_pictures_in_word_are_vectors_beside_pixels_and_have_words(folder):
    with zipfile.ZipFile(folder / "brief.docx") as package:
        body = etree.fromstring(package.read("word/document.xml"))
        names = package.namelist()
    vectors = body.xpath("//*[local-name()='svgBlip']")
    assert len(vectors) == 2
    assert {"word/media/strip.svg", "word/media/acts.svg"} <= set(names)
    assert all("since" in told or "Acts a year" in told for told in body.xpath("//*[local-name()='docPr']/@descr"))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed: libreoffice-writer-nogui")
def test_libreoffice_opens_the_word_document(folder, notes, tmp_path):
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", tmp_path, folder / "brief.docx"], check=True, capture_output=True, timeout=180
    )
    text = pdf_text(tmp_path / "brief.pdf")
    assert "Russia and the Taliban" in text
    for note in notes.values():
        assert letters(plain(note)) in letters(text)


# PDF and TeX


def pdf_text(path) -> str:
    opened = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in opened)


def letters(text: str) -> str:
    """A text without what a typesetter may change: spaces, breaks, hyphens at a line's end, ligatures."""
    return re.sub(r"[\s\u00ad\ufffe\x02-]|(?<=\w)-", "", text.replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff"))


def test_the_pdf_has_every_note_on_pages_of_a4(folder, notes):
    opened = pypdfium2.PdfDocument(folder / "brief.pdf")
    assert {tuple(round(side) for side in page.get_size()) for page in opened} == {(595, 842)}
    text = letters(pdf_text(folder / "brief.pdf"))
    missing = [note for note in notes.values() if letters(plain(note)) not in text]
    assert not missing
    assert opened.get_metadata_dict()["Title"] == "Russia and the Taliban"


def test_every_page_of_the_pdf_has_ink_and_margins(folder):
    for page in pypdfium2.PdfDocument(folder / "brief.pdf"):
        picture = page.render(scale=0.5, grayscale=True).to_numpy()
        inside, margin = picture[30:-30, 34:-34], picture[:, :30]
        assert inside.min() < 100
        assert margin.min() > 240


def test_the_tex_is_read_back_with_its_notes(folder, notes):
    import pypandoc

    text = (folder / "brief.tex").read_text(encoding="utf-8")
    read = json.loads(pypandoc.convert_text(text, "json", format="latex"))
    assert json.dumps(read).count('"Note"') == len(notes)
    for name in ("brief-strip.pdf", "brief-acts.pdf"):
        assert f"{{{name}}}" in text
        assert len(pypdfium2.PdfDocument(folder / name)) == 1


def tex_nodes(text: str) -> list:
    """Every node of a TeX file, which has to hold together: a brace or environment left open is an error."""
    from pylatexenc.latexwalker import LatexWalker

    found, left = [], list(LatexWalker(text, tolerant_parsing=False).get_latex_nodes()[0])
    while left:
        node = left.pop()
        found.append(node)
        left += getattr(node, "nodelist", None) or []
        left += filter(None, getattr(getattr(node, "nodeargd", None), "argnlist", None) or ())
    return found


def test_the_tex_holds_together_and_nothing_in_it_was_a_command(folder, notes):
    from pylatexenc.latexwalker import LatexEnvironmentNode, LatexMacroNode

    nodes = tex_nodes((folder / "brief.tex").read_text(encoding="utf-8"))
    environments = Counter(node.environmentname for node in nodes if isinstance(node, LatexEnvironmentNode))
    macros = Counter(node.macroname for node in nodes if isinstance(node, LatexMacroNode))
    tables = re.findall(r"^\| :-", (folder / "brief.md").read_text(encoding="utf-8"), re.M)
    assert (environments["document"], environments["figure"], environments["longtable"]) == (1, 2, len(tables))
    assert macros["footnote"] == len(notes)
    assert not macros["input"]  # which is the title of a source


TEX = next((name for name in ("tectonic", "pdflatex", "lualatex", "xelatex") if shutil.which(name)), None)


@pytest.mark.skipif(TEX is None, reason="no TeX is installed (tectonic, pdflatex, lualatex or xelatex)")
def test_a_tex_engine_sets_the_tex(folder, notes, tmp_path):
    for path in folder.glob("brief*"):
        shutil.copy(path, tmp_path)
    options = (
        ["--untrusted"] if TEX == "tectonic" else ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape"]
    )
    subprocess.run([TEX, *options, "brief.tex"], cwd=tmp_path, check=True, capture_output=True, timeout=300)
    text = letters(pdf_text(tmp_path / "brief.pdf"))
    assert "RussiaandtheTaliban" in text


# Styles and bibliographies


def test_a_csl_style_sets_the_notes(brief, tmp_path):
    (tmp_path / "plain.csl").write_text(STYLE, encoding="utf-8")
    write(brief, tmp_path / "styled.docx", Look(style=str(tmp_path / "plain.csl")))
    told = docx_notes(tmp_path / "styled.docx")
    assert "Moscow Recognises the Taliban: What Next?; cited in The Road to Kabul, 7; other.txt, 1." in told


@pytest.mark.parametrize("ending", [".md", ".html"])
def test_author_and_date_in_the_text(brief, tmp_path, ending):
    write(brief, tmp_path / f"dated{ending}", Look(style="author-date"))
    text = (tmp_path / f"dated{ending}").read_text(encoding="utf-8")
    assert "Vega 2021, 4; cited in Stone 2026, n. 2)" in " ".join(html.fromstring(text).text_content().split())
    assert "Works cited" in text
    assert "<script>" not in text


def test_a_style_that_there_is_not_is_said(brief, tmp_path):
    with pytest.raises(UsageError, match="no such style"):
        write(brief, tmp_path / "a.docx", Look(style="nowhere.csl"))


@pytest.mark.parametrize("format", ["csljson", "bibtex"])
def test_pandoc_reads_the_works_that_are_cited(brief, tmp_path, format):
    import pypandoc

    works = cited_works(brief)
    text = csl_json(works) if format == "csljson" else bibtex(works)
    read = json.loads(pypandoc.convert_text(text, "csljson", format=format))
    assert len(read) == len(works) == len({item["id"] for item in read})
    by = {item.get("title"): item for item in read}
    lund = next(item for title, item in by.items() if title and title.startswith("Talks in"))
    assert [author["family"] for author in lund["author"]] == ["Lund", "Holm"]
    assert lund["URL"] == "https://example.org/talks_in_moscow"
    assert lund["issued"]["date-parts"][0][0] == 2021


# Where something is missing


@pytest.mark.parametrize("ending", [".docx", ".pdf", ".tex"])
def test_without_the_install_group_it_says_what_to_install(brief, tmp_path, monkeypatch, ending):
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    with pytest.raises(MissingExtra, match=r"detente\[brief\]"):
        write(brief, tmp_path / f"brief{ending}")
    assert not list(tmp_path.iterdir())


def test_without_the_install_group_markdown_and_html_are_written(brief, tmp_path, monkeypatch):
    for name in ("typst", "pypandoc"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    write(brief, tmp_path / "brief.md")
    write(brief, tmp_path / "brief.html")
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize("name", ["brief.rtf", "brief", "brief.doc"])
def test_a_format_that_there_is_not_is_said(name, tmp_path):
    with pytest.raises(UsageError, match=r"\.md, \.html, \.docx, \.pdf, \.tex"):
        check(tmp_path / name)


def test_a_place_that_cannot_be_written_to_is_said(brief, tmp_path):
    (tmp_path / "taken.md").mkdir()
    with pytest.raises(UsageError, match="taken"):
        write(brief, tmp_path / "taken.md")
    assert [path.name for path in tmp_path.iterdir()] == ["taken.md"]


@pytest.mark.parametrize("ending", FORMATS)
def test_an_empty_or_hostile_brief_is_written_all_the_same(brief, tmp_path, ending):
    hostile = Sentence('#panic("x") \\input{/etc/passwd} <script>1</script> $x$ [^9] | `a` {{ 7 * 7 }} \x07', (), ())
    odd = replace(brief, title=hostile.text, summary=(hostile,), story=(), chronology=(), pictures=(), undated=())
    (path,) = write(odd, tmp_path / f"odd{ending}")
    assert path.stat().st_size > 200
    if ending == ".pdf":
        assert "{{ 7 * 7 }}" in pdf_text(path)
