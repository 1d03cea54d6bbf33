"""A draft against a record: real files in four formats, read by a reader that knows these sentences and no others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import detente
from detente.checking.passages import Prose
from detente.cli.app import run
from detente.documents.load import read_document
from detente.errors import DocumentError
from detente.model import Claim, Document
from documents import make_docx
from documents.make_pdf import Press, Set

ACTS = {
    "Putin accepted the credentials of the Taliban ambassador on 16 January 2026.": (
        "accept-credentials RUS TALIBAN 2026-01-16 happened"
    ),
    "Putin accepted the credentials of the Taliban ambassador on 15 January 2026.": (
        "accept-credentials RUS TALIBAN 2026-01-15 happened"
    ),
    "Kazakhstan took the Taliban off its list on 29 December 2023.": "delist-terrorist KAZ TALIBAN 2023-12-29 happened",
    "Kazakhstan took the Taliban off its list on 3 June 2024.": "delist-terrorist KAZ TALIBAN 2024-06-03 happened",
    "The Taliban recognised Russia on 3 July 2025.": "recognise TALIBAN RUS 2025-07-03 happened",
    "Russia recognised the Taliban on 3 July 2025.": "recognise RUS TALIBAN 2025-07-03 happened",
    "Russia recognised the Taliban in July 2025.": "recognise RUS TALIBAN 2025-07 happened",
    "Russia opened an embassy in Kabul in May 2024.": "open-mission RUS TALIBAN 2024-05 happened embassy",
    "Russia opened a consulate in Kabul in May 2024.": "open-mission RUS TALIBAN 2024-05 happened consulate",
    "India will recognise the Taliban in 2027.": "recognise IND TALIBAN 2027 planned",
    "India recognised the Taliban in 2027.": "recognise IND TALIBAN 2027 happened",
    "China may recognise the Taliban.": "recognise CHN TALIBAN - assessed",
    "Iran praised the Taliban in 2020.": "praise IRN TALIBAN 2020 happened",
}
NOTE = "“Russia Recognizes the Taliban Government in Afghanistan”, The Associated Press, 3 July 2025."
OTHERWISE = "“Russia Recognizes the Taliban Government in Afghanistan”, The Associated Press, 5 July 2025."


class Knowing:
    """A reader of the sentences above."""

    name = "knowing 1"

    def read(self, document: Document) -> list[Claim]:
        claims = []
        for passage in document.passages:
            quote = document.text[passage.start : passage.end]
            if (told := ACTS.get(" ".join(quote.split()))) is None:
                continue
            kind, initiator, target, date, modality, *level = told.split()
            claims.append(
                Claim(
                    f"c-{document.id}-{passage.start}",
                    document.id,
                    document.file,
                    quote,
                    passage.start,
                    passage.end,
                    kind,
                    (initiator,),
                    (target,),
                    None if date == "-" else date,
                    modality,  # type: ignore[arg-type]
                    notes=passage.notes,
                    sources=tuple(s for n in document.notes if n.number in passage.notes for s in n.sources),
                    level=level[0] if level else None,
                    confidence=0.8,
                )
            )
        return claims


@pytest.fixture
def record(tmp_path):
    with detente.open(tmp_path / "record.duckdb") as opened:
        yield opened


def put(record, folder: Path, name: str, *sentences: str, notes: dict[int, str] | None = None) -> Path:
    """Read a Markdown file of these sentences into the record; a sentence may end with its marks, as ``[^1]``."""
    path = written(folder / name, *sentences, notes=notes)
    (result,) = record.read(path, reader=Knowing())
    assert result.claims == len(sentences)
    return path


def written(path: Path, *sentences: str, notes: dict[int, str] | None = None) -> Path:
    below = "\n\n".join(f"[^{number}]: {words}" for number, words in (notes or {}).items())
    path.write_text(" ".join(sentences) + f"\n\n{below}\n", encoding="utf-8")
    return path


def found(check) -> list[tuple[str, str]]:
    return [(finding.sort, finding.passage) for finding in check.findings]


CASES = {
    "a date that all others give otherwise": (
        ["Putin accepted the credentials of the Taliban ambassador on 15 January 2026."],
        "Putin accepted the credentials of the Taliban ambassador on 16 January 2026.",
        "date",
        "The draft has 16 January 2026, the record 15 January 2026",
    ),
    "a date that is half a year off": (
        ["Kazakhstan took the Taliban off its list on 3 June 2024."],
        "Kazakhstan took the Taliban off its list on 29 December 2023.",
        "date",
        "The draft has 29 December 2023, the record 3 June 2024",
    ),
    "roles the other way round": (
        ["Russia recognised the Taliban on 3 July 2025."],
        "The Taliban recognised Russia on 3 July 2025.",
        "actor",
        "The draft has Taliban toward Russia, the record Russia toward Taliban",
    ),
    "a plan told as a fact": (
        ["India will recognise the Taliban in 2027."],
        "India recognised the Taliban in 2027.",
        "modality",
        "The draft has it as happened, the record as planned",
    ),
    "a level": (
        ["Russia opened a consulate in Kabul in May 2024."],
        "Russia opened an embassy in Kabul in May 2024.",
        "level",
        "The draft has embassy, the record consulate",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_contradicts_the_record_is_found_with_its_witness(record, tmp_path, name):
    kept, sentence, sort, words = CASES[name]
    put(record, tmp_path, "kept.md", *kept)
    check = record.check(written(tmp_path / "draft.md", sentence), reader=Knowing())
    (finding,) = [finding for finding in check.findings if finding.sort == sort]
    assert finding.text.startswith(words)
    assert finding.passage == check.document.text[finding.start : finding.end] == sentence
    assert [(witness.file, witness.quote) for witness in finding.witnesses] == [("kept.md", kept[0])]


def test_a_record_that_is_divided_says_who_stands_where(record, tmp_path):
    put(record, tmp_path, "one.md", "Kazakhstan took the Taliban off its list on 29 December 2023.")
    put(record, tmp_path, "two.md", "Kazakhstan took the Taliban off its list on 3 June 2024.")
    draft = written(tmp_path / "draft.md", "Kazakhstan took the Taliban off its list on 3 June 2024.", PRAISE)
    (finding,) = [f for f in record.check(draft, reader=Knowing()).findings if f.sort == "date"]
    assert {(w.says, w.file) for w in finding.witnesses} == {("29 December 2023", "one.md"), ("3 June 2024", "two.md")}
    assert "so have some sources; others have 29 December 2023" in finding.text


def test_what_the_record_bears_out_needs_only_its_note(record, tmp_path):
    put(record, tmp_path, "kept.md", "Russia recognised the Taliban on 3 July 2025.[^1]", notes={1: NOTE})
    sentence = "Russia recognised the Taliban in July 2025."
    bare = record.check(written(tmp_path / "bare.md", sentence), reader=Knowing())
    (finding,) = bare.findings
    assert (finding.sort, finding.note) == ("sourced", NOTE.rstrip("."))
    noted = written(tmp_path / "noted.md", f"{sentence}[^1]", notes={1: NOTE})
    assert record.check(noted, reader=Knowing()).findings == ()


def test_a_document_without_notes_is_itself_the_source(record, tmp_path):
    head = '---\ntitle: "How Moscow Came to Recognise Its Old Enemy"\ndate: 2025-07-09\n---\n\n'
    (tmp_path / "kept.md").write_text(f"{head}Russia recognised the Taliban in July 2025.\n", encoding="utf-8")
    record.read(tmp_path / "kept.md", reader=Knowing())
    (finding,) = record.check(
        written(tmp_path / "draft.md", "Russia recognised the Taliban on 3 July 2025."), reader=Knowing()
    ).findings
    assert finding.note == "“How Moscow Came to Recognise Its Old Enemy”, 9 July 2025"


def test_a_draft_that_was_read_before_bears_nothing_out(record, tmp_path):
    draft = put(record, tmp_path, "draft.md", "Russia recognised the Taliban in July 2025.")
    before = record.events()
    assert [f.sort for f in record.check(draft, reader=Knowing()).findings] == ["no-note"]
    assert record.events() == before


def test_forecasts_need_no_note(record, tmp_path):
    draft = written(tmp_path / "draft.md", "China may recognise the Taliban.")
    assert record.check(draft, reader=Knowing()).findings == ()


def test_notes_nobody_cites_marks_without_notes_and_sources_dated_differently(record, tmp_path):
    put(record, tmp_path, "kept.md", "Russia recognised the Taliban on 3 July 2025.[^1]", notes={1: OTHERWISE})
    body = "Russia recognised the Taliban in July 2025.[1]\n\nIran praised the Taliban in 2020.[4]\n\n"
    notes = (
        f"Notes\n\n[1] {NOTE}\n\n[2] “A Note that Nobody Cites in the Text”, A Paper, 2 May 2020.\n\n[3] {OTHERWISE}\n"
    )
    (tmp_path / "draft.txt").write_text(body + notes, encoding="utf-8")
    check = record.check(tmp_path / "draft.txt", reader=Knowing())
    told = {(finding.sort, finding.text) for finding in check.findings}
    assert ("unused-note", "No passage cites note 2.") in told
    assert ("unused-note", "No passage cites note 3.") in told
    assert ("source-date", "Note 1 dates its source 3 July 2025; elsewhere it is dated 5 July 2025.") in told
    (dated,) = [f for f in check.findings if f.text.startswith("Note 1 dates")]
    assert {witness.file for witness in dated.witnesses} == {"draft.txt", "kept.md"}


SENTENCE = "Putin accepted the credentials of the Taliban ambassador on 16 January 2026."
PRAISE = "Iran praised the Taliban in 2020."


def as_text(path: Path) -> Path:
    path.write_text(f"{SENTENCE}[1]\n\n{PRAISE}\n\nNotes\n\n[1] {NOTE}\n", encoding="utf-8")
    return path


def as_markdown(path: Path) -> Path:
    path.write_text(f"{SENTENCE}[^1]\n\n{PRAISE}\n\n[^1]: {NOTE}\n", encoding="utf-8")
    return path


def as_docx(path: Path) -> Path:
    body = make_docx.paragraph(make_docx.run(SENTENCE), make_docx.mark(1)) + make_docx.paragraph(PRAISE)
    path.write_bytes(make_docx.docx(body, footnotes=make_docx.notes("footnote", {1: make_docx.run(NOTE)})))
    return path


def as_pdf(path: Path) -> Path:
    press = Press(title="A draft", author="Nobody")
    press.page([Set(f"{SENTENCE}^1^"), Set(PRAISE)], notes=[f"^1^ {NOTE}"])
    path.write_bytes(press.done())
    return path


@pytest.mark.parametrize(
    ("name", "write"),
    [("draft.txt", as_text), ("draft.md", as_markdown), ("draft.docx", as_docx), ("draft.pdf", as_pdf)],
)
def test_a_draft_in_any_format_is_checked_alike(record, tmp_path, name, write):
    put(record, tmp_path, "kept.md", "Putin accepted the credentials of the Taliban ambassador on 15 January 2026.")
    check = record.check(write(tmp_path / name), reader=Knowing())
    assert [(sort, " ".join(passage.split())) for sort, passage in found(check)] == [
        ("date", SENTENCE),
        ("no-note", PRAISE),
    ]
    assert [finding.page for finding in check.findings] == [1 if name == "draft.pdf" else None] * 2


def test_a_draft_that_cannot_be_read_is_a_clear_error(record, tmp_path):
    (tmp_path / "draft.docx").write_bytes(b"PK\x03\x04 not a document")
    with pytest.raises(DocumentError, match=r"draft\.docx"):
        record.check(tmp_path / "draft.docx", reader=Knowing())


def test_the_command_prints_a_report_and_json(record, tmp_path, monkeypatch, capsys):
    kept = "Putin accepted the credentials of the Taliban ambassador on 15 January 2026."
    put(record, tmp_path, "kept.md", kept)
    record.close()
    monkeypatch.setattr("detente.reading.default_reader", Knowing)
    asked = ["check", str(as_markdown(tmp_path / "draft.md")), "--record", str(record.path)]
    assert run(asked) == 0
    report = capsys.readouterr().out
    for words in (SENTENCE, "15 January 2026: kept.md", "No note", "1 × date"):
        assert words in " ".join(report.split())
    assert run([*asked, "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["sort"], row["start"], row["kind"]) for row in rows] == [
        ("date", 0, "accept-credentials"),
        ("no-note", len(SENTENCE) + 2, "praise"),
    ]
    assert rows[0]["witnesses"][0]["quote"] == kept


WRONG = "Kazakhstan took the Taliban off its list on 29 December 2023."
LAID_OUT = {
    "a table": f"| what | when |\n|---|---|\n| {WRONG} | x |\n",
    "a list of works": f"## Sources\n\n- {WRONG}\n",
    "a work in a list": "- Ada Lovelace, “Russia Recognised the Taliban,” 10 March 2023.\n",
}


@pytest.mark.parametrize("name", LAID_OUT)
def test_what_only_lays_out_words_of_others_is_left_alone(tmp_path, name):
    path = tmp_path / "draft.md"
    path.write_text(f"Russia and the Taliban.\n\n{LAID_OUT[name]}", encoding="utf-8")
    draft = read_document(path)
    (start,) = [draft.text.index(words) for words in (WRONG, "Recognised the Taliban") if words in draft.text]
    assert not Prose(draft).tells(start)
    assert Prose(draft).tells(draft.text.index("Russia and the"))


@pytest.mark.parametrize(
    "text",
    [
        f"## Sources\n\n- A list.\n\n## What followed\n\n{WRONG}\n",
        f"## Sources of the quarrel\n\n{WRONG}\n",
        f"- {WRONG}\n",
        f"- Putin said “nobody will stop us” on 3 June 2023, and much else that day. {WRONG}\n",
    ],
)
def test_prose_after_a_list_of_works_and_in_lists_is_checked(tmp_path, text):
    path = tmp_path / "draft.md"
    path.write_text(text, encoding="utf-8")
    draft = read_document(path)
    assert Prose(draft).tells(draft.text.index(WRONG))


def test_a_draft_made_from_a_record_has_nothing_to_be_found_by_it(tmp_path):
    example = Path(__file__).parents[2] / "examples" / "russia-taliban.md"
    with detente.open(tmp_path / "record.duckdb") as record:
        assert record.read(example)[0].claims > 20
        draft = tmp_path / "draft.md"
        assert run(["brief", "RUS", "TALIBAN", "-o", str(draft), "--record", str(record.path)]) == 0
        checked = record.check(draft)
    assert len(checked.claims) > 20
    assert [(finding.sort, finding.passage) for finding in checked.findings] == []
